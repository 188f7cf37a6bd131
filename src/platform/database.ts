import { Client } from 'pg';
import type { Config } from './config';
import type { ConnectionSettings, PlatformLog } from './connection-settings';
import { startEmbeddedPostgres } from './embedded-postgres';
import { StartupError, errorText } from './startup-error';

/** The database the service works on, embedded or given. */
export interface Database {
  /** May change the schema: for migration only. */
  readonly admin: ConnectionSettings;
  /** The service's role. */
  readonly app: ConnectionSettings;
  /** Whether an embedded PostgreSQL was found running and taken over. */
  readonly adopted: boolean;
  /** Stops the embedded PostgreSQL; a server of the operator's own is left alone. */
  stop(): Promise<void>;
}

/** PostgreSQL 15 took the right to create in `public` from everyone, which the roles rely on. */
const versionMin = 150_000;

/**
 * Opens the database named by DATABASE_URL, or else starts the embedded one in the data folder
 * (claim the folder first). Throws `StartupError` when it cannot be reached or is too old.
 */
export async function openDatabase(
  config: Pick<Config, 'dataDir' | 'databaseUrl' | 'databaseAdminUrl'>,
  log: PlatformLog,
): Promise<Database> {
  const { databaseUrl, databaseAdminUrl, dataDir } = config;
  if (databaseUrl === undefined) return startEmbeddedPostgres({ dataDir, log });
  const app = { connectionString: databaseUrl };
  const admin = { connectionString: databaseAdminUrl ?? databaseUrl };
  await checkServer('DATABASE_URL', app);
  if (databaseAdminUrl !== undefined) await checkServer('DATABASE_ADMIN_URL', admin);
  return { admin, app, adopted: false, stop: () => Promise.resolve() };
}

async function checkServer(variable: string, settings: ConnectionSettings): Promise<void> {
  const client = new Client({ ...settings, connectionTimeoutMillis: 10_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ number: number; version: string }>(
      `select current_setting('server_version_num')::int as number,
              current_setting('server_version') as version`,
    );
    const [server] = rows;
    if (server && server.number >= versionMin) return;
    throw new StartupError(
      `The server of ${variable} is PostgreSQL ${server?.version ?? 'unknown'}: it must be 15 or later.`,
    );
  } catch (error) {
    if (error instanceof StartupError) throw error;
    throw new StartupError(`The server of ${variable} cannot be used: ${errorText(error)}.`);
  } finally {
    await client.end().catch(() => undefined);
  }
}
