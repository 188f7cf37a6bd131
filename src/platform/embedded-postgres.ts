import { spawn } from 'node:child_process';
import {
  closeSync,
  existsSync,
  openSync,
  realpathSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { EmbeddedConnection, PlatformLog } from './connection-settings';
import { postgresBinaries, type PostgresBinaries } from './postgres-binaries';
import {
  clusterSecrets,
  ensureCluster,
  postgresEnv,
  prepareDataDir,
  type ClusterSecrets,
} from './postgres-cluster';
import { dataPathFor, postgresOwner, type PostgresOwner } from './postgres-owner';
import {
  isAlive,
  processesIn,
  runningPostmaster,
  stopPostmaster,
  type Postmaster,
} from './postgres-process';
import { ensureRoleAndDatabase, lastLogLine, waitUntilReady } from './postgres-readiness';
import { serverSettings, settingArguments } from './postgres-settings';
import { listenSettings, postgresEndpoint, type Endpoint } from './postgres-endpoint';
import { assertNotClaimed } from './data-dir-claim';
import { StartupError } from './startup-error';

/** Where the service keeps its events and read models. */
export const databaseName = 'anamnesis';
/** The role the service logs in as: it may read and call the append function, not rewrite. */
export const appRole = 'anamnesis_app';

/** A PostgreSQL of our own, running. */
export interface EmbeddedPostgres {
  /** Superuser: for set-up and migration only. */
  readonly admin: EmbeddedConnection;
  /** The service's role. */
  readonly app: EmbeddedConnection;
  /** The postmaster; changes when it died and was started again. */
  readonly pid: number;
  /** Whether it was already running (an earlier service was killed and the database lived on). */
  readonly adopted: boolean;
  /** Fast shutdown, immediate after 10 s. Safe to call twice. */
  stop(): Promise<void>;
}

export interface EmbeddedOptions {
  /** Absolute. PostgreSQL's files go to `postgres`, `postgres.json`, `postgres.log` in it. */
  readonly dataDir: string;
  readonly log: PlatformLog;
  /** Server settings on top of ours. Test runs switch `fsync` off here; nothing else should. */
  readonly settings?: Readonly<Record<string, string>>;
}

interface Cluster extends EmbeddedOptions {
  readonly folder: string;
  readonly logFile: string;
  readonly endpoint: Endpoint;
  readonly binaries: PostgresBinaries;
  readonly owner: PostgresOwner | undefined;
  readonly secrets: ClusterSecrets;
}

/**
 * Starts PostgreSQL on `<dataDir>/postgres`, or adopts the one that still runs there, and restarts
 * it if it dies. Creates the data folder, the service's role and the database on first use.
 * Throws `StartupError` when the operator has to change something.
 */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  await prepareDataDir(options.dataDir);
  const dataDir = realpathSync(options.dataDir);
  assertNotClaimed(dataDir);
  const owner = postgresOwner(dataDir);
  const cluster: Cluster = {
    ...options,
    dataDir,
    owner,
    folder: join(dataDir, 'postgres'),
    logFile: join(dataDir, 'postgres.log'),
    endpoint: await postgresEndpoint(dataDir, owner),
    binaries: await postgresBinaries(owner),
    secrets: await clusterSecrets(dataDir),
  };
  const running = runningPostmaster(cluster.folder);
  try {
    return await bringUp(cluster, running);
  } catch (error) {
    // What was started for nothing is stopped; what was found running is left as it was.
    if (!running) await takeDown(cluster, runningPostmaster(cluster.folder)?.pid);
    throw error;
  }
}

async function bringUp(
  cluster: Cluster,
  running: Postmaster | undefined,
): Promise<EmbeddedPostgres> {
  const { secrets, endpoint } = cluster;
  const durable = (cluster.settings?.['fsync'] ?? 'on') === 'on';
  await ensureCluster({ ...cluster, socketDir: endpoint.privateDir, durable });
  const admin = connection(cluster, 'postgres', secrets.superuserPassword);
  const app = connection(cluster, appRole, secrets.appPassword);
  const pid = running?.pid ?? (await launch(cluster));
  await waitUntilReady({ ...admin, database: 'postgres' }, () => diedOf(cluster, pid));
  await ensureRoleAndDatabase({ ...admin, database: 'postgres' }, app);
  const keeper = keepAlive(cluster, pid);
  return {
    admin,
    app,
    adopted: running !== undefined,
    get pid() {
      return keeper.pid();
    },
    stop: keeper.stop,
  };
}

/** Ends PostgreSQL, if it runs, and removes the folder of its socket. */
async function takeDown({ log, endpoint }: Cluster, pid: number | undefined): Promise<void> {
  const outcome = pid === undefined ? 'fast' : await stopPostmaster(pid, 10_000);
  if (outcome === 'stuck') log.warn(`PostgreSQL (pid ${pid}) does not stop.`);
  else rmSync(endpoint.privateDir, { recursive: true, force: true });
}

function connection(cluster: Cluster, user: string, password: string): EmbeddedConnection {
  const { host, port } = cluster.endpoint;
  return { host, port, user, password, database: databaseName };
}

/** Starts the postmaster in a session of its own, so that Ctrl-C reaches only the service. */
async function launch(cluster: Cluster): Promise<number> {
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
  for (const name of readdirSync(endpoint.privateDir))
    rmSync(join(endpoint.privateDir, name), { force: true });
}

/** The log holds start, stop and errors only; two files of at most about 10 MB are kept. */
function rotate(logFile: string): void {
  const bytesMax = 10_000_000;
  if (existsSync(logFile) && statSync(logFile).size > bytesMax) renameSync(logFile, `${logFile}.1`);
}

function diedOf(cluster: Cluster, pid: number): string | undefined {
  return isAlive(pid) ? undefined : lastLogLine(cluster.logFile);
}

/** Looks twice a second whether the postmaster runs, and starts it again: 5 times in 60 s. */
function keepAlive(cluster: Cluster, firstPid: number) {
  const { log } = cluster;
  let pid = firstPid;
  let stopping: Promise<void> | undefined;
  let restarting: Promise<void> | undefined;
  let restarts: number[] = [];

  async function restart(): Promise<void> {
    restarts = restarts.filter((at) => performance.now() - at < 60_000);
    if (restarts.push(performance.now()) > 5) {
      clearInterval(watch);
      log.warn(`PostgreSQL keeps dying (${lastLogLine(cluster.logFile)}); it stays down.`);
      return;
    }
    log.warn(`PostgreSQL died (${lastLogLine(cluster.logFile)}); starting it again.`);
    pid = await launch(cluster);
  }
  function look(): void {
    if (stopping || restarting || isAlive(pid)) return;
    restarting = restart()
      .catch((error: unknown) => {
        log.warn(`PostgreSQL was not started again: ${String(error)}`);
      })
      .finally(() => (restarting = undefined));
  }
  async function stop(): Promise<void> {
    clearInterval(watch);
    await restarting;
    await takeDown(cluster, pid);
  }
  const watch = setInterval(look, 500);
  watch.unref();
  return { pid: () => pid, stop: () => (stopping ??= stop()) };
}
