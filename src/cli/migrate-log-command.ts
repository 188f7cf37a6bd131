import type { Config } from '../platform/config';
import { claimDataDir } from '../platform/data-dir-claim';
import { openDatabase } from '../platform/database';
import { migrate } from '../platform/migrate';
import { prepareDataDir } from '../platform/postgres-cluster';
import { StoreMisuse } from '../store/event-store';
import { moveLog, type LogHome } from '../store/migrate-log';
import { CommandFailed, EXIT, UsageError, type ExitCode } from './exit-codes';
import { withProgress } from './progress';

export interface MigrateLogOptions {
  readonly to: LogHome;
  readonly json: boolean;
}

/** `anamnesis migrate-log --to eventstoredb|postgres`: while no service runs on the log. */
export async function migrateLogCommand(
  config: Config,
  { to, json }: MigrateLogOptions,
): Promise<ExitCode> {
  const { eventStoreUrl: url } = config;
  if (url === undefined) throw new UsageError('EVENTSTORE_URL must say where the server is.');
  await prepareDataDir(config.dataDir);
  const claim = claimDataDir(config.dataDir);
  const silent = { info: () => undefined, warn: () => undefined };
  try {
    const database = await openDatabase(config, silent);
    try {
      await migrate(database.admin);
      const { admin, app } = database;
      const result = await withProgress('Copying', (onProgress) =>
        moveLog({ admin, app, url, to, onProgress }),
      );
      const { copied, verification } = result;
      const home = to === 'postgres' ? 'PostgreSQL: unset EVENTSTORE_URL' : 'EventStoreDB';
      const text =
        `Copied ${copied} events. Intact: ${verification.events} events in ` +
        `${verification.streams} streams. The log is in ${home}.`;
      process.stdout.write(`${json ? JSON.stringify(result, null, 2) : text}\n`);
      return EXIT.ok;
    } finally {
      await database.stop();
    }
  } catch (error) {
    if (error instanceof StoreMisuse)
      throw new CommandFailed(`Nothing was switched: ${error.message}.`);
    throw error;
  } finally {
    claim.release();
  }
}
