import { setTimeout as sleep } from 'node:timers/promises';
import { Client, type ClientConfig } from 'pg';
import { tryLock } from './advisory-lock';
import { binaryArray, int4Array, uuidArray } from './binary-array';
import { describeFailure, type Server } from './eventstoredb-client';
import { partsOf, type ServerEvent } from './eventstoredb-event';
import { ServerEvents, type ServerPlace } from './eventstoredb-source';
import type { StoredEvent } from './event-store';
import { IndexSorter, type IndexCommand, type IndexedHead } from './index-batch';
import type { IndexRow } from './index-row';
import { describeError, isRefusal, storeConnection, type StoreLog } from './postgres-settings';

const STANDBY_POLL_MS = 250;
const QUERY_TIMEOUT_MS = 20_000;
/** The wait for events; after it the checkpoint is moved past what is not ours. */
const IDLE_MS = 2_000;
const BATCH_EVENTS_MAX = 2_000;
const RETRY_FIRST_MS = 20;
const RETRY_MAX_MS = 1_000;

export interface IndexerParts {
  readonly app: ClientConfig;
  readonly server: Server;
  readonly prefix: string;
  readonly log: StoreLog;
  /** After each batch that is committed. */
  readonly onIndexed: (rows: readonly IndexRow[], events: readonly StoredEvent[]) => void;
}

/**
 * Gives the events of the server their positions. One process owns this at a time (advisory lock);
 * the checkpoint is the fence. What was not committed is read again from the checkpoint on, by
 * whoever owns it next: nothing is lost or doubled, whenever it is killed.
 */
export class Indexer {
  private stopping = false;
  private running: Promise<void> | null = null;
  private source: ServerEvents | null = null;
  private at: ServerPlace = { commit: -1n, prepare: -1n };
  private wake: (() => void) | null = null;

  constructor(private readonly parts: IndexerParts) {}

  start(): void {
    this.running ??= this.run();
  }

  async stop(): Promise<void> {
    this.stopping = true;
    this.wake?.();
    this.source?.fail(new Error('stopping'));
    await this.running;
  }

  /** Something was recorded and does not come: the subscription is made anew. */
  doubt(): void {
    this.source?.fail(new Error('an entry did not come in time'));
  }

  private isStopping(): boolean {
    return this.stopping;
  }

  private async run(): Promise<void> {
    let delayMs = RETRY_FIRST_MS;
    while (!this.isStopping()) {
      const startedAtMs = performance.now();
      try {
        await this.connectAndOwn();
      } catch (error) {
        const words = { error: describeError(error) };
        if (!this.isStopping()) this.parts.log.warn(words, 'the indexer starts again');
      }
      const lasted = performance.now() - startedAtMs > RETRY_MAX_MS;
      delayMs = lasted ? RETRY_FIRST_MS : Math.min(2 * delayMs, RETRY_MAX_MS);
      await this.pause(delayMs);
    }
  }

  /** One connection's life. */
  private async connectAndOwn(): Promise<void> {
    const settings = { name: 'indexer', queryTimeoutMs: QUERY_TIMEOUT_MS };
    // Flushed by each commit: heads that were answered must not go back when PostgreSQL crashes.
    const client = new Client(storeConnection(this.parts.app, settings));
    client.on('error', (error) => this.source?.fail(error));
    try {
      await client.connect();
      while (!this.isStopping() && !(await tryLock(client, 'index')))
        await this.pause(STANDBY_POLL_MS);
      while (!this.isStopping()) await this.follow(client);
    } finally {
      await client.end().catch(() => undefined);
    }
  }

