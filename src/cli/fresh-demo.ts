import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { openHost } from '../host';
import type { Config } from '../platform/config';
import { commandLog } from './open-engine';
import { UsageError } from './exit-codes';

/** What a demo puts into its data folder; the master key beside it stays and is used again. */
const DEMO_FILES = [
  'postgres',
  'postgres.new',
  'postgres.json',
  'postgres.log',
  'postgres.log.1',
  'demo-issuer.json',
  'demo-complete',
];

/**
 * Deletes the demo of a data folder, so that the next start makes a new one. The log itself says
 * first whether it is a demo: throws `StartupError` when it is not, or when a service uses it.
 */
export async function deleteDemo(config: Config): Promise<void> {
  if (config.databaseUrl !== undefined) {
    throw new UsageError('--fresh is for the embedded database: empty your own by its own means.');
  }
  if (!existsSync(join(config.dataDir, 'postgres'))) return;
  const host = await openHost({ config, kind: 'demo', log: commandLog() });
  await host.close();
  for (const name of DEMO_FILES) {
    rmSync(join(config.dataDir, name), { recursive: true, force: true });
  }
}
