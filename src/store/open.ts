import type { ClientConfig } from 'pg';
import { Client } from 'pg';
import { StoreMisuse, Unavailable, type EventStore } from './event-store';
import { openEventStoreDb } from './eventstoredb';
import { openPostgresStore } from './postgres';
import { describeError, type StoreLog } from './postgres-settings';

/** Where a log is: its database, and the server that holds its bytes when they are not in there. */
export interface LogPlace {
  readonly app: ClientConfig;
  /** `esdb://…`; absent: the log is in the database. */
  readonly eventStoreUrl?: string | undefined;
}

/**
 * Opens the log where it is. Throws `StoreMisuse` when it is in the other place: it would seem
 * empty, and two logs would begin.
 */
export async function openStore(
  place: LogPlace,
  options: { readonly log?: StoreLog; readonly readOnly?: boolean } = {},
): Promise<EventStore> {
  const { app, eventStoreUrl: url } = place;
  if (url !== undefined) return openEventStoreDb({ app, url, ...options });
  if (await isElsewhere(app)) {
    throw new StoreMisuse(
      'this log is in EventStoreDB: set EVENTSTORE_URL, or move it by anamnesis migrate-log',
    );
  }
  return openPostgresStore({ app, ...(options.log ? { log: options.log } : {}) });
}

async function isElsewhere(app: ClientConfig): Promise<boolean> {
  const client = new Client(app);
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query('select from log.eventstore where active');
    return rows.length > 0;
  } catch (error) {
    throw new Unavailable('the event store does not answer', 2_000, {
      cause: new Error(describeError(error)),
    });
  } finally {
    await client.end().catch(() => undefined);
  }
}
