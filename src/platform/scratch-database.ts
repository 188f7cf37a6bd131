import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EmbeddedConnection, PlatformLog } from './connection-settings';
import { startEmbeddedPostgres } from './embedded-postgres';
import { migrate } from './migrate';

/**
 * Gives `work` a migrated, empty database in a PostgreSQL that exists only meanwhile, in the
 * system's temporary folder and without flushing to disk: for generators, never for data.
 */
export async function withScratchDatabase<T>(
  log: PlatformLog,
  work: (admin: EmbeddedConnection) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'anamnesis-scratch-'));
  try {
    const postgres = await startEmbeddedPostgres({
      dataDir: join(folder, 'data'),
      log,
      settings: { fsync: 'off' },
    });
    try {
      await migrate(postgres.admin);
      return await work(postgres.admin);
    } finally {
      await postgres.stop();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
