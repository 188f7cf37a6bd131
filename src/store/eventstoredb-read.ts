import { setTimeout as sleep } from 'node:timers/promises';
import { FORWARDS } from '@eventstore/db-client';
import { allOf, describeFailure, type Server } from './eventstoredb-client';
import { serverEvent, type ServerEvent } from './eventstoredb-event';
import {
  StoreMisuse,
  Unavailable,
  type ChainedEvent,
  type EventPlace,
  type ReadStreamOptions,
  type StoredEvent,
  type StreamRange,
} from './event-store';
import { storedEvent } from './index-database';
import type { IndexRow } from './index-row';
import type { LogIndex } from './log-index';
import { microsOf } from './memory-log';
import { paged } from './pages';
import { inPortions } from './portions';
import { eventBytes } from './event-bytes';
import type { RecentEvents } from './recent-events';

const VERSION_MAX = 2_147_483_647;
/** Places read at once. */
const PLACES = 5_000;
/** Reads of streams under way at once, for one page. */
const READS_MAX = 8;
const READ_TIMEOUT_MS = 10_000;
const RETRY_DELAYS_MS = [20, 200, 500, 1_000] as const;
const RETRY_AFTER_MS = 2_000;
/** A page of so many runs is first sought in the server's log as a whole. */
const RUNS_FOR_ALL = 16;
/** Strangers' events met for one of ours, before streams are read one by one. */
const STRANGERS_MAX = 3;

/** Reads in the order of the index, with the bytes from the server. */
export class EventStoreReader {
  constructor(
    private readonly server: Server,
    private readonly prefix: string,
    private readonly index: LogIndex,
    private readonly recent: RecentEvents,
  ) {}

  readStream(stream: string, options: ReadStreamOptions = {}): AsyncGenerator<StoredEvent> {
    const { from = 0, to = VERSION_MAX, atPosition = null, direction = 'forward' } = options;
    const forward = direction === 'forward';
    return this.pages((after, limit) => {
      const low = forward && after ? after.version + 1 : from;
      const high = !forward && after ? after.version - 1 : Math.min(to, VERSION_MAX);
      const range = { from: low, to: high, atPosition, forward };
      return this.fetch(this.index.stream(stream, range, limit));
    });
  }

  readStreams(
    streams: readonly string[],
    { atPosition = null }: { readonly atPosition?: number | null } = {},
  ): AsyncGenerator<StoredEvent> {
    return this.pages((after, limit) =>
      this.fetch(this.index.streams(streams, after, atPosition, limit)),
    );
  }

  readAll(options: {
    readonly after: number;
    readonly limit?: number;
  }): AsyncGenerator<StoredEvent> {
    const { after: start, limit: most } = options;
    return this.pages(
      (after, limit) => this.fetch(this.index.all(after?.position ?? start, limit)),
      most,
    );
  }

  readByStream(
    options: StreamRange & { readonly upTo: number },
  ): AsyncGenerator<readonly StoredEvent[]> {
    const { upTo, from = '', before = null } = options;
    const range = { upTo, from, before };
    return inPortions(
      this.pages((after, limit) => this.fetch(this.index.byStream(range, after, limit))),
    );
  }

  /** Goes on where the server lost an event: what is there is still to be proved. */
  readChains({ upTo }: { readonly upTo: number }): AsyncGenerator<readonly ChainedEvent[]> {
    const range = { upTo, from: '', before: null };
    return inPortions(
      this.pages(async (after, limit) => {
        const rows = await this.index.byStream(range, after, limit);
        const found = await this.found(rows);
        return rows.map((row) => found.get(row.position) ?? gone(row));
      }),
    );
  }

  /** From the index: it has the positions, and the log time that goes with them. */
  async *readPlaces({ upTo }: { readonly upTo: number }): AsyncGenerator<readonly EventPlace[]> {
    for (let after = 0; after < upTo;) {
      const rows = await this.index.all(after, Math.min(PLACES, upTo - after));
      const places = rows.filter(({ position }) => position <= upTo).map(placeOf);
      if (places.length > 0) yield places;
      after = rows.at(-1)?.position ?? upTo;
    }
  }

  async readByIds(ids: readonly string[]): Promise<readonly StoredEvent[]> {
    return this.fetch(await this.index.readByIds(ids));
  }

  private pages(
    rows: (after: StoredEvent | null, limit: number) => Promise<readonly StoredEvent[]>,
    limit?: number,
  ): AsyncGenerator<StoredEvent> {
    return paged({ bytesOf: eventBytes, ...(limit === undefined ? {} : { limit }), fetch: rows });
  }

