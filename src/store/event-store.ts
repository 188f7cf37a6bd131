/**
 * The event store port. Words: a *stream* is the events of one aggregate, a *version* the place in
 * it (from 0, no gaps), a *position* the place in the whole log (from 1, dense: position n + 1 is
 * the event after n, in every adapter), *head* the last of either.
 *
 * The log keeps bytes: what is read is exactly what was hashed and appended.
 */

/** One event to append. Text is UTF-8; `hash` is 32 bytes and chains on the one before it. */
export interface NewEvent {
  /** UUID v5 of stream, commandId, index. */
  readonly id: string;
  readonly type: string;
  readonly header: string;
  readonly data: string;
  readonly sealed: Buffer | null;
  readonly hash: Buffer;
}

export interface StoredEvent extends NewEvent {
  readonly stream: string;
  readonly version: number;
  readonly position: number;
  /** ISO 8601 UTC with microseconds: strictly later than that of the batch before. */
  readonly loggedAt: string;
}

/** What a fold reads of an event: its clear parts, and where it is. */
export type ClearEvent = Pick<
  StoredEvent,
  'position' | 'stream' | 'version' | 'type' | 'header' | 'data'
>;

/** What the chain of a stream is proved by. */
export type ChainedEvent = Omit<StoredEvent, 'loggedAt'>;

/** Where an event is in the log, and since when. */
export interface EventPlace extends Pick<StoredEvent, 'position' | 'stream' | 'version'> {
  /** Microseconds since 1970. */
  readonly loggedAtUs: number;
}

/** Part of the streams, by name in bytewise order: [from, before); absent: no end there. */
export interface StreamRange {
  readonly from?: string;
  readonly before?: string;
}

/** Which entries lie next to a position, among some streams. */
export interface AroundOptions {
  /** By name, or all in a part of the names. */
  readonly streams: readonly string[] | StreamRange;
  readonly position: number;
  /** No entry after this one is there. */
  readonly upTo: number;
  /** Later ones are counted up to so many. */
  readonly countMax: number;
}

export interface EntriesAround {
  /** The last one at or before the position. */
  readonly last: EventPlace | null;
  /** The first one after it. */
  readonly next: EventPlace | null;
  /** How many come after it, counted up to `countMax`. */
  readonly later: number;
}

export type ExpectedVersion = 'none' | number;

export interface Append {
  readonly stream: string;
  /** `none`: the stream must not exist; n: its last version must be n. There is no `any`. */
  readonly expected: ExpectedVersion;
  /** Hash of the stream's head as loaded; 32 zero bytes before version 0. */
  readonly prevHash: Buffer;
  /** 1 to 1,000 events, ≤ 1 MiB of bytes each. Their ids carry the command. */
  readonly events: readonly NewEvent[];
  /** Only in a log created as `demo` or `test`: the log's clock for this append, ISO 8601. */
  readonly clock?: string;
}

export type AppendResult =
  | {
      readonly outcome: 'appended' | 'already';
      /** Version and position of the command's first event; the others follow it, dense. */
      readonly firstVersion: number;
      readonly firstPosition: number;
      readonly lastVersion: number;
      readonly lastPosition: number;
      readonly loggedAt: string;
    }
  /** Durable, but where in the log is not known yet: its position comes later. */
  | { readonly outcome: 'unplaced'; readonly firstVersion: number; readonly lastVersion: number }
  | { readonly outcome: 'conflict'; readonly actual: ExpectedVersion };

export interface Head {
  /** 0 when the log is empty. */
  readonly position: number;
  readonly loggedAt: string;
  /** What the log was created for; a live log never takes a clock from the caller. */
  readonly kind: 'live' | 'demo' | 'test';
}

export interface ReadStreamOptions {
  /** First version wanted (inclusive), default 0. */
  readonly from?: number;
  /** Last version wanted (inclusive), default the head. */
  readonly to?: number;
  /** Only events at or before this position. */
  readonly atPosition?: number;
  readonly direction?: 'forward' | 'backward';
}

/** A stream on the server that broke: nothing of it from a version on is in the log. */
export interface ParkedLogStream {
  readonly stream: string;
  readonly version: number;
  readonly why: string;
  /** ISO 8601. */
  readonly since: string;
}

