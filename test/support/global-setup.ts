import { join } from 'node:path';
import { Client } from 'pg';
import type { Config } from 'jest';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../src/platform/embedded-postgres';
import { migrate } from '../../src/platform/migrate';
import { templateName, type RunDatabase } from './database';
import { makeRunDir, removeRunDir, sweepDeadRuns } from './run-postgres';

/** What the run started: read by global-teardown, which Jest loads in the same process. */
declare global {
  var anamnesisTestRun: { runDir: string; postgres: EmbeddedPostgres } | undefined;
}

/**
 * Starts one PostgreSQL for the run, in its own temporary folder, with a migrated template that
 * each spec clones. A failure here is kept for the specs that need a database: specs of pure
 * functions run all the same.
 */
export default async function globalSetup(_: unknown, project: Config): Promise<void> {
  sweepDeadRuns();
  const runDir = makeRunDir();
  const dropEverything = (): void => {
    removeRunDir(runDir);
  };
  process.once('exit', dropEverything);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.once(signal, () => process.exit(130));
  try {
    const postgres = await startEmbeddedPostgres({
      dataDir: join(runDir, 'data'),
      log: { info: () => undefined, warn: console.warn },
      // Nothing of a test run has to survive a power cut.
      settings: { fsync: 'off', full_page_writes: 'off', max_connections: '200' },
    });
    globalThis.anamnesisTestRun = { runDir, postgres };
    await makeTemplate(postgres, join(project.rootDir ?? '.', 'db'));
    const run: RunDatabase = { admin: postgres.admin, app: postgres.app };
    process.env['ANAMNESIS_TEST_DATABASE'] = JSON.stringify(run);
  } catch (error) {
    process.env['ANAMNESIS_TEST_DATABASE_ERROR'] =
      error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
}

async function makeTemplate(postgres: EmbeddedPostgres, dir: string): Promise<void> {
  const client = new Client({ ...postgres.admin, database: 'postgres' });
  await client.connect();
  try {
    await client.query(`create database ${templateName}`);
    await migrate({ ...postgres.admin, database: templateName }, { dir });
    await client.query(`alter database ${templateName} allow_connections false`);
  } finally {
    await client.end();
  }
}
