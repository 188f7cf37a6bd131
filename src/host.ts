import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Client, type ClientBase } from 'pg';
import { openEngine, type Engine, type EngineLog } from './compose';
import { DemoClock } from './engine/clock';
import type { Config } from './platform/config';
import { claimDataDir, type DataDirClaim } from './platform/data-dir-claim';
import type { PlatformLog } from './platform/connection-settings';
import { openDatabase, type Database } from './platform/database';
import { loadMasterKey } from './platform/master-key';
import { ErasureRegister } from './platform/erasure-register';
import { MasterKeyFile } from './platform/master-key-file';
import { migrate } from './platform/migrate';
import { prepareDataDir } from './platform/postgres-cluster';
import { errorText, StartupError } from './platform/startup-error';
import { waitForLock } from './store/advisory-lock';
import { masterKeyInForce, settleMasterKey } from './store/master-key';
import { masterKeyId } from './store/sealing';

/** What a database is for: written once into the log, never changed. */
export type LogKind = 'live' | 'demo' | 'test';

export interface HostOptions {
  readonly config: Config;
  readonly kind: LogKind;
  /** Refuse to make a log where there is none: for what only reads. Absent: one is made. */
  readonly mustExist?: boolean;
  /** Keeps the read models in a thread of its own: for what serves requests. */
  readonly projectorThread?: boolean;
  readonly log: EngineLog & { info(facts: object, message: string): void };
  /** Hears of a master key that took the place of another, to tell the operator, once or twice. */
  readonly onNewMasterKey?: (key: Buffer) => void;
}

/** An engine with its data folder, database and key: everything but the network. */
export interface Host {
  readonly engine: Engine;
  readonly config: Config;
  readonly kind: LogKind;
  /** Set only in a demo or a test. */
  readonly clock: DemoClock;
  /** The master key in base64 when it was made just now: shown once, to be kept. */
  readonly newMasterKey: string | null;
  /** The log has no event yet. */
  readonly isEmpty: boolean;
  /** Says where the service answers, for commands that ask it. */
  announce(url: string): void;
  /** Stops everything that it started, the database last. */
  close(): Promise<void>;
}

/**
 * Claims the data folder, starts or reaches the database, migrates, and opens the engine. Throws
 * `StartupError` with one sentence for what stands in the way; then nothing is left running.
 */
export async function openHost(options: HostOptions): Promise<Host> {
  const { config, log, mustExist = false } = options;
  // Asked before anything is made in it.
  if (
    mustExist &&
    config.databaseUrl === undefined &&
    !existsSync(join(config.dataDir, 'postgres'))
  )
    throw noLog(config);
  await prepareDataDir(config.dataDir);
  const claim = claimDataDir(config.dataDir);
  let database: Database | null = null;
  try {
    database = await openDatabase(config, platformLog(log));
    return await withDatabase(options, claim, database);
  } catch (error) {
    await database?.stop();
    claim.release();
    throw error;
  }
}

function noLog({ dataDir, databaseUrl }: Config): StartupError {
  const place = databaseUrl === undefined ? `The data folder ${dataDir}` : 'The database';
  return new StartupError(
    `${place} holds no log yet: start the service or import a sheet, or name another one.`,
  );
}

/** The platform reports in words only. */
function platformLog(log: HostOptions['log']): PlatformLog {
  return {
    info: (message) => {
      log.info({}, message);
    },
    warn: (message) => {
      log.warn({}, message);
    },
  };
}

async function withDatabase(
  { config, kind, log, mustExist = false, projectorThread = false, onNewMasterKey }: HostOptions,
  claim: DataDirClaim,
  database: Database,
): Promise<Host> {
  if (mustExist && !(await withClient(database, holdsLog))) throw noLog(config);
  await migrate(database.admin);
  const { isEmpty, hasKeys } = await withClient(database, (client) => initialise(client, kind));
  const heard = (key: Buffer): void => {
    log.warn({ file: config.masterKeyFile }, 'the master key was exchanged: copy its file anew');
    onNewMasterKey?.(key);
  };
  const file = new MasterKeyFile(config.masterKeyFile);
  if (!config.masterKey) await withClient(database, (client) => settle(client, file, heard));
  const masterKey = loadMasterKey(config, { create: isEmpty && !hasKeys });
  await withClient(database, (client) => assertMasterKey(client, [masterKey.key]));
  const clock = new DemoClock();
  const { app } = database;
  const { eventStoreUrl } = config;
  const engine = await openEngine({
    ...{ app, eventStoreUrl, clock, log, projectorThread },
    masterKey: config.masterKey ?? file,
    onNewMasterKey: heard,
    // A demo that is made anew has the same sample patients again.
    erasureRegister:
      kind === 'live' ? new ErasureRegister(`${config.masterKeyFile}.erased`) : undefined,
  });
  return {
    engine,
    config,
    kind,
    clock,
    newMasterKey: masterKey.created ? masterKey.key.toString('base64') : null,
    isEmpty,
    announce: (url) => {
      claim.announce(url);
    },
    async close() {
      await engine.close();
      await database.stop();
      claim.release();
    },
  };
}

/** Whether the log was ever made: its schema is there, and says what it is for. */
async function holdsLog(client: Client): Promise<boolean> {
  const { rows } = await client.query<{ there: boolean }>(
    `select to_regclass ('log.head') is not null as there`,
  );
  if (!rows[0]?.there) return false;
  return (await client.query('select from log.head')).rows.length > 0;
}

async function initialise(
  client: Client,
  kind: LogKind,
): Promise<{ isEmpty: boolean; hasKeys: boolean }> {
  await client.query('select log.initialise($1)', [kind]);
  const { rows } = await client.query<{ empty: boolean; keys: boolean }>(
    `select (select position = 0 from log.head) as empty,
      exists (select from keys.master) as keys`,
  );
  return { isEmpty: rows[0]?.empty ?? true, hasKeys: rows[0]?.keys ?? false };
}

/** Finishes an exchange of the master key that was interrupted; none is under way meanwhile. */
async function settle(
  client: Client,
  file: MasterKeyFile,
  heard: (key: Buffer) => void,
): Promise<void> {
  await waitForLock(client, 'masterKey');
  settleMasterKey(file, await masterKeyInForce(client), heard);
}

/**
 * Throws `StartupError` when none of these master keys is the one in force: what is kept could not
 * be opened, nor anything recorded.
 */
export async function assertMasterKey(
  client: Pick<ClientBase, 'query'>,
  masterKeys: readonly Buffer[],
): Promise<void> {
  const inForce = await masterKeyInForce(client);
  const given = masterKeys.map(masterKeyId);
  if (inForce === null || given.includes(inForce)) return;
  throw new StartupError(
    `What is stored was sealed under the master key ${inForce}, not under the one given ` +
      `(${given.join(', ')}): give that one in ANAMNESIS_MASTER_KEY or its file.`,
  );
}

/** Runs work as the role that may change the schema. Throws `StartupError`. */
async function withClient<T>(
  { admin }: Database,
  work: (client: Client) => Promise<T>,
): Promise<T> {
  const client = new Client(admin);
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await work(client);
  } catch (error) {
    if (error instanceof StartupError) throw error;
    throw new StartupError(`The database cannot be used: ${errorText(error)}.`, { cause: error });
  } finally {
    await client.end();
  }
}