/** How far positions are given to what a server has recorded. */
export interface IndexState {
  /** Recorded and without a position yet, of the server's last thousands; null: it is away. */
  readonly lagEvents: number | null;
  /** Age of the first of them; 0: there is none. */
  readonly lagMs: number | null;
  /** False after a crash of the database, until what it lost is indexed again. */
  readonly trusted: boolean;
  readonly error: string | null;
  readonly parked: readonly ParkedLogStream[];
}

export type Unparked =
  | { readonly outcome: 'unparked'; readonly entries: number }
  | { readonly outcome: 'parked'; readonly why: string }
  | { readonly outcome: 'not parked' };

export interface LogIndexControl {
  state(): Promise<IndexState>;
  /**
   * Tries a parked stream again: what follows its head by now gets positions. The reason is kept.
   * Throws `Unavailable` when nobody indexes.
   */
  unpark(stream: string, reason: string): Promise<Unparked>;
}

/** The store is away, or busy beyond its queue. What was asked may be sent again. */
export class Unavailable extends Error {
  override readonly name = 'Unavailable';
  constructor(
    message: string,
    readonly retryAfterMs: number,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** The caller broke the port's contract (a bug, or a log that was tampered with). */
export class StoreMisuse extends Error {
  override readonly name = 'StoreMisuse';
}

export interface EventStore {
  /** Of a log whose positions are given after the append; null: they are given by it. */
  readonly index: LogIndexControl | null;
  /**
   * Durable when it resolves. `conflict` when the version is another one or the head's hash is not
   * `prevHash`; `already` when the first event's id is in the log. An unknown outcome is found out
   * inside (the identical bytes again) before `Unavailable` is thrown.
   */
  append(command: Append): Promise<AppendResult>;
  /** Events of one stream; none when it does not exist. */
  readStream(stream: string, options?: ReadStreamOptions): AsyncIterable<StoredEvent>;
  /** Many streams at once, each up to a position: ordered by stream, then version. */
  readStreams(
    streams: readonly string[],
    options?: { readonly atPosition?: number },
  ): AsyncIterable<StoredEvent>;
  /** Heads of streams: those that do not exist are absent. Calls in flight are gathered. */
  streamHeads(streams: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** The log after a position, in order, until its head. */
  readAll(options: { readonly after: number; readonly limit?: number }): AsyncIterable<StoredEvent>;
  /**
   * The whole log up to and including a position, ordered by stream (bytewise), then version: for
   * rebuilding state stream by stream. Of some streams only, where a range is given. Like the next
   * two it reads fast, and gives events in portions as they come.
   */
  readByStream(
    options: StreamRange & { readonly upTo: number },
  ): AsyncIterable<readonly ClearEvent[]>;
  /** The same with all that was hashed; an event whose bytes are gone has an empty header. */
  readChains(options: { readonly upTo: number }): AsyncIterable<readonly ChainedEvent[]>;
  /** The places up to and including a position, in order. */
  readPlaces(options: { readonly upTo: number }): AsyncIterable<readonly EventPlace[]>;
  /** The streams of the events at some positions, in any order: a sample of where the log is. */
  streamsAt(positions: readonly number[]): Promise<readonly string[]>;
  /** What lies next to a position: for going on to the change before or after it. */
  entriesAround(options: AroundOptions): Promise<EntriesAround>;
  /** The event that holds a sealed text, or whose difference is asked. */
  readByIds(ids: readonly string[]): Promise<readonly StoredEvent[]>;
  /**
   * Calls back with the head position whenever the log may have grown (at least once per growth,
   * perhaps more often), until closed. A doorbell, not a source: read with `readAll`.
   */
  onAppended(listener: (position: number) => void): { close(): void };
  head(): Promise<Head>;
  /**
   * The last position logged at or before a moment, for ever: no event will later be logged at or
   * before it. `at` in the future of the log's clock → `future`.
   */
  resolveAt(
    at: string,
  ): Promise<{ readonly position: number } | { readonly refused: 'future'; readonly now: string }>;
  close(): Promise<void>;
}
