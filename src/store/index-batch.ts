import { LRUCache } from 'lru-cache';
import { ZERO_HASH } from './chain';
import { isMoment } from './check-append';
import { hashOf, type ServerEvent } from './eventstoredb-event';
import type { ServerPlace } from './eventstoredb-source';

/** The head of a stream as indexed. */
export interface IndexedHead {
  readonly version: number;
  readonly hash: Buffer;
}

/** Events that were recorded together: they get one log time. */
export interface IndexCommand {
  readonly events: readonly ServerEvent[];
  /** Of the log. */
  readonly stream: string;
  readonly attempt: string;
  readonly clock: string | null;
  /** By the server's clock. */
  readonly createdAt: string;
}

export interface Broken {
  readonly stream: string;
  readonly version: number;
  readonly commit: bigint;
  readonly why: string;
}

export interface Sorted {
  readonly commands: readonly IndexCommand[];
  readonly broken: readonly Broken[];
  /** After the last event that was looked at. */
  readonly to: ServerPlace | null;
}

const HEADS_MAX = 50_000;

/**
 * Sorts what the server has into what follows its stream's head and what does not. A stream that
 * breaks is parked: nothing of it from there on is indexed.
 */
export class IndexSorter {
  /** Undefined: not known; its head is asked of the database. */
  private readonly heads = new LRUCache<string, IndexedHead>({ max: HEADS_MAX });
  /** From which version on. */
  private readonly parked: Map<string, number>;

  constructor(
    private readonly prefix: string,
    parked: ReadonlyMap<string, number>,
    private readonly headsOf: (
      streams: readonly string[],
    ) => Promise<ReadonlyMap<string, IndexedHead>>,
  ) {
    this.parked = new Map(parked);
  }

  /** Sorts whole commands; the events of one that has not come whole are given back. */
  async sort(events: readonly ServerEvent[]): Promise<Sorted & { rest: ServerEvent[] }> {
    const { groups, rest } = grouped(events);
    await this.ask(groups);
    const commands: IndexCommand[] = [];
    const broken: Broken[] = [];
    for (const group of groups) {
      // A group has at least one event.
      const first = group[0]!;
      const stream = first.stream.slice(this.prefix.length);
      if (this.isParked(stream, first.version)) continue;
      const why = this.judge(stream, group);
      if (why === null) commands.push(commandOf(stream, group));
      else {
        this.park(stream, first.version);
        broken.push({ stream, version: first.version, commit: first.commit, why });
      }
    }
    const last = groups.at(-1)?.at(-1);
    return {
      commands,
      broken,
      rest,
      to: last ? { commit: last.commit, prepare: last.prepare } : null,
    };
  }

  /** Nothing of a stream from a version on. */
  park(stream: string, version: number): void {
    this.parked.set(stream, version);
  }

  /** It was tried again: it goes on, or from a version on still does not. */
  readmit(stream: string, parkedFrom: number | null): void {
    this.heads.delete(stream);
    if (parkedFrom === null) this.parked.delete(stream);
    else this.parked.set(stream, parkedFrom);
  }

  /** What is before it may come again: a crash took its row, and left that of the parking. */
  private isParked(stream: string, version: number): boolean {
    const from = this.parked.get(stream);
    return from !== undefined && version >= from;
  }

  /** Heads of streams that are not known here, by one query. */
  private async ask(groups: readonly (readonly ServerEvent[])[]): Promise<void> {
    const streams = new Set<string>();
    for (const [first] of groups) {
      const stream = first?.stream.slice(this.prefix.length);
      if (stream !== undefined && !this.heads.has(stream)) streams.add(stream);
    }
    if (streams.size === 0) return;
    const found = await this.headsOf([...streams]);
    for (const stream of streams) {
      this.heads.set(stream, found.get(stream) ?? { version: -1, hash: ZERO_HASH });
    }
  }

  /** Why a command does not follow its stream's head; null: it does, and is the head now. */
  private judge(stream: string, group: readonly ServerEvent[]): string | null {
    let head = this.heads.get(stream);
    if (!head) return 'its head is not known';
    for (const { version, body, facts } of group) {
      if (!facts) return 'an entry was not written by this service';
      if (version !== head.version + 1) return `entry ${head.version + 1} is missing`;
      const hash = hashOf(head.hash, body);
      if (hash.toString('hex') !== facts.hash) return 'an entry does not follow the one before it';
      if (facts.clock !== undefined && !isMoment(facts.clock)) return 'its clock is no moment';
      head = { version, hash };
    }
    this.heads.set(stream, head);
    return null;
  }
}

/** Events of one command come one after the other: they were written as one. */
function grouped(events: readonly ServerEvent[]): { groups: ServerEvent[][]; rest: ServerEvent[] } {
  const groups: ServerEvent[][] = [];
  let current: ServerEvent[] = [];
  for (const event of events) {
    const before = current.at(-1);
    const joins =
      before?.facts &&
      event.facts?.attempt === before.facts.attempt &&
      event.stream === before.stream;
    if (before && !joins) {
      groups.push(current);
      current = [];
    }
    current.push(event);
    const { facts } = event;
    if (!facts || facts.index === facts.size - 1) {
      groups.push(current);
      current = [];
    }
  }
  return { groups, rest: current };
}

function commandOf(stream: string, events: readonly ServerEvent[]): IndexCommand {
  const facts = events[0]?.facts;
  const { attempt = '', clock = null } = facts ?? {};
  return { events, stream, attempt, clock, createdAt: events[0]?.createdAt ?? '' };
}
