import { setImmediate as nextTurn } from 'node:timers/promises';
import { assertClock, checkAppend, isMoment } from './check-append';
import {
  StoreMisuse,
  Unavailable,
  type Append,
  type AppendResult,
  type AroundOptions,
  type ChainedEvent,
  type ClearEvent,
  type EntriesAround,
  type EventPlace,
  type EventStore,
  type Head,
  type ReadStreamOptions,
  type StoredEvent,
  type StreamRange,
} from './event-store';
import { byBytes, isoMicros, MemoryLog, microsOf } from './memory-log';

/** The log in memory: the same contract, for tests. Log time has microseconds, as a database's. */
export function openMemoryStore(
  options: { readonly kind?: Head['kind']; readonly clock?: () => Date } = {},
): EventStore {
  return new MemoryStore(
    new MemoryLog(options.kind ?? 'test', options.clock ?? (() => new Date())),
  );
}

/** The port on a log in memory; each answer comes in a later turn, as from a database. */
class MemoryStore implements EventStore {
  readonly index = null;
  private readonly listeners = new Set<(position: number) => void>();
  private closed = false;

  constructor(private readonly log: MemoryLog) {}

  async append(command: Append): Promise<AppendResult> {
    checkAppend(command);
    assertClock(command, this.log.kind);
    await nextTurn();
    if (this.closed) throw new Unavailable('the event store is closed', 1_000);
    const result = this.log.append(command);
    if (result.outcome === 'appended') {
      for (const ring of this.listeners) ring(result.lastPosition);
    }
    return result;
  }

  readStream(stream: string, options: ReadStreamOptions = {}): AsyncIterable<StoredEvent> {
    const { from = 0, to = Infinity, atPosition = Infinity, direction = 'forward' } = options;
    return later(() => {
      const chosen = this.log
        .stream(stream)
        .filter((e) => e.version >= from && e.version <= to && e.position <= atPosition);
      return direction === 'backward' ? chosen.reverse() : chosen;
    });
  }

  readStreams(
    streams: readonly string[],
    { atPosition = Infinity }: { readonly atPosition?: number } = {},
  ): AsyncIterable<StoredEvent> {
    return later(() => this.byStream([...new Set(streams)], atPosition));
  }

  async streamHeads(streams: readonly string[]): Promise<ReadonlyMap<string, number>> {
    await nextTurn();
    return this.log.heads(streams);
  }

  readAll(range: { readonly after: number; readonly limit?: number }): AsyncIterable<StoredEvent> {
    const { after, limit = Infinity } = range;
    return later(() => this.log.events.slice(after, after + limit));
  }

  readByStream(
    options: StreamRange & { readonly upTo: number },
  ): AsyncIterable<readonly ClearEvent[]> {
    const { upTo } = options;
    return later(() => [this.byStream(this.log.names().filter(inRange(options)), upTo)]);
  }

  readChains({ upTo }: { readonly upTo: number }): AsyncIterable<readonly ChainedEvent[]> {
    return later(() => [this.byStream(this.log.names(), upTo)]);
  }

  readPlaces({ upTo }: { readonly upTo: number }): AsyncIterable<readonly EventPlace[]> {
    return later(() => [this.log.events.slice(0, upTo).map(placeOf)]);
  }

  async streamsAt(positions: readonly number[]): Promise<readonly string[]> {
    await nextTurn();
    return positions.flatMap((position) => this.log.events[position - 1]?.stream ?? []);
  }

  async entriesAround(options: AroundOptions): Promise<EntriesAround> {
    await nextTurn();
    const { streams, position, upTo, countMax } = options;
    const isWanted = Array.isArray(streams) ? isOneOf(streams) : inRange(streams as StreamRange);
    const all = this.log.events.slice(0, upTo).filter((e) => isWanted(e.stream));
    const after = all.filter((e) => e.position > position);
    const last = all.at(-1 - after.length);
    return {
      last: last ? placeOf(last) : null,
      next: after[0] ? placeOf(after[0]) : null,
      later: Math.min(after.length, countMax),
    };
  }

  async readByIds(ids: readonly string[]): Promise<readonly StoredEvent[]> {
    await nextTurn();
    const wanted = new Set(ids.map((id) => id.toLowerCase()));
    return this.log.events.filter((e) => wanted.has(e.id));
  }

  onAppended(listener: (position: number) => void): { close(): void } {
    this.listeners.add(listener);
    return { close: () => void this.listeners.delete(listener) };
  }

  async head(): Promise<Head> {
    await nextTurn();
    const { events, loggedAtUs, kind } = this.log;
    return { position: events.length, loggedAt: isoMicros(loggedAtUs), kind };
  }

  async resolveAt(at: string): Promise<{ position: number } | { refused: 'future'; now: string }> {
    if (!isMoment(at)) throw new StoreMisuse('resolveAt refused: not an ISO 8601 moment');
    await nextTurn();
    return this.log.resolveAt(microsOf(at));
  }

  close(): Promise<void> {
    this.closed = true;
    this.listeners.clear();
    return Promise.resolve();
  }

  private byStream(streams: string[], upTo: number): StoredEvent[] {
    return byBytes(streams)
      .flatMap((stream) => this.log.stream(stream))
      .filter((e) => e.position <= upTo);
  }
}

function placeOf({ position, stream, version, loggedAt }: StoredEvent): EventPlace {
  return { position, stream, version, loggedAtUs: microsOf(loggedAt) };
}

function inRange({ from = '', before }: StreamRange): (name: string) => boolean {
  return (name) =>
    compareBytes(name, from) >= 0 && (before === undefined || compareBytes(name, before) < 0);
}

function isOneOf(names: readonly string[]): (name: string) => boolean {
  const wanted = new Set(names);
  return (name) => wanted.has(name);
}

function compareBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

function later<T>(choose: () => readonly T[]): AsyncIterable<T> {
  return {
    async *[Symbol.asyncIterator]() {
      await nextTurn();
      yield* choose();
    },
  };
}
