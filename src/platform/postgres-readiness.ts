import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, escapeIdentifier, escapeLiteral, type ClientConfig } from 'pg';
import { StartupError, errorCode, errorText } from './startup-error';

/** Recovery after a crash reads up to max_wal_size of log; this is generous on a slow disk. */
const readyTimeoutMs = 120_000;

/**
 * Connects until PostgreSQL answers. `died` gives the reason once the process is gone.
 * Throws `StartupError` when it died, refuses the password, or is not ready in two minutes.
 */
export async function waitUntilReady(
  settings: ClientConfig,
  died: () => string | undefined,
): Promise<void> {
  const giveUpAt = performance.now() + readyTimeoutMs;
  for (let pauseMs = 10; ; pauseMs = Math.min(pauseMs * 1.3, 200)) {
    const client = new Client({ ...settings, connectionTimeoutMillis: 5_000 });
    // A connection cut while it is opened is an error of connect(), and of the client as well.
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      // 28P01 invalid_password; 57P03 (starting up) and a missing socket only mean: not yet.
      if (errorCode(error) === '28P01')
        throw new StartupError(
          "PostgreSQL refuses the password in postgres.json: it does not belong to this folder's data.",
        );
      const reason = died();
      if (reason !== undefined) throw new StartupError(`PostgreSQL did not start: ${reason}`);
      if (performance.now() > giveUpAt)
        throw new StartupError(
          `PostgreSQL was not ready in ${readyTimeoutMs / 1000} s: ${errorText(error)}`,
        );
      await sleep(pauseMs);
    }
  }
}

/** Creates the service's login role and its database, where they are missing. */
export async function ensureRoleAndDatabase(
  superuser: ClientConfig,
  app: { readonly user: string; readonly password: string; readonly database: string },
): Promise<void> {
  const client = new Client(superuser);
  client.on('error', () => undefined);
  await client.connect();
  try {
    const role = escapeIdentifier(app.user);
    const database = escapeIdentifier(app.database);
    const found = await client.query<{ role: boolean; database: boolean }>(
      `select exists (select from pg_roles where rolname = $1) as role,
              exists (select from pg_database where datname = $2) as database`,
      [app.user, app.database],
    );
    if (!found.rows[0]?.role)
      await client.query(`create role ${role} login password ${escapeLiteral(app.password)}`);
    if (found.rows[0]?.database) return;
    await client.query(`create database ${database}`);
    await client.query(`revoke all on database ${database} from public`);
    await client.query(`grant connect, temporary on database ${database} to ${role}`);
  } finally {
    await client.end();
  }
}

/** The last words of PostgreSQL's log: why it died. */
export function lastLogLine(file: string): string {
  if (!existsSync(file)) return 'it left no log';
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  const said = lines.findLast((line) => /FATAL|PANIC|error/.test(line)) ?? lines.at(-1);
  return said ?? 'it left no log';
}
