import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PlatformLog } from './connection-settings';
import type { PostgresBinaries } from './postgres-binaries';
import { postgresEnv, type ClusterSecrets } from './postgres-cluster';
import { clearEndpoint, listenSettings, type Endpoint } from './postgres-endpoint';
import { dataPathFor, type PostgresOwner } from './postgres-owner';
import { processesIn } from './postgres-process';
import { serverSettings, settingArguments } from './postgres-settings';
import { StartupError } from './startup-error';

export interface EmbeddedOptions {
  /** Absolute. PostgreSQL's files go to `postgres`, `postgres.json`, `postgres.log` in it. */
  readonly dataDir: string;
  readonly log: PlatformLog;
  /** Server settings on top of ours. Test runs switch `fsync` off here; nothing else should. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** All that is known about one data folder and how to run PostgreSQL on it. */
export interface Cluster extends EmbeddedOptions {
  /** PostgreSQL's own files: `<dataDir>/postgres`. */
  readonly folder: string;
  readonly logFile: string;
  readonly endpoint: Endpoint;
  readonly binaries: PostgresBinaries;
  readonly owner: PostgresOwner | undefined;
  readonly secrets: ClusterSecrets;
}

/**
 * Starts the postmaster in a session of its own, so that Ctrl-C reaches only the service, and
 * returns its pid; it is not ready yet. Throws `StartupError` when it cannot be run.
 */
export async function launch(cluster: Cluster): Promise<number> {
  const { folder, owner, logFile } = cluster;
  await clearDeadPostmaster(cluster);
  rotate(logFile);
  const log = openSync(logFile, 'a', 0o600);
  try {
    const child = spawn(
      cluster.binaries.postgres,
      [
        ...['-D', dataPathFor(owner, folder)],
        ...settingArguments({
          ...serverSettings,
          ...listenSettings(cluster.endpoint),
          ...cluster.settings,
        }),
      ],
      { cwd: folder, detached: true, stdio: ['ignore', log, log], env: postgresEnv, ...owner },
    );
    await new Promise<void>((resolve, reject) =>
      child.once('spawn', resolve).once('error', reject),
    );
    child.unref();
    // A child that was spawned has a pid.
    return child.pid as number;
  } catch (error) {
    throw new StartupError(`PostgreSQL cannot be run: ${String(error)}.`);
  } finally {
    closeSync(log);
  }
}

/**
 * After a kill of the postmaster its children need a moment to notice. Lock files whose pid went to
 * a stranger (or is a zombie in a container) would make PostgreSQL refuse to start: they are
 * removed once nobody works here.
 */
async function clearDeadPostmaster({ folder, endpoint }: Cluster): Promise<void> {
  const giveUpAt = performance.now() + 10_000;
  while (processesIn(folder).length > 0) {
    if (performance.now() > giveUpAt)
      throw new StartupError(
        `Other processes (${processesIn(folder).join(', ')}) still work in ${folder}: end them.`,
      );
    await sleep(20);
  }
  if (process.platform !== 'linux') return;
  rmSync(join(folder, 'postmaster.pid'), { force: true });
  clearEndpoint(endpoint);
}

/** The log holds start, stop and errors only; two files of at most about 10 MB are kept. */
function rotate(logFile: string): void {
  const bytesMax = 10_000_000;
  if (existsSync(logFile) && statSync(logFile).size > bytesMax) renameSync(logFile, `${logFile}.1`);
}
