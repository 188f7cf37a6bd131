import { existsSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { join, parse } from 'node:path';
import { Client } from 'pg';
import type { ConnectionSettings } from './connection-settings';
import { StartupError, errorText } from './startup-error';

/** Beside `src` and `dist` alike. */
export const migrationsDir = join(__dirname, '..', '..', 'db');

/**
 * Brings a database to this version's schema: runs the files `NNNN-name.sql` that it has not seen,
 * in the order of their numbers, all in one transaction, under an advisory lock that a second
 * service waits for. `admin` must own the database. Returns the names that were run.
 * Throws `StartupError` when a file fails, or when the database is newer than this version.
 */
export async function migrate(
  admin: ConnectionSettings,
  options: { readonly dir?: string } = {},
): Promise<string[]> {
  const dir = options.dir ?? migrationsDir;
  if (!existsSync(dir)) throw new StartupError(`The folder of migrations, ${dir}, is missing.`);
  const client = new Client(admin);
  client.on('error', () => undefined);
  await client.connect();
  try {
    await refuseLaterVersion(client, dir);
    // The package is an ES module only, which CommonJS sources may import at run time alone.
    const { runner } = await import('node-pg-migrate');
    const run = await runner({
      dbClient: client,
      dir,
      direction: 'up',
      singleTransaction: true,
      migrationsTable: 'schema_migration',
      migrationsSchema: 'public',
      // The folder also holds the dump of the schema; only numbered files are migrations.
      ignorePattern: '(?!\\d{4}-).*',
      advisoryLockMode: 'wait',
      migrationLoaderStrategies: [{ extensions: ['.sql'], loader: plainSql }],
      logger: { debug: silent, info: silent, warn: silent, error: silent },
    });
    return run.map(({ name }) => name);
  } catch (error) {
    if (error instanceof StartupError) throw error;
    throw new StartupError(`The database could not be migrated: ${errorText(error)}`, {
      cause: error,
    });
  } finally {
    await client.end();
  }
}

/** An older version on newer data would misread them. */
async function refuseLaterVersion(client: Client, dir: string): Promise<void> {
  const { rows: tables } = await client.query<{ name: string | null }>(
    `select to_regclass('public.schema_migration') as name`,
  );
  if (!tables[0]?.name) return;
  const known = (await readdir(dir)).map((file) => parse(file).name);
  const { rows } = await client.query<{ name: string }>(
    'select name from public.schema_migration where name <> all ($1) order by name limit 1',
    [known],
  );
  if (rows[0])
    throw new StartupError(
      `The database went through ${rows[0].name}, which this version does not know: ` +
        'it was written by a later version of Anamnesis, so start that one.',
    );
}

/**
 * Runs a file as it stands. A file may work as another role (objects belong to it); what the
 * runner writes afterwards, the note that it ran, is written as ourselves again.
 */
function plainSql(files: string[]) {
  return Promise.all(
    files.map(async (file) => {
      const sql = await readFile(file, 'utf8');
      const up = (migration: { sql(text: string): unknown }): void => {
        migration.sql(sql);
        migration.sql('reset role; reset search_path;');
      };
      return { id: file, filePaths: [file], actions: { up, down: false as const } };
    }),
  );
}

function silent(): void {
  // What was run is returned and what failed is thrown.
}
