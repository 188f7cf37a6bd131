import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client, ClientConfig } from 'pg';
import { ZERO_HASH } from './chain';
import { AppendCalls } from './eventstoredb-calls';
import { failureOf, reachServer, type Server } from './eventstoredb-client';
import { eventsOf, type ServerEvent } from './eventstoredb-event';
import { ServerEvents } from './eventstoredb-source';
import { openEventStoreDb } from './eventstoredb';
import { StoreMisuse, type StoredEvent } from './event-store';
import { openPostgresStore } from './postgres';

export interface CopyJob {
  /** As the log's owner. */
  readonly client: Client;
  readonly app: ClientConfig;
  readonly url: string;
  readonly prefix: string;
  readonly onProgress: (done: number, of: number) => void;
}

const IN_FLIGHT_MAX = 16;
const CHUNK_EVENTS = 1_000;
const CALL_TIMEOUT_MS = 10_000;
const TRIES_MAX = 5;
const QUIET_MS = 30_000;

/**
 * Copies what is in `log.event` and not yet indexed: appends it with the same ids at the same
 * versions, which done twice is done once, then indexes what the server has, matched by id.
 */
export async function copyToServer({
  client,
  app,
  url,
  prefix,
  onProgress,
}: CopyJob): Promise<number> {
  const known = await numberOf(client, 'select coalesce(max(seq), 0) as n from log.log_index');
  const head = await numberOf(client, 'select position as n from log.head');
  if (head === known) return 0;
  const server = reachServer(url);
  const calls = new AppendCalls(server);
  const store = await openPostgresStore({ app });
  try {
    let commands: StoredEvent[][] = [];
    let held = 0;
    for await (const event of store.readAll({ after: known, limit: head - known })) {
      const last = commands.at(-1);
      const before = last?.at(-1);
      // Of one command: one stream, one log time, one after the other.
      if (last && before?.stream === event.stream && before.loggedAt === event.loggedAt)
        last.push(event);
      else commands.push([event]);
      held += 1;
      if (held >= CHUNK_EVENTS && before?.loggedAt !== event.loggedAt) {
        const next = commands.pop();
        await sendAll(calls, prefix, commands);
        commands = next ? [next] : [];
        held = next?.length ?? 0;
        onProgress(event.position, head);
      }
    }
    await sendAll(calls, prefix, commands);
    await indexCopies(client, server, prefix, known, head);
    return head - known;
  } finally {
    calls.close();
    await Promise.all([store.close(), server.close()]);
  }
}

/** Streams side by side, the commands of one in their order. */
async function sendAll(
  calls: AppendCalls,
  prefix: string,
  commands: readonly StoredEvent[][],
): Promise<void> {
  const streams = new Map<string, StoredEvent[][]>();
  for (const command of commands) {
    const stream = command[0]?.stream ?? '';
    streams.set(stream, [...(streams.get(stream) ?? []), command]);
  }
  const queue = streams.values();
  const worker = async (): Promise<void> => {
    for (const ofStream of queue) for (const one of ofStream) await send(calls, prefix, one);
  };
  await Promise.all(Array.from({ length: IN_FLIGHT_MAX }, worker));
}

async function send(
  calls: AppendCalls,
  prefix: string,
  events: readonly StoredEvent[],
): Promise<void> {
  // A command has at least one event.
  const { stream, version } = events[0]!;
  const expected = version === 0 ? ('none' as const) : version - 1;
  const sent = eventsOf({ stream, expected, prevHash: ZERO_HASH, events }, randomUUID());
  for (let tries = 1; ; tries += 1) {
    try {
      await calls.append(`${prefix}${stream}`, expected, sent, CALL_TIMEOUT_MS);
      return;
    } catch (error) {
      const { kind } = failureOf(error);
      if (kind === 'version') throw new StoreMisuse(`the server has another ${stream}`);
      if (kind === 'size') {
        throw new StoreMisuse('a command is larger than EVENTSTORE_MAX_APPEND_SIZE allows');
      }
      if (tries === TRIES_MAX) throw error;
      await sleep(200 * tries);
    }
  }
}

