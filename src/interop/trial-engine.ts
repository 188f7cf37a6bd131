import { Streams } from '../engine/streams';
import { Transactor } from '../engine/transact';
import type {
  Append,
  AppendResult,
  EventStore,
  ReadStreamOptions,
  StoredEvent,
} from '../store/event-store';
import { KeyErased, memoryKeyStore, type KeyStore } from '../store/key-store';
import type { ImportEngine } from './import-command';

/**
 * An engine on the log as it is, which keeps what it appends to itself: commands are decided one
 * upon the other as they would be, and nothing is recorded, no key made.
 */
export interface TrialEngine extends ImportEngine {
  /** Lets go of what was appended to these streams: nothing later rests on it. */
  forget(streams: readonly string[]): void;
}

/** Opens a trial on an engine; it holds nothing that must be closed. */
export function openTrial({ store, keys, clock }: ImportEngine): TrialEngine {
  const trial = new TrialStore(store);
  const streams = new Streams(trial.port);
  const ports = { store: trial.port, streams, keys: trialKeys(keys), clock };
  return {
    ...ports,
    transactor: new Transactor(ports),
    forget: (names) => {
      for (const name of names) trial.tails.delete(name);
    },
  };
}

/** Keys that are there, so that repetitions are known, and others in memory. */
function trialKeys(real: KeyStore): KeyStore {
  const made = memoryKeyStore();
  return {
    ...made,
    keyOf: async (owner) => (await made.keyOf(owner)) ?? real.keyOf(owner),
    isErased: (owner) => real.isErased(owner),
    async ensureKey(owner) {
      if (await real.isErased(owner)) throw new KeyErased(`the key of ${owner} was erased`);
      return made.ensureKey(owner);
    },
  };
}

/** What the trial appended lies behind what the log holds, stream by stream. */
class TrialStore {
  readonly tails = new Map<string, StoredEvent[]>();
  readonly port: EventStore;
  #position = 0;

  constructor(readonly real: EventStore) {
    this.port = {
      index: null,
      append: (command) => this.#append(command),
      readStream: (stream, options) => this.#readStream(stream, options),
      streamHeads: (streams) => this.#heads(streams),
      readStreams: (streams, options) => real.readStreams(streams, options),
      readAll: (options) => real.readAll(options),
      readByStream: (options) => real.readByStream(options),
      readChains: (options) => real.readChains(options),
      readPlaces: (options) => real.readPlaces(options),
      streamsAt: (positions) => real.streamsAt(positions),
      entriesAround: (options) => real.entriesAround(options),
      readByIds: (ids) => real.readByIds(ids),
      onAppended: (listener) => real.onAppended(listener),
      head: () => real.head(),
      resolveAt: (at) => real.resolveAt(at),
      close: () => Promise.resolve(),
    };
  }

  async #append({ stream, expected, events, clock }: Append): Promise<AppendResult> {
    const actual = (await this.#heads([stream])).get(stream) ?? -1;
    if ((expected === 'none' ? -1 : expected) !== actual) {
      return { outcome: 'conflict', actual: actual < 0 ? 'none' : actual };
    }
    const loggedAt = clock ?? new Date().toISOString();
    const tail = this.tails.get(stream) ?? [];
    this.tails.set(stream, tail);
    const [firstVersion, firstPosition] = [actual + 1, this.#position + 1];
    for (const [index, event] of events.entries()) {
      const version = firstVersion + index;
      tail.push({ ...event, stream, version, position: ++this.#position, loggedAt });
    }
    const lastVersion = actual + events.length;
    const lastPosition = this.#position;
    const outcome = 'appended';
    return { outcome, firstVersion, firstPosition, lastVersion, lastPosition, loggedAt };
  }

  async *#readStream(stream: string, options: ReadStreamOptions = {}): AsyncGenerator<StoredEvent> {
    const [first, ...rest] = this.tails.get(stream) ?? [];
    if (!first) {
      yield* this.real.readStream(stream, options);
      return;
    }
    const { from = 0 } = options;
    if (from < first.version) {
      yield* this.real.readStream(stream, { ...options, to: first.version - 1 });
    }
    yield* [first, ...rest].filter(({ version }) => version >= from);
  }

  async #heads(streams: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const heads = new Map<string, number>();
    for (const stream of streams) {
      const own = this.tails.get(stream)?.at(-1);
      if (own) heads.set(stream, own.version);
    }
    const others = streams.filter((stream) => !heads.has(stream));
    if (others.length === 0) return heads;
    return new Map([...(await this.real.streamHeads(others)), ...heads]);
  }
}
