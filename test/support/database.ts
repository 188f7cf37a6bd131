import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import type { EmbeddedConnection } from '../../src/platform/connection-settings';

/** The migrated database that every test database is a copy of. */
export const templateName = 'template_anamnesis';

/** How to reach the run's PostgreSQL, handed from the global set-up to the specs. */
export interface RunDatabase {
  readonly admin: EmbeddedConnection;
  readonly app: EmbeddedConnection;
}

/** A database of one spec's own, migrated and empty. */
export interface TestDatabase {
  /** Superuser. */
  readonly admin: EmbeddedConnection;
  /** The service's role. */
  readonly app: EmbeddedConnection;
  readonly name: string;
  /** Deletes it, ending connections that are still open. */
  drop(): Promise<void>;
}

/**
 * Clones the template: a real PostgreSQL database with every migration applied.
 * `kind` is what the log's head row says the database is for: only `test` (default) and `demo`
 * take their clock from the caller.
 */
export async function createTestDatabase(
  options: { readonly kind?: 'test' | 'demo' | 'live' } = {},
): Promise<TestDatabase> {
  const { admin, app } = runDatabase();
  const name = `t_${randomBytes(6).toString('hex')}`;
  await asSuperuser('postgres', `create database ${name} template ${templateName}`);
  const database = { admin: { ...admin, database: name }, app: { ...app, database: name }, name };
  // What is granted on a database is not copied with it.
  await asSuperuser(name, `grant create on database ${name} to anamnesis_app`);
  await asSuperuser(name, `select log.initialise('${options.kind ?? 'test'}')`);
  return { ...database, drop: () => asSuperuser('postgres', `drop database ${name} with (force)`) };
}

function runDatabase(): RunDatabase {
  const settings = process.env['ANAMNESIS_TEST_DATABASE'];
  if (settings === undefined)
    throw new Error(
      `There is no test database: ${process.env['ANAMNESIS_TEST_DATABASE_ERROR'] ?? 'not started'}`,
    );
  // Written by the global set-up of this run.
  return JSON.parse(settings) as RunDatabase;
}

async function asSuperuser(database: string, sql: string): Promise<void> {
  const client = new Client({ ...runDatabase().admin, database });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
