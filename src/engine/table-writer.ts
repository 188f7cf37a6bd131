import { LRUCache } from 'lru-cache';
import type { Client } from 'pg';
import type { AnyReadModel } from '../projections/read-model';
import type { EventStore, StoredEvent } from '../store/event-store';
import {
  applyChanges,
  Batch,
  moveCheckpoint,
  park,
  readCheckpoint,
  readParked,
} from './read-tables';
import { StreamRows } from './stream-rows';

const BATCH_EVENTS_MAX = 2_000;
const CACHED_EVENTS_MAX = 400_000;

/** A stream whose rows stay as they were before the event that could not be folded. */
export interface ParkedStream {
  readonly stream: string;
  readonly position: number;
  readonly error: string;
}

export interface WriterPorts {
  readonly store: EventStore;
  readonly models: readonly AnyReadModel[];
  readonly schema: string;
  readonly onParked: (parked: ParkedStream) => void;
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

  constructor(readonly ports: WriterPorts) {}

  /** Forgets what it folded: the tables may be other ones now. */
  reset(): void {
    this.#streams.clear();
    this.#parked = null;
  }

  /** One batch; the checkpoint after it, unchanged when the log has nothing more (≤ `upTo`). */
  async step(client: Client, upTo = Infinity): Promise<{ from: number; to: number }> {
    const { store, schema } = this.ports;
    const from = await readCheckpoint(client, schema);
    const limit = Math.min(BATCH_EVENTS_MAX, upTo - from);
    const events: StoredEvent[] = [];
    if (limit > 0) {
      for await (const event of store.readAll({ after: from, limit })) events.push(event);
    }
    const last = events.at(-1);
    if (!last) return { from, to: from };
    const parked = (this.#parked ??= await readParked(client, schema));
    const { batch, newlyParked } = await this.#fold(events, from, parked);
    await client.query('begin');
    try {
      for (const changes of batch.tables.values()) await applyChanges(client, schema, changes);
      for (const one of newlyParked) await park(client, schema, one);
      if (!(await moveCheckpoint(client, schema, from, last.position))) {
        throw new Error('another process moved the checkpoint');
      }
      await client.query('commit');
    } catch (error) {
      this.reset();
      await client.query('rollback').catch(() => undefined);
      throw error;
    }
    return { from, to: last.position };
  }

  async #fold(
    events: readonly StoredEvent[],
    from: number,
    parked: Map<string, ParkedStream>,
  ): Promise<{ batch: Batch; newlyParked: ParkedStream[] }> {
    await this.#load(events, from);
    const batch = new Batch();
    const newlyParked: ParkedStream[] = [];
    for (const event of events) {
      const { stream, position } = event;
      if (parked.has(stream)) continue;
      try {
        const rows = this.#streams.get(stream) ?? new StreamRows(stream, this.ports.models);
        const changed = rows.apply(event);
        for (const { model, changes } of changed) {
          for (const change of changes) batch.add(model, change, position);
        }
        this.#streams.set(stream, rows);
      } catch (error) {
        const one = { stream, position, error: messageOf(error) };
        parked.set(stream, one);
        newlyParked.push(one);
        this.#streams.delete(stream);
        this.ports.onParked(one);
      }
    }
    return { batch, newlyParked };
  }

  /** Folds the streams of a batch up to the checkpoint, where they are not in memory. */
  async #load(events: readonly StoredEvent[], from: number): Promise<void> {
    const missing = new Set<string>();
    for (const { stream, version } of events) {
      const known = this.#streams.has(stream) || (this.#parked?.has(stream) ?? false);
      if (version > 0 && !known) missing.add(stream);
    }
    if (missing.size === 0) return;
    const loaded = new Map<string, StreamRows>();
    const before = this.ports.store.readStreams([...missing], { atPosition: from });
    for await (const event of before) {
      const { stream } = event;
      const rows = loaded.get(stream) ?? new StreamRows(stream, this.ports.models);
      loaded.set(stream, rows);
      rows.skip(event);
    }
    for (const [stream, rows] of loaded) {
      rows.settle();
      this.#streams.set(stream, rows);
    }
  }
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
