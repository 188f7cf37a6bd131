import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import type { EmbeddedConnection } from './connection-settings';
import { assertNotClaimed } from './data-dir-claim';
import { postgresBinaries } from './postgres-binaries';
import { clusterSecrets, ensureCluster, prepareDataDir } from './postgres-cluster';
import { postgresEndpoint, removeEndpoint, type Endpoint } from './postgres-endpoint';
import { launch, type Cluster, type EmbeddedOptions } from './postgres-launch';
import { postgresOwner } from './postgres-owner';
import { isAlive, runningPostmaster, stopPostmaster, type Postmaster } from './postgres-process';
import { ensureRoleAndDatabase, lastLogLine, waitUntilReady } from './postgres-readiness';

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
  const folder = join(dataDir, 'postgres');
  const running = runningPostmaster(folder);
  const cluster: Cluster = {
    ...options,
    dataDir,
    owner,
    folder,
    logFile: join(dataDir, 'postgres.log'),
    endpoint: running ? endpointOf(running) : await postgresEndpoint(dataDir, owner),
    binaries: await postgresBinaries(owner),
    secrets: await clusterSecrets(dataDir),
  };
  try {
    return await bringUp(cluster, running);
  } catch (error) {
    // It was found on its way down: its end is awaited by starting anew.
    if (running && !isAlive(running.pid)) return startEmbeddedPostgres(options);
    // What was started for nothing is stopped; what was found running is left as it was.
    if (!running) await takeDown(cluster, runningPostmaster(folder)?.pid);
    throw error;
  }
}

/** Where it listens by its own word: it may have been started under another temporary folder. */
function endpointOf({ socketDir, port }: Postmaster): Endpoint {
  return { host: socketDir === '' ? '127.0.0.1' : socketDir, port, privateDir: socketDir };
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
  else removeEndpoint(endpoint);
}

function connection(cluster: Cluster, user: string, password: string): EmbeddedConnection {
  const { host, port } = cluster.endpoint;
  return { host, port, user, password, database: databaseName };
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
