import { LRUCache } from 'lru-cache';
import type { Client } from 'pg';
import { LEFT_OUT } from '../domain/effective';
import type { AnyReadModel } from '../projections/read-model';
import type { ClearEvent, EventStore, StoredEvent } from '../store/event-store';
import { park, readCheckpoint, readParked, unpark } from './read-tables';
import { Batch } from './batch';
import type { ParkedStream } from './parked-stream';
import type { RecentEvents } from '../store/recent-events';
import { leftOutIn } from './recorded';
import { release } from './release';
import { StreamRows } from './stream-rows';
import { inTransaction } from './transaction';
import { writeRows } from './write-rows';

const BATCH_EVENTS_MAX = 2_000;
const CACHED_EVENTS_MAX = 400_000;

export interface WriterPorts {
  readonly store: EventStore;
  readonly models: readonly AnyReadModel[];
  readonly schema: string;
  readonly onParked: (parked: ParkedStream) => void;
  /** Asked before the log is read. */
  readonly recent?: RecentEvents<ClearEvent> | undefined;
}

/**
 * Brings one table set further along the log, batch by batch: fold, apply every model's rows after
 * each event, write the differences and the checkpoint in one transaction.
 */
export class TableWriter {
  readonly #streams = new LRUCache<string, StreamRows>({
    maxSize: CACHED_EVENTS_MAX,
    sizeCalculation: (rows) => rows.size,
  });
  #parked: Map<string, ParkedStream> | null = null;
  /** As this one left it: whoever else moves it is found out by the next compare-and-set. */
  #checkpoint: number | null = null;

  constructor(readonly ports: WriterPorts) {}

  /** Forgets what it folded: the tables may be other ones now. */
  reset(): void {
    this.#streams.clear();
    this.#parked = null;
    this.#checkpoint = null;
  }

  /** One batch; the checkpoint after it, unchanged when the log has nothing more (≤ `upTo`). */
  async step(client: Client, upTo = Infinity): Promise<{ from: number; to: number }> {
    const { store, schema, recent } = this.ports;
    const from = (this.#checkpoint ??= await readCheckpoint(client, schema));
    const limit = Math.min(BATCH_EVENTS_MAX, upTo - from);
    const events: ClearEvent[] = recent?.take(from, limit) ?? [];
    if (limit > 0 && events.length === 0) {
      for await (const event of store.readAll({ after: from, limit })) events.push(event);
    }
    const last = events.at(-1);
    if (!last) return { from, to: from };
    await this.#take(client, events, from);
    return { from, to: last.position };
  }

  /**
   * Events that the database refuses to hold rows of are found by halving, and their streams are
   * parked: a value that no column takes must not stop the others either.
   */
  async #take(client: Client, events: readonly ClearEvent[], from: number): Promise<void> {
    const apart = events.findIndex(({ type }) => type === LEFT_OUT);
    if (apart >= 0 && events.length > 1) {
      // What an entry is left out of is folded anew, on the rows as they are by then.
      let at = from;
      for (const part of [events.slice(0, apart), events.slice(apart, apart + 1)]) {
        if (part.length > 0) await this.#take(client, part, at);
        at = part.at(-1)?.position ?? at;
      }
      const rest = events.slice(apart + 1);
      if (rest.length > 0) await this.#take(client, rest, at);
      return;
    }
    try {
      const batch = new FoldedBatch();
      await this.#fold(client, events, from, batch);
      await this.#write(client, events, from, batch);
    } catch (error) {
      this.reset();
      if (!isAboutRows(error)) throw error;
      const [first, ...more] = events;
      if (first && more.length === 0) {
        const batch = new FoldedBatch();
        const parked = (this.#parked ??= await readParked(client, this.ports.schema));
        if (!parked.has(first.stream)) this.#park(batch, first, error);
        await this.#write(client, events, from, batch);
        return;
      }
      const half = events.length >> 1;
      await this.#take(client, events.slice(0, half), from);
      await this.#take(client, events.slice(half), events[half - 1]?.position ?? from);
    }
  }

  /** Rows, parked streams and checkpoint in one transaction, or nothing. */
  async #write(
    client: Client,
    events: readonly ClearEvent[],
    from: number,
    { rows, parked, released }: FoldedBatch,
  ): Promise<void> {
    const { schema, onParked } = this.ports;
    const to = events.at(-1)?.position ?? from;
    const write = async () => {
      if (await writeRows(client, { schema, from, to, tables: [...rows.tables.values()] })) return;
      throw new Error('another process moved the checkpoint');
    };
    if (parked.length === 0 && released.length === 0) await write();
    else {
      await inTransaction(client, async () => {
        await write();
        for (const stream of released) await unpark(client, schema, stream);
        for (const one of parked) await park(client, schema, one);
      });
    }
    this.#checkpoint = to;
    for (const one of parked) onParked(one);
  }

  async #fold(
    client: Client,
    events: readonly ClearEvent[],
    from: number,
    batch: FoldedBatch,
  ): Promise<void> {
    const parked = (this.#parked ??= await readParked(client, this.ports.schema));
    // Held for the batch: what the bounded cache lets go meanwhile must not begin anew.
    const working = await this.#load(events, from, batch);
    for (const event of events) {
      const { stream } = event;
      const parkedHere = parked.get(stream);
      if (parkedHere && event.type === LEFT_OUT) {
        const rows = await this.#release(event, parkedHere, batch);
        if (rows) working.set(stream, rows);
      }
      if (parkedHere) continue;
      try {
        const rows = working.get(stream) ?? new StreamRows(stream, this.ports.models);
        working.set(stream, rows);
        for (const { model, changes } of rows.apply(event)) {
          for (const change of changes) batch.rows.add(model, change, event);
        }
      } catch (error) {
        this.#park(batch, event, error);
        working.delete(stream);
      }
    }
    for (const [stream, rows] of working) this.#keep(stream, rows);
  }

  /** Shows a parked stream again, from the event on that leaves an entry of it out. */
  async #release(
    event: ClearEvent,
    { stream, position }: ParkedStream,
    batch: FoldedBatch,
  ): Promise<StreamRows | null> {
    const { store, models } = this.ports;
    const events: StoredEvent[] = [];
    const before = store.readStream(stream, { atPosition: event.position });
    for await (const one of before) events.push(one);
    const { rows, changes, parked } = release(stream, models, events, position);
    for (const { model, changes: changed } of changes) {
      for (const change of changed) batch.rows.add(model, change, event);
    }
    batch.released.push(stream);
    this.#parked?.delete(stream);
    if (!parked) return rows;
    this.#parked?.set(stream, parked);
    batch.parked.push(parked);
    return null;
  }

  #park(batch: FoldedBatch, { stream, position }: ClearEvent, error: unknown): void {
    const one = { stream, position, error: messageOf(error) };
    this.#parked?.set(stream, one);
    batch.parked.push(one);
    this.#streams.delete(stream);
  }

  #keep(stream: string, rows: StreamRows): void {
    // A value that is set again keeps the size it was first measured with.
    this.#streams.delete(stream);
    this.#streams.set(stream, rows);
  }

  /** The streams of a batch, folded up to the checkpoint: from memory, or read. */
  async #load(
    events: readonly ClearEvent[],
    from: number,
    batch: FoldedBatch,
  ): Promise<Map<string, StreamRows>> {
    const working = new Map<string, StreamRows>();
    const missing = new Map<string, ClearEvent>();
    for (const event of events) {
      const { stream, version } = event;
      if (this.#parked?.has(stream) || working.has(stream)) continue;
      const known = this.#streams.get(stream);
      if (known) working.set(stream, known);
      else if (version > 0 && !missing.has(stream)) missing.set(stream, event);
    }
    if (missing.size === 0) return working;
    const before = this.ports.store.readStreams([...missing.keys()], { atPosition: from });
    for await (const event of before) {
      const { stream } = event;
      const first = missing.get(stream);
      if (!first || this.#parked?.has(stream)) continue;
      try {
        const rows = working.get(stream) ?? new StreamRows(stream, this.ports.models);
        working.set(stream, rows);
        rows.skip(event);
        // The next event is one of the batch: these are the rows in the tables.
        if (event.version + 1 === first.version) rows.settle();
      } catch (error) {
        const rows = await this.#knownLeftOut(first, from);
        if (rows) working.set(stream, rows);
        // Folded by another release once; this one cannot, so it is parked where it goes on.
        else {
          this.#park(batch, first, error);
          working.delete(stream);
        }
        missing.delete(stream);
      }
    }
    return working;
  }

  /** The stream of an event as it was before, where some entry of it is left out; else null. */
  async #knownLeftOut({ stream }: ClearEvent, from: number): Promise<StreamRows | null> {
    const events: StoredEvent[] = [];
    const reading = this.ports.store.readStream(stream, { atPosition: from });
    for await (const one of reading) events.push(one);
    const leftOut = leftOutIn(events);
    if (leftOut.size === 0) return null;
    const rows = new StreamRows(stream, this.ports.models, leftOut);
    try {
      for (const one of events) rows.skip(one);
      rows.settle();
      return rows;
    } catch {
      return null;
    }
  }
}

/** What a batch of events comes to. */
class FoldedBatch {
  readonly rows = new Batch();
  readonly parked: ParkedStream[] = [];
  /** Streams that were parked before. */
  readonly released: string[] = [];
}

/**
 * SQLSTATE class 22 (a value no column takes) or 23 (a row against the table's rules); PostgreSQL's
 * Appendix A. Such an error comes again however often the same rows are written.
 */
export function isAboutRows(error: unknown): boolean {
  // By its code alone: an error that comes from another thread has lost its class.
  return error instanceof Error && 'code' in error && /^2[23]...$/.test(String(error.code));
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
