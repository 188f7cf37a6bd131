import { existsSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { openEngine, type Engine } from '../compose';
import { systemClock } from '../engine/clock';
import { assertMasterKey, openHost, type Host, type HostOptions } from '../host';
import type { Config } from '../platform/config';
import type { ConnectionSettings } from '../platform/connection-settings';
import { runningService } from '../platform/data-dir-claim';
import { appRole, databaseName } from '../platform/embedded-postgres';
import { loadMasterKey } from '../platform/master-key';
import { MasterKeyFile } from '../platform/master-key-file';
import { clusterSecrets } from '../platform/postgres-cluster';
import { postgresEndpoint } from '../platform/postgres-endpoint';
import { postgresOwner } from '../platform/postgres-owner';
import { StartupError } from '../platform/startup-error';
import { recoveryCopy, sayNewMasterKey } from './recovery-copy';

/** What a command works on, for as long as it takes. */
export interface OpenedEngine {
  readonly engine: Engine;
  /** Another process serves this log; its projector owns the read models. */
  readonly besideService: boolean;
}

export interface EngineWish {
  /** Makes a log where there is none; otherwise that is refused: what reads leaves no trace. */
  readonly makes: boolean;
}

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;
/** What a shell makes of a command that Ctrl-C ended: 128 + 2 (POSIX). */
const INTERRUPTED = 130;

/**
 * Runs work on the engine of a data folder, and closes what it opened. Beside a running service
 * it is a second process on the same database, which is safe: the log judges every append. A
 * master key that was made is printed to standard error, once. On Ctrl-C everything is closed and
 * the process ends with 130. Throws `StartupError`.
 */
export async function withEngine<T>(
  config: Config,
  wish: EngineWish,
  work: (opened: OpenedEngine) => Promise<T>,
): Promise<T> {
  const opened = await open(config, wish);
  const interrupted = (): void => {
    void opened.close().finally(() => process.exit(INTERRUPTED));
  };
  for (const signal of SIGNALS) process.once(signal, interrupted);
  try {
    return await work(opened);
  } finally {
    for (const signal of SIGNALS) process.off(signal, interrupted);
    await opened.close();
  }
}

async function open(
  config: Config,
  wish: EngineWish,
): Promise<OpenedEngine & { close(): Promise<void> }> {
  const log = commandLog();
  const besideService = runningService(config.dataDir) !== undefined;
  const opened = besideService ? await attach(config, log) : await openExisting(config, wish, log);
  const { engine, newMasterKey } = opened;
  if (newMasterKey !== null) process.stderr.write(`${recoveryCopy(newMasterKey)}\n`);
  const close = (): Promise<void> => {
    log.hush();
    return opened.close();
  };
  return { engine, besideService, close };
}

/** A second engine on the database of the service that runs. */
async function attach(
  config: Config,
  log: CommandLog,
): Promise<Pick<Host, 'engine' | 'newMasterKey' | 'close'>> {
  const app = await runningDatabase(config);
  const { eventStoreUrl } = config;
  const { key } = loadMasterKey(config, { create: false });
  const file = new MasterKeyFile(config.masterKeyFile);
  const engine = await openEngine({
    ...{ app, eventStoreUrl, clock: systemClock, log },
    masterKey: config.masterKey ?? file,
    onNewMasterKey: sayNewMasterKey,
  });
  try {
    // The service may be exchanging it just now.
    const { next } = config.masterKey ? { next: null } : file.read();
    await assertMasterKey(engine.pool, next ? [key, next] : [key]);
  } catch (error) {
    await engine.close();
    throw error;
  }
  return { engine, newMasterKey: null, close: () => engine.close() };
}

/** How to reach the database that a running service uses. */
async function runningDatabase(config: Config): Promise<ConnectionSettings> {
  if (config.databaseUrl !== undefined) return { connectionString: config.databaseUrl };
  if (process.platform === 'win32') {
    throw new StartupError(
      'On Windows the database of a running service cannot be shared: stop the service first.',
    );
  }
  const dataDir = realpathSync(config.dataDir);
  const { host, port } = await postgresEndpoint(dataDir, postgresOwner(dataDir));
  const { appPassword: password } = await clusterSecrets(dataDir);
  return { host, port, user: appRole, password, database: databaseName };
}

/** Opens the log as what it was created for: a demo's as a demo, anything else as live. */
async function openExisting(config: Config, wish: EngineWish, log: CommandLog): Promise<Host> {
  const onNewMasterKey = sayNewMasterKey;
  const options = { config, log, mustExist: !wish.makes, onNewMasterKey };
  try {
    return await openHost({ ...options, kind: isDemo(config) ? 'demo' : 'live' });
  } catch (error) {
    const is = error instanceof StartupError ? /was created as (\w+)/.exec(error.message)?.[1] : '';
    // The database's own word for it.
    if (is !== 'demo' && is !== 'test' && is !== 'live') throw error;
    return openHost({ ...options, kind: is });
  }
}

/** Whether the folder has the demo's own issuer. */
export function isDemo({ dataDir }: Pick<Config, 'dataDir'>): boolean {
  return existsSync(join(dataDir, 'demo-issuer.json'));
}

type CommandLog = HostOptions['log'];

/** Only what an operator has to know, as lines on standard error. */
export function commandLog(): CommandLog & { hush(): void } {
  let hushed = false;
  const say = (_facts: object, message: string): void => {
    if (!hushed) process.stderr.write(`${message}\n`);
  };
  return {
    info: () => undefined,
    warn: say,
    error: say,
    /** From here on everything is closed on purpose: a connection that ends is no news. */
    hush: () => {
      hushed = true;
    },
  };
}