/** Follows the server until each event up to the head has its row, with its own position. */
async function indexCopies(
  client: Client,
  server: Server,
  prefix: string,
  known: number,
  head: number,
): Promise<void> {
  const { rows } = await client.query<{ commit: string; prepare: string }>(
    'select commit_position as commit, prepare_position as prepare from log.eventstore',
  );
  const after = { commit: BigInt(rows[0]?.commit ?? -1), prepare: BigInt(rows[0]?.prepare ?? -1) };
  const source = new ServerEvents(server, prefix, after);
  try {
    for (let indexed = known; indexed < head;) {
      const events = await source.take(QUIET_MS);
      const last = events.at(-1);
      if (!last) throw new StoreMisuse('the server does not have what was copied to it');
      indexed += await indexChunk(client, prefix, events);
      await client.query('update log.eventstore set commit_position = $1, prepare_position = $2', [
        String(last.commit),
        String(last.prepare),
      ]);
    }
  } finally {
    await source.close();
  }
}

async function indexChunk(
  client: Client,
  prefix: string,
  events: readonly ServerEvent[],
): Promise<number> {
  const { rowCount } = await client.query(
    `insert into log.log_index (seq, commit_position, prepare_position, stream, version, id, hash,
        logged_at, size, attempt)
      select e.seq, s.commit, s.prepare, e.stream, e.version, e.id, e.hash, e.logged_at, s.size,
        s.attempt
      from unnest($1::uuid[], $2::text[], $3::int[], $4::bytea[], $5::bigint[], $6::bigint[],
        $7::int[], $8::uuid[]) s (id, stream, version, hash, commit, prepare, size, attempt)
      join log.event e on e.id = s.id and e.stream = s.stream and e.version = s.version
        and e.hash = s.hash
      on conflict do nothing`,
    [
      events.map(({ id }) => id),
      events.map(({ stream }) => stream.slice(prefix.length)),
      events.map(({ version }) => version),
      events.map(({ facts }) => Buffer.from(facts?.hash ?? '', 'hex')),
      events.map(({ commit }) => String(commit)),
      events.map(({ prepare }) => String(prepare)),
      events.map(({ facts }) => facts?.size ?? 1),
      events.map(({ facts }) => (facts?.index === 0 ? facts.attempt : null)),
    ],
  );
  return rowCount ?? 0;
}

/** Copies what is indexed and not yet in `log.event`, with its position and log time. */
export async function copyToPostgres({ client, app, url, onProgress }: CopyJob): Promise<number> {
  const known = await numberOf(client, 'select coalesce(max(seq), 0) as n from log.event');
  const head = await numberOf(client, 'select position as n from log.head');
  const store = await openEventStoreDb({ app, url, readOnly: true });
  try {
    let chunk: StoredEvent[] = [];
    for await (const event of store.readAll({ after: known })) {
      chunk.push(event);
      if (chunk.length < CHUNK_EVENTS) continue;
      await insert(client, chunk);
      onProgress(event.position, head);
      chunk = [];
    }
    await insert(client, chunk);
    return head - known;
  } finally {
    await store.close();
  }
}

async function insert(client: Client, events: readonly StoredEvent[]): Promise<void> {
  if (events.length === 0) return;
  await client.query(
    `insert into log.event (seq, stream, version, id, type, header, data, sealed, hash, logged_at)
      select * from unnest($1::bigint[], $2::text[], $3::int[], $4::uuid[], $5::text[],
        $6::json[], $7::json[], $8::bytea[], $9::bytea[], $10::timestamptz[])`,
    [
      events.map(({ position }) => position),
      events.map(({ stream }) => stream),
      events.map(({ version }) => version),
      events.map(({ id }) => id),
      events.map(({ type }) => type),
      events.map(({ header }) => header),
      events.map(({ data }) => data),
      events.map(({ sealed }) => sealed),
      events.map(({ hash }) => hash),
      events.map(({ loggedAt }) => loggedAt),
    ],
  );
}

async function numberOf(client: Client, sql: string): Promise<number> {
  const { rows } = await client.query<{ n: string }>(sql);
  return Number(rows[0]?.n ?? 0);
}