  /** The events of index rows, in their order. Throws `StoreMisuse` when the server lost one. */
  private async fetch(
    asked: Promise<readonly IndexRow[]> | readonly IndexRow[],
  ): Promise<readonly StoredEvent[]> {
    const rows = await asked;
    const found = await this.found(rows);
    return rows.map(({ position, stream, version }) => {
      const event = found.get(position);
      if (event) return event;
      throw new StoreMisuse(`entry ${version} of ${stream} is not on the server any more`);
    });
  }

  /** By position. */
  private async found(rows: readonly IndexRow[]): Promise<ReadonlyMap<number, StoredEvent>> {
    const found = new Map<number, StoredEvent>();
    const missing = rows.filter((row) => {
      const event = this.recent.at(row.position);
      if (event) found.set(row.position, event);
      return !event;
    });
    let runs = runsOf(missing);
    if (runs.length > RUNS_FOR_ALL) {
      await this.retried(() => this.fromAll(missing, found));
      runs = runsOf(missing.filter(({ position }) => !found.has(position)));
    }
    await inParallel(runs, (run) => this.retried(() => this.fromStream(run, found)));
    return found;
  }

  /** Events that lie close together, whatever their streams; as far as strangers are few. */
  private async fromAll(rows: readonly IndexRow[], found: Map<number, StoredEvent>): Promise<void> {
    const wanted = new Map(rows.map((row) => [row.commit, row]));
    const commits = [...wanted.keys()];
    const first = BigInt(Math.min(...commits));
    const last = BigInt(Math.max(...commits));
    let strangers = 0;
    const reading = this.server.client.readAll({
      fromPosition: { commit: first, prepare: first },
      direction: FORWARDS,
      maxCount: (STRANGERS_MAX + 1) * rows.length,
      credentials: this.server.credentials,
    });
    await allOf(reading, READ_TIMEOUT_MS, (resolved) => {
      const event = serverEvent(resolved);
      if (!event) return true;
      const taken = take(event, wanted.get(Number(event.commit)), found);
      if (!taken) strangers += 1;
      return event.commit < last && strangers <= STRANGERS_MAX * rows.length;
    });
  }

  private async fromStream(
    run: readonly IndexRow[],
    found: Map<number, StoredEvent>,
  ): Promise<void> {
    // A run has at least one row.
    const { stream, version } = run[0]!;
    const reading = this.server.client.readStream(`${this.prefix}${stream}`, {
      fromRevision: BigInt(version),
      maxCount: run.length,
      direction: FORWARDS,
      credentials: this.server.credentials,
    });
    await allOf(reading, READ_TIMEOUT_MS, (resolved) => {
      const event = serverEvent(resolved);
      if (event) take(event, run[event.version - version], found);
      return true;
    });
  }

  private async retried(read: () => Promise<void>): Promise<void> {
    for (let tries = 0; ; tries += 1) {
      try {
        await read();
        return;
      } catch (error) {
        const delayMs = RETRY_DELAYS_MS[tries];
        if (delayMs === undefined) {
          throw new Unavailable('the event store does not answer', RETRY_AFTER_MS, {
            cause: new Error(describeFailure(error)),
          });
        }
        await sleep(delayMs);
      }
    }
  }
}

function placeOf({ position, stream, version, loggedAt }: IndexRow): EventPlace {
  return { position, stream, version, loggedAtUs: microsOf(loggedAt) };
}

/** In place of an event that the server lost. */
function gone({ position, stream, version, id, hash, loggedAt }: IndexRow): StoredEvent {
  const nothing = { type: '', header: '', data: '', sealed: null };
  return { position, stream, version, id, hash, loggedAt, ...nothing };
}

/** Keeps an event under the position of its row; false when it is another one. */
function take(
  event: ServerEvent,
  row: IndexRow | undefined,
  found: Map<number, StoredEvent>,
): boolean {
  if (row?.id !== event.id) return false;
  for (const stored of storedEvent(event, row)) found.set(stored.position, stored);
  return true;
}

/** Rows of one stream whose versions follow each other: one read gives them. */
function runsOf(rows: readonly IndexRow[]): IndexRow[][] {
  const runs: IndexRow[][] = [];
  const byStream = new Map<string, IndexRow[]>();
  for (const row of rows) {
    const of = byStream.get(row.stream);
    if (of) of.push(row);
    else byStream.set(row.stream, [row]);
  }
  for (const ofStream of byStream.values()) {
    let run: IndexRow[] = [];
    for (const row of ofStream.sort((a, b) => a.version - b.version)) {
      const before = run.at(-1);
      if (before && row.version !== before.version + 1) {
        runs.push(run);
        run = [];
      }
      run.push(row);
    }
    runs.push(run);
  }
  return runs;
}

async function inParallel<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const queue = items.values();
  const worker = async (): Promise<void> => {
    for (const item of queue) await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(READS_MAX, items.length) }, worker));
}
