import type { Client } from 'pg';
import { binaryArray, int4Array, uuidArray } from './binary-array';
import { partsOf, type ServerEvent } from './eventstoredb-event';
import type { ServerPlace } from './eventstoredb-source';
import type { Head, StoredEvent } from './event-store';
import type { Broken, IndexCommand, IndexedHead } from './index-batch';
import type { IndexRow } from './index-row';

/* What the owner of the index says to PostgreSQL. Errors are those of the connection. */

export interface IndexStart {
  /** Up to here the server's log is indexed. */
  readonly at: ServerPlace;
  readonly kind: Head['kind'];
  /** Whether all that was ever indexed is there: not after PostgreSQL has crashed. */
  readonly isTrusted: boolean;
}

export async function readStart(client: Client): Promise<IndexStart> {
  const { rows } = await client.query<{
    commit: number;
    prepare: number;
    kind: Head['kind'];
    isTrusted: boolean;
  }>(
    `select s.commit_position as commit, s.prepare_position as prepare, h.kind,
        log.is_index_trusted() as "isTrusted"
      from log.eventstore s, log.head h where s.active`,
  );
  if (!rows[0]) throw new Error('the log is not in EventStoreDB any more');
  const { commit, prepare, kind, isTrusted } = rows[0];
  return { at: { commit: BigInt(commit), prepare: BigInt(prepare) }, kind, isTrusted };
}

/** All that the server had when it was asked is indexed. */
export async function trustIndex(client: Client): Promise<void> {
  await client.query('select log.trust_index()');
}

/** Streams that are parked, and from which version on. */
export async function readParked(client: Client): Promise<ReadonlyMap<string, number>> {
  const { rows } = await client.query<{ stream: string; version: number }>(
    'select stream, version from log.index_parked',
  );
  return new Map(rows.map(({ stream, version }) => [stream, version]));
}

export async function parkStream(client: Client, broken: Broken): Promise<void> {
  const { stream, version, commit, why } = broken;
  const values = [stream, version, String(commit), why];
  await client.query('select log.park_stream($1, $2, $3, $4)', values);
}

export async function readHeads(
  client: Client,
  streams: readonly string[],
): Promise<ReadonlyMap<string, IndexedHead>> {
  const { rows } = await client.query<IndexedHead & { stream: string }>({
    name: 'indexed-heads',
    text: `select s.stream, h.version, h.hash from unnest($1::text[]) s (stream)
      cross join lateral (
        select i.version, i.hash from log.log_index i
        where i.stream = s.stream collate "C" order by i.version desc limit 1
      ) h`,
    values: [streams],
  });
  return new Map(rows.map(({ stream, version, hash }) => [stream, { version, hash }]));
}

/** Whose clock logs a command: the server's in a live log, else the caller's where it gave one. */
function clockOf({ clock, createdAt }: IndexCommand, kind: Head['kind']): string {
  return kind === 'live' ? createdAt : (clock ?? createdAt);
}

/**
 * Gives commands the next positions and moves the checkpoint, in one transaction; answers a row for
 * each event. Fails with serialization_failure when the checkpoint is not at `at`.
 */
export async function indexEvents(
  client: Client,
  { at, kind }: Pick<IndexStart, 'at' | 'kind'>,
  commands: readonly IndexCommand[],
  to: ServerPlace,
): Promise<readonly IndexRow[]> {
  const events = commands.flatMap((c, i) =>
    c.events.map((event) => ({ event, stream: c.stream, command: i + 1 })),
  );
  const { rows } = await client.query<{ first_position: number; logged_at: string }>({
    name: 'index',
    text: 'select * from log.index_events($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13)',
    values: [
      String(at.commit),
      String(at.prepare),
      String(to.commit),
      String(to.prepare),
      int4Array(events.map(({ command }) => command)),
      binaryArray(
        'text',
        events.map(({ stream }) => stream),
      ),
      int4Array(events.map(({ event }) => event.version)),
      uuidArray(events.map(({ event }) => event.id)),
      binaryArray(
        'bytea',
        events.map(({ event }) => Buffer.from(event.facts?.hash ?? '', 'hex')),
      ),
      events.map(({ event }) => String(event.commit)),
      events.map(({ event }) => String(event.prepare)),
      commands.map((command) => clockOf(command, kind)),
      commands.map(({ attempt }) => attempt),
    ],
  });
  return commands.flatMap((command, i) => rowsOf(command, rows[i]));
}

function rowsOf(
  { events, stream, attempt }: IndexCommand,
  placed: { first_position: number; logged_at: string } | undefined,
): IndexRow[] {
  if (!placed) return [];
  return events.map((event, i) => ({
    position: placed.first_position + i,
    commit: Number(event.commit),
    stream,
    version: event.version,
    id: event.id,
    hash: Buffer.from(event.facts?.hash ?? '', 'hex'),
    loggedAt: placed.logged_at,
    size: events.length,
    attempt: i === 0 ? attempt : null,
  }));
}

/** Its parts as they were hashed; none when they are not framed so. */
export function storedEvent(event: ServerEvent, row: IndexRow | undefined): StoredEvent[] {
  const parts = row && partsOf(event.body);
  if (!parts) return [];
  const { position, stream, version, id, hash, loggedAt } = row;
  return [{ position, stream, version, id, type: event.type, ...parts, hash, loggedAt }];
}
