import { Client, type ClientConfig } from 'pg';
import { tryLock } from './advisory-lock';
import { verifyLog, type Verification } from './chain';
import { copyToPostgres, copyToServer } from './migrate-copy';
import { openEventStoreDb } from './eventstoredb';
import { StoreMisuse, type EventStore } from './event-store';
import { openPostgresStore } from './postgres';

export type LogHome = 'eventstoredb' | 'postgres';

export interface MoveResult {
  readonly to: LogHome;
  /** Events that were not there yet. */
  readonly copied: number;
  readonly verification: Verification;
}

/**
 * Moves a log from PostgreSQL to EventStoreDB or back, each event with its position and log time.
 * The copy is verified by the chain before anything is switched; until then, and when it fails, the
 * log is where it was. What an interrupted run copied is not copied again. Old events stay where
 * they were, unused.
 *
 * `admin` may act as the log's owner. Throws `StoreMisuse` when the log is there already, when a
 * service indexes it, or when the copy is not intact.
 */
export async function moveLog(options: {
  readonly admin: ClientConfig;
  readonly app: ClientConfig;
  readonly url: string;
  readonly to: LogHome;
  readonly onProgress?: (done: number, of: number) => void;
}): Promise<MoveResult> {
  const { admin, app, url, to, onProgress } = options;
  const client = new Client(admin);
  client.on('error', () => undefined);
  await client.connect();
  try {
    await assertIdle(client);
    await client.query('set role anamnesis_log');
    const { prefix, active } = await place(client);
    if (active === (to === 'eventstoredb')) throw new StoreMisuse(`this log is in ${to} already`);
    let copied = 0;
    for (;;) {
      const job = { client, app, url, prefix, onProgress: onProgress ?? (() => undefined) };
      copied += to === 'eventstoredb' ? await copyToServer(job) : await copyToPostgres(job);
      const store = await opened(to, app, url);
      const verification = await verifyLog(store).finally(() => store.close());
      if (!verification.intact)
        throw new StoreMisuse('the copy is not intact: nothing was switched');
      if (await switched(client, to, verification.events)) return { to, copied, verification };
    }
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Held to the end, so that no service begins to meanwhile. */
async function assertIdle(client: Client): Promise<void> {
  for (const lock of ['index', 'projector', 'conformance'] as const) {
    if (await tryLock(client, lock)) continue;
    throw new StoreMisuse('a service works on this log: stop it first');
  }
}

/** Where the log is, and the prefix of its streams on the server, drawn when it has none. */
async function place(client: Client): Promise<{ prefix: string; active: boolean }> {
  const { rows } = await client.query<{ prefix: string; active: boolean }>(
    'select prefix, active from log.eventstore',
  );
  if (rows[0]) return rows[0];
  const made = await client.query<{ prefix: string; active: boolean }>(
    `insert into log.eventstore (prefix, active)
      values ('anamnesis_' || left(replace(gen_random_uuid()::text, '-', ''), 12) || '.', false)
      returning prefix, active`,
  );
  // The insert gives one row.
  return made.rows[0]!;
}

function opened(to: LogHome, app: ClientConfig, url: string): Promise<EventStore> {
  return to === 'eventstoredb'
    ? openEventStoreDb({ app, url, readOnly: true })
    : openPostgresStore({ app });
}

/** False when the log has grown meanwhile: then the rest is copied first. */
async function switched(client: Client, to: LogHome, events: number): Promise<boolean> {
  await client.query('begin');
  const { rows } = await client.query<{ position: string }>(
    'select position from log.head for no key update',
  );
  if (Number(rows[0]?.position) !== events) {
    await client.query('rollback');
    return false;
  }
  await client.query('update log.eventstore set active = $1', [to === 'eventstoredb']);
  // A service that still runs with the other setting must not begin a second log.
  const right = to === 'eventstoredb' ? 'revoke execute on' : 'grant execute on';
  const whom = to === 'eventstoredb' ? 'from' : 'to';
  await client.query(`${right} function log.append ${whom} anamnesis_app`);
  await client.query('commit');
  return true;
}