  /** One subscription's life. Throws what the database says; what the server says is waited out. */
  private async follow(client: Client): Promise<void> {
    const { server, prefix, log } = this.parts;
    this.at = await readCheckpoint(client);
    const headsOf = (streams: readonly string[]) => readHeads(client, streams);
    const sorter = new IndexSorter(prefix, await readParked(client), headsOf);
    const source = new ServerEvents(server, prefix, this.at);
    this.source = source;
    try {
      let rest: ServerEvent[] = [];
      while (!this.isStopping()) {
        const taken = await taking(source);
        if (taken instanceof Error) {
          if (this.isStopping()) return;
          log.warn({ error: describeFailure(taken) }, 'index: subscription lost, made anew');
          await this.pause(RETRY_FIRST_MS + Math.random() * RETRY_FIRST_MS);
          return;
        }
        if (taken.length + rest.length === 0) await this.pass(client, source);
        const all = [...rest, ...taken];
        rest = all;
        for (let from = 0; from < all.length; from += BATCH_EVENTS_MAX) {
          const batch = [...(from === 0 ? [] : rest), ...all.slice(from, from + BATCH_EVENTS_MAX)];
          const sorted = await sorter.sort(batch);
          rest = sorted.rest;
          for (const { stream, version, commit, why } of sorted.broken) {
            log.warn({ stream, version, why }, 'a stream on the server is parked');
            await client.query('select log.park_stream($1, $2, $3, $4)', [
              stream,
              version,
              String(commit),
              why,
            ]);
          }
          if (sorted.to) await this.commit(client, sorter, sorted.commands, sorted.to);
        }
      }
    } finally {
      this.source = null;
      await source.close();
    }
  }

  /** Moves the checkpoint past what the server has looked through, when that is far enough. */
  private async pass(client: Client, source: ServerEvents): Promise<void> {
    const place = source.passed();
    if (place && place.commit > this.at.commit) await this.index(client, [], place);
  }

  private async commit(
    client: Client,
    sorter: IndexSorter,
    commands: readonly IndexCommand[],
    to: ServerPlace,
  ): Promise<void> {
    try {
      await this.index(client, commands, to);
    } catch (error) {
      if (!isRefusal(error) || commands.length === 0) throw error;
      if (commands.length > 1) {
        // One of them is bad and nothing was kept: alone, each shows whether it is that one.
        for (const command of commands)
          await this.commit(client, sorter, [command], endOf(command));
        await this.commit(client, sorter, [], to);
        return;
      }
      const [bad] = commands;
      if (!bad) return;
      sorter.park(bad.stream);
      const { version, commit } = bad.events[0]!;
      const why = describeError(error);
      this.parts.log.warn({ stream: bad.stream, version, why }, 'a stream on the server is parked');
      await client.query('select log.park_stream($1, $2, $3, $4)', [
        bad.stream,
        version,
        String(commit),
        why,
      ]);
      await this.index(client, [], to);
    }
  }

  private async index(
    client: Client,
    commands: readonly IndexCommand[],
    to: ServerPlace,
  ): Promise<void> {
    const { at } = this;
    if (commands.length === 0 && to.commit === at.commit && to.prepare === at.prepare) return;
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
        commands.map(({ clock }) => clock),
        commands.map(({ attempt }) => attempt),
      ],
    });
    this.at = to;
    const indexed = commands.flatMap((command, i) => rowsOf(command, rows[i]));
    if (indexed.length > 0) {
      const stored = events.flatMap(({ event }, i) => storedEvent(event, indexed[i]));
      this.parts.onIndexed(indexed, stored);
    }
  }

  private async pause(ms: number): Promise<void> {
    if (this.isStopping()) return;
    const woken = new Promise<void>((resolve) => {
      this.wake = resolve;
    });
    await Promise.race([sleep(ms, undefined, { ref: false }), woken]);
    this.wake = null;
  }
}

async function taking(source: ServerEvents): Promise<ServerEvent[] | Error> {
  try {
    return await source.take(IDLE_MS);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

function endOf({ events }: IndexCommand): ServerPlace {
  // A command has at least one event.
  const { commit, prepare } = events.at(-1)!;
  return { commit, prepare };
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

async function readCheckpoint(client: Client): Promise<ServerPlace> {
  const { rows } = await client.query<{ commit: number; prepare: number }>(
    `select commit_position as commit, prepare_position as prepare from log.eventstore
      where active`,
  );
  if (!rows[0]) throw new Error('the log is not in EventStoreDB any more');
  return { commit: BigInt(rows[0].commit), prepare: BigInt(rows[0].prepare) };
}

async function readParked(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ stream: string }>('select stream from log.index_parked');
  return rows.map(({ stream }) => stream);
}

async function readHeads(
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
