import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import type { ConnectionSettings } from '../src/platform/connection-settings';
import { startEmbeddedPostgres } from '../src/platform/embedded-postgres';
import { migrate } from '../src/platform/migrate';

/** The references take a connection for each of up to 64 writers; the service never does. */
const CONNECTIONS_MAX = '100';

/** A PostgreSQL of the bench's own, else set as the service sets it: durable, fsync on. */
export interface BenchServer {
  readonly admin: ConnectionSettings;
  readonly app: ConnectionSettings;
  stop(): Promise<void>;
}

export async function startBenchServer(): Promise<BenchServer> {
  const dataDir = mkdtempSync(join(tmpdir(), 'anamnesis-bench-'));
  const log = { info: () => undefined, warn: (text: string) => process.stderr.write(`${text}\n`) };
  const postgres = await startEmbeddedPostgres({
    dataDir,
    log,
    settings: { max_connections: CONNECTIONS_MAX },
  });
  await migrate(postgres.admin);
  await asAdmin(postgres.admin, `select log.initialise('test')`);
  return {
    admin: postgres.admin,
    app: postgres.app,
    async stop() {
      await postgres.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

export async function asAdmin(admin: ConnectionSettings, sql: string): Promise<void> {
  const client = new Client(admin);
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

/**
 * Empties the log, the keys and the read models (only a superuser with the log's triggers off can),
 * for the next row of the table.
 */
export async function emptyLog(admin: ConnectionSettings): Promise<void> {
  await asAdmin(
    admin,
    `set session_replication_role = replica;
     truncate log.event, log.log_index, log.eventstore, log.index_parked, log.unindexed,
       log.index_trusted,
       keys.person_key, keys.master, keys.erased; drop schema if exists read cascade;
     update log.head set position = 0, logged_at = 'epoch', floor = 'epoch'`,
  );
}
