import { LRUCache } from 'lru-cache';
import { LEFT_OUT } from '../domain/effective';
import type { Header } from '../domain/envelope';
import { emptyFold, foldOn, stateOf, type Folded } from '../domain/fold';
import { parseStream, POLICY_STREAM, type Category } from '../domain/ids';
import { ZERO_HASH } from '../store/chain';
import type { EventStore, StoredEvent } from '../store/event-store';
import { aggregates, type Aggregate, type EventOf, type Shapes, type StateOf } from './aggregates';
import { leftOutIn, recordedOr } from './recorded';
import { streamName } from './stream-name';

/** A stream as far as this process has read it. Texts stay sealed: only bytes of clear data. */
export interface LoadedStream<K extends Category> {
  readonly stream: string;
  folded: Folded<StateOf<K>, EventOf<K>>;
  /** Last version; −1 when the stream does not exist. */
  version: number;
  hash: Buffer;
  /** Stored size, as the measure of what keeping it costs. */
  bytes: number;
  readonly commands: Map<string, Pick<Header, 'version' | 'commandSize' | 'actor' | 'fingerprint'>>;
}

/** A stream and the version of it that something rests on: what is loaded may be extended since. */
export interface Seen {
  readonly loaded: LoadedStream<Category>;
  readonly version: number;
}

const CACHE_BYTES_MAX = 128 * 1024 * 1024;
/** What a stored byte takes in memory, parsed and folded: 1.8 to 2.2 were measured. */
const MEMORY_PER_BYTE = 2.5;

/** Streams in memory, folded; the least recently used go first. Never a source of truth. */
export class Streams {
  readonly #cache = new LRUCache<string, LoadedStream<Category>>({
    maxSize: CACHE_BYTES_MAX,
    sizeCalculation: (loaded) => Math.ceil(loaded.bytes * MEMORY_PER_BYTE) + 1024,
  });
  readonly #loading = new Map<string, Promise<LoadedStream<Category>>>();

  constructor(readonly store: EventStore) {}

  /** As cached, or read. What is cached may be behind other nodes: see `refresh`. */
  async load<K extends Category>(category: K, id: string): Promise<LoadedStream<K>> {
    const stream = streamName(category, id);
    const known = this.#cache.get(stream) ?? (await this.#read(stream));
    // A stream's name says its category, so what is kept under it is of that category.
    return known as unknown as LoadedStream<K>;
  }

  /**
   * Reads what other nodes appended to these streams; true when there was something. One query for
   * the heads of all.
   */
  async refresh(loaded: readonly LoadedStream<Category>[]): Promise<boolean> {
    const heads = await this.store.streamHeads(loaded.map(({ stream }) => stream));
    let moved = false;
    for (const one of loaded) {
      const head = heads.get(one.stream) ?? -1;
      if (head > one.version) {
        await this.#extend(one);
        moved = true;
      }
    }
    return moved;
  }

  /** Whether streams went beyond what was seen of them, here or elsewhere; what is new is read. */
  async moved(seen: readonly Seen[]): Promise<boolean> {
    await this.refresh(seen.map(({ loaded }) => loaded));
    return seen.some(({ loaded, version }) => loaded.version !== version);
  }

  /** Reads the tail of a stream that is known to have grown. */
  async catchUp(loaded: LoadedStream<Category>): Promise<void> {
    await this.#extend(loaded);
  }

  /** Adds what this process has just appended. */
  appended(loaded: LoadedStream<Category>, events: readonly StoredEvent[]): void {
    extendAll(
      loaded,
      events.filter(({ version }) => version > loaded.version),
    );
    this.#keep(loaded);
  }

  async #read(stream: string): Promise<LoadedStream<Category>> {
    const running = this.#loading.get(stream);
    if (running) return running;
    const reading = this.#readNow(stream).finally(() => this.#loading.delete(stream));
    this.#loading.set(stream, reading);
    return reading;
  }

  async #readNow(stream: string): Promise<LoadedStream<Category>> {
    const loaded = emptyStream(stream);
    const events: StoredEvent[] = [];
    for await (const event of this.store.readStream(stream)) events.push(event);
    extendAll(loaded, events);
    this.#keep(loaded);
    return loaded;
  }

  async #extend(loaded: LoadedStream<Category>): Promise<void> {
    const from = loaded.version + 1;
    const tail: StoredEvent[] = [];
    for await (const event of this.store.readStream(loaded.stream, { from })) tail.push(event);
    if (tail.some(({ type }) => type === LEFT_OUT)) {
      // What was folded before may be what is left out now.
      Object.assign(loaded, await this.#readNow(loaded.stream));
    }
    // Another caller may have extended it meanwhile.
    extendAll(
      loaded,
      tail.filter(({ version }) => version > loaded.version),
    );
    this.#keep(loaded);
  }

  #keep(loaded: LoadedStream<Category>): void {
    // Ids that do not exist must not fill the memory; whether a policy is adopted is asked always.
    if (loaded.version < 0 && loaded.stream !== POLICY_STREAM) return;
    // A value that is set again keeps the size it was first measured with.
    this.#cache.delete(loaded.stream);
    this.#cache.set(loaded.stream, loaded);
  }
}

function emptyStream(stream: string): LoadedStream<Category> {
  const { folded } = emptyOf(categoryOf(stream));
  return { stream, folded, version: -1, hash: ZERO_HASH, bytes: 0, commands: new Map() };
}

function emptyOf<K extends Category>(category: K): { folded: Folded<StateOf<K>, EventOf<K>> } {
  const { decider } = aggregateOf(category);
  return { folded: emptyFold(decider) };
}

/** By the events that follow on what is loaded; those that are left out by one of them as well. */
function extendAll(loaded: LoadedStream<Category>, events: readonly StoredEvent[]): void {
  const leftOut = leftOutIn(events);
  for (const event of events) extend(loaded, event, leftOut);
}

function extend(
  loaded: LoadedStream<Category>,
  stored: StoredEvent,
  leftOut: ReadonlySet<number>,
): void {
  const aggregate = aggregateOf(categoryOf(loaded.stream));
  const event = recordedOr<EventOf<Category>>(stored, aggregate, leftOut);
  loaded.folded = foldOn(aggregate.decider, loaded.folded, event);
  loaded.version = stored.version;
  loaded.hash = stored.hash;
  loaded.bytes += stored.header.length + stored.data.length;
  const { header } = event;
  if (header.commandIndex === 0) loaded.commands.set(header.commandId, header);
}

/** A stream of some category as a stream of any: what is common to all of them is enough. */
export function anyStream<K extends Category>(loaded: LoadedStream<K>): LoadedStream<Category> {
  return loaded;
}

/** The aggregate of a category, with its types tied together. */
export function aggregateOf<K extends Category>(
  category: K,
): Aggregate<StateOf<K>, Shapes[K]['command'], EventOf<K>> {
  return aggregates[category];
}

export function categoryOf(stream: string): Category {
  const parsed = parseStream(stream);
  if (!parsed) throw new Error(`The log holds a stream of an unknown category: ${stream}`);
  return parsed.category;
}

/** The state at a version; mostly that is all there is. */
export function stateAt<K extends Category>(own: LoadedStream<K>, category: K, version: number) {
  if (own.version === version) return own.folded.state;
  return stateOf(aggregateOf(category).decider, own.folded.events, { version });
}
