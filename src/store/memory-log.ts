import { ZERO_HASH } from './chain';
import {
  StoreMisuse,
  type Append,
  type AppendResult,
  type ExpectedVersion,
  type Head,
  type StoredEvent,
} from './event-store';

/** What the database's functions do, on arrays. Microseconds since 1970 fit a number exactly. */
export class MemoryLog {
  readonly events: StoredEvent[] = [];
  loggedAtUs = 0;
  private floorUs = 0;
  private readonly streams = new Map<string, StoredEvent[]>();
  /** First event id of each command → its first event and how many it had. */
  private readonly commands = new Map<string, { first: StoredEvent; size: number }>();
  private readonly ids = new Set<string>();

  constructor(
    readonly kind: Head['kind'],
    private readonly clock: () => Date,
  ) {}

  append({ stream, expected, prevHash, events, clock }: Append): AppendResult {
    for (const { header, data } of events) assertJson(header, data);
    // An append has at least one event: checked before.
    const firstId = events[0]!.id.toLowerCase();
    const known = this.commands.get(firstId);
    if (known) return alreadyAt(known, stream);
    const latest = this.streams.get(stream)?.at(-1);
    const actual: ExpectedVersion = latest?.version ?? 'none';
    if (actual !== expected || !prevHash.equals(latest?.hash ?? ZERO_HASH)) {
      return { outcome: 'conflict', actual };
    }
    if (events.some(({ id }) => this.ids.has(id.toLowerCase()))) {
      throw new StoreMisuse('append refused: an event id is in the log already');
    }

    const clockUs = clock === undefined ? this.clock().getTime() * 1_000 : microsOf(clock);
    this.loggedAtUs = Math.max(this.loggedAtUs + 1, this.floorUs + 1, clockUs);
    const loggedAt = isoMicros(this.loggedAtUs);
    const firstVersion = (latest?.version ?? -1) + 1;
    const firstPosition = this.events.length + 1;
    const stored = events.map((event, i) => ({
      ...event,
      id: event.id.toLowerCase(),
      stream,
      version: firstVersion + i,
      position: firstPosition + i,
      loggedAt,
    }));
    this.keep(stream, stored);
    return {
      outcome: 'appended',
      firstVersion,
      firstPosition,
      lastVersion: firstVersion + stored.length - 1,
      lastPosition: this.events.length,
      loggedAt,
    };
  }

  stream(stream: string): StoredEvent[] {
    return [...(this.streams.get(stream) ?? [])];
  }

  names(): string[] {
    return [...this.streams.keys()];
  }

  heads(streams: readonly string[]): ReadonlyMap<string, number> {
    const heads = new Map<string, number>();
    for (const stream of streams) {
      const version = this.streams.get(stream)?.at(-1)?.version;
      if (version !== undefined) heads.set(stream, version);
    }
    return heads;
  }

  resolveAt(atUs: number): { position: number } | { refused: 'future'; now: string } {
    const nowUs = Math.max(this.clock().getTime() * 1_000, this.loggedAtUs);
    if (atUs > nowUs) return { refused: 'future', now: isoMicros(nowUs) };
    if (atUs > this.loggedAtUs) {
      this.floorUs = Math.max(this.floorUs, atUs);
      return { position: this.events.length };
    }
    const at = isoMicros(atUs);
    const later = this.events.findIndex((event) => event.loggedAt > at);
    return { position: later === -1 ? this.events.length : later };
  }

  private keep(stream: string, stored: readonly StoredEvent[]): void {
    const before = this.streams.get(stream) ?? [];
    this.streams.set(stream, before);
    for (const event of stored) {
      this.events.push(event);
      before.push(event);
      this.ids.add(event.id);
    }
    // At least one event: checked before.
    const first = stored[0]!;
    this.commands.set(first.id, { first, size: stored.length });
  }
}

function alreadyAt(known: { first: StoredEvent; size: number }, stream: string): AppendResult {
  const { first, size } = known;
  if (first.stream !== stream) {
    throw new StoreMisuse('append refused: the first event id is in another stream');
  }
  return {
    outcome: 'already',
    firstVersion: first.version,
    firstPosition: first.position,
    lastVersion: first.version + size - 1,
    lastPosition: first.position + size - 1,
    loggedAt: first.loggedAt,
  };
}

function assertJson(...texts: readonly string[]): void {
  try {
    for (const text of texts) JSON.parse(text);
  } catch {
    throw new StoreMisuse('append refused: header and data are JSON');
  }
}

/** The order of UTF-8 bytes, which is not that of JavaScript's UTF-16 units. */
export function byBytes(streams: string[]): string[] {
  return streams.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
}

/** Microseconds since 1970 of an ISO 8601 moment; digits beyond are cut off. */
export function microsOf(at: string): number {
  const fraction = /\.(\d+)/.exec(at)?.[1] ?? '';
  const belowMs = Number(fraction.padEnd(6, '0').slice(3, 6));
  return Date.parse(at) * 1_000 + belowMs;
}

export function isoMicros(us: number): string {
  const ms = Math.floor(us / 1_000);
  const belowMs = String(us - ms * 1_000).padStart(3, '0');
  return new Date(ms).toISOString().replace('Z', `${belowMs}Z`);
}
