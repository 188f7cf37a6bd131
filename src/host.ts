import { Client } from 'pg';
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

/** What a database is for: written once into the log, never changed. */
export type LogKind = 'live' | 'demo' | 'test';

export interface HostOptions {
  readonly config: Config;
  readonly kind: LogKind;
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
  const { config, log } = options;
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
  { config, kind, log }: HostOptions,
  claim: DataDirClaim,
  database: Database,
): Promise<Host> {
  await migrate(database.admin);
  const { isEmpty, hasKeys } = await initialise(database, kind);
  const masterKey = loadMasterKey(config, { create: isEmpty && !hasKeys });
  const clock = new DemoClock();
  const { app } = database;
  const engine = await openEngine({ app, masterKey: masterKey.key, clock, log });
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

async function initialise(
  database: Database,
  kind: LogKind,
): Promise<{ isEmpty: boolean; hasKeys: boolean }> {
  const client = new Client(database.admin);
  await client.connect();
  try {
    await client.query('select log.initialise($1)', [kind]);
    const { rows } = await client.query<{ empty: boolean; keys: boolean }>(
      `select (select position = 0 from log.head) as empty,
        exists (select from keys.person_key) as keys`,
    );
    return { isEmpty: rows[0]?.empty ?? true, hasKeys: rows[0]?.keys ?? false };
  } catch (error) {
    throw new StartupError(`The database cannot be used: ${errorText(error)}.`, { cause: error });
  } finally {
    await client.end();
  }
}
