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
import { migrate } from './platform/migrate';
import { prepareDataDir } from './platform/postgres-cluster';
import { errorText, StartupError } from './platform/startup-error';
import { otherMasterKeyId } from './store/key-store';
import { masterKeyId } from './store/sealing';

/** What a database is for: written once into the log, never changed. */
export type LogKind = 'live' | 'demo' | 'test';

export interface HostOptions {
  readonly config: Config;
  readonly kind: LogKind;
  /** Refuse to make a log where there is none: for what only reads. Absent: one is made. */
  readonly mustExist?: boolean;
  readonly log: EngineLog & { info(facts: object, message: string): void };
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
  { config, kind, log, mustExist = false }: HostOptions,
  claim: DataDirClaim,
  database: Database,
): Promise<Host> {
  if (mustExist && !(await withClient(database, holdsLog))) throw noLog(config);
  await migrate(database.admin);
  const { isEmpty, hasKeys } = await withClient(database, (client) => initialise(client, kind));
  const masterKey = loadMasterKey(config, { create: isEmpty && !hasKeys });
  await withClient(database, (client) => assertMasterKey(client, masterKey.key));
  const clock = new DemoClock();
  const { app } = database;
  const { eventStoreUrl } = config;
  const engine = await openEngine({ app, eventStoreUrl, masterKey: masterKey.key, clock, log });
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
      exists (select from keys.person_key) as keys`,
  );
  return { isEmpty: rows[0]?.empty ?? true, hasKeys: rows[0]?.keys ?? false };
}

/**
 * Throws `StartupError` when something that is kept was sealed under another master key: what is
 * recorded under the wrong one could not be opened with the right one later.
 */
export async function assertMasterKey(
  client: Pick<ClientBase, 'query'>,
  masterKey: Buffer,
): Promise<void> {
  const other = await otherMasterKeyId(client, masterKey);
  if (other === null) return;
  throw new StartupError(
    `What is stored was sealed under the master key ${other}, not under the one given ` +
      `(${masterKeyId(masterKey)}): give that one in ANAMNESIS_MASTER_KEY or its file.`,
  );
}

/** Runs work as the role that may change the schema. Throws `StartupError`. */
async function withClient<T>(
  { admin }: Database,
  work: (client: Client) => Promise<T>,
): Promise<T> {
  const client = new Client(admin);
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
