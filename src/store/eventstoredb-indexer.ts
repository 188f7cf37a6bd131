import { setTimeout as sleep } from 'node:timers/promises';
import { Client, DatabaseError, type ClientConfig } from 'pg';
import { tryLock } from './advisory-lock';
import { describeFailure, type Server } from './eventstoredb-client';
import type { ServerEvent } from './eventstoredb-event';
import { ServerEvents, type ServerPlace } from './eventstoredb-source';
import type { StoredEvent } from './event-store';
import { IndexSorter, type Broken, type IndexCommand } from './index-batch';
import {
  indexEvents,
  parkStream,
  readHeads,
  readParked,
  readStart,
  storedEvent,
  trustIndex,
  type IndexStart,
} from './index-database';
import { lastOfLog } from './index-ends';
import type { IndexRow } from './index-row';
import { readAsked, tryAgain } from './index-unpark';
import { describeError, isRefusal, storeConnection, type StoreLog } from './postgres-settings';

const STANDBY_POLL_MS = 250;
const QUERY_TIMEOUT_MS = 20_000;
/** The wait for events; after it the checkpoint is moved past what is not ours. */
const IDLE_MS = 2_000;
const BATCH_EVENTS_MAX = 2_000;
const RETRY_FIRST_MS = 20;
const DOUBT_AFTER_MS = 1_000;
const RETRY_MAX_MS = 1_000;
/** Between two looks for the end of this log among strangers' events. */
const LOOK_EVERY_MS = 500;
/** Between two looks for parked streams that shall be tried again. */
const ASKED_EVERY_MS = 2_000;

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
 *
 * A commit is not flushed. What a crash of PostgreSQL takes is the end of the index, which is made
 * again from the server's log: the same events in the same order, so the same positions, at the
 * server's time, so the same log times. Until that is done heads are not trusted.
 */
export class Indexer {
  private readonly ending = new AbortController();
  private running: Promise<void> | null = null;
  private source: ServerEvents | null = null;
  private now: IndexStart = { at: { commit: -1n, prepare: -1n }, kind: 'live', isTrusted: false };
  /** Indexed up to here the index is trusted; null: not known yet. */
  private trustedAt: bigint | null = null;
  private lookedAtMs = -Infinity;
  private retriedAtMs = -Infinity;
  private wake: (() => void) | null = null;
  /** When the subscription was made. */
  private followedAtMs = -Infinity;

  constructor(private readonly parts: IndexerParts) {}

  start(): void {
    this.running ??= this.run();
  }

  async stop(): Promise<void> {
    this.ending.abort();
    this.wake?.();
    this.source?.fail(new Error('stopping'));
    await this.running;
  }

  /**
   * Something was recorded and does not come: the subscription is made anew, unless it is so young
   * that it may bring it yet.
   */
  doubt(): void {
    if (performance.now() - this.followedAtMs < DOUBT_AFTER_MS) return;
    this.source?.fail(new Error('an entry did not come in time'));
  }

  private isStopping(): boolean {
    return this.ending.signal.aborted;
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
    const client = new Client(storeConnection(this.parts.app, settings));
    client.on('error', (error) => this.source?.fail(error));
    try {
      await client.connect();
      // The server keeps the events: what a crash takes from the index is made again.
      await client.query('set synchronous_commit = off');
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
    this.now = await readStart(client);
    this.trustedAt = null;
    this.lookedAtMs = -Infinity;
    const headsOf = (streams: readonly string[]) => readHeads(client, streams);
    const sorter = new IndexSorter(prefix, await readParked(client), headsOf);
    const source = new ServerEvents(server, prefix, this.now.at);
    this.source = source;
    this.followedAtMs = performance.now();
    try {
      let rest: ServerEvent[] = [];
      while (!this.isStopping()) {
        if (!this.now.isTrusted && rest.length === 0) await this.trust(client, source);
        const taken = await taking(source);
        if (taken instanceof Error) {
          if (this.isStopping()) return;
          log.warn({ error: describeFailure(taken) }, 'index: subscription lost, made anew');
          await this.pause(RETRY_FIRST_MS + Math.random() * RETRY_FIRST_MS);
          return;
        }
        if (taken.length + rest.length === 0) await this.pass(client, source);
        if (rest.length === 0) await this.retryParked(client, sorter, source);
        rest = await this.indexAll(client, sorter, [...rest, ...taken]);
      }
    } finally {
      this.source = null;
      await source.close();
    }
  }

  /** In batches; gives back the events of a command that has not come whole. */
  private async indexAll(
    client: Client,
    sorter: IndexSorter,
    all: readonly ServerEvent[],
  ): Promise<ServerEvent[]> {
    let rest: ServerEvent[] = [];
    for (let from = 0; from < all.length; from += BATCH_EVENTS_MAX) {
      const sorted = await sorter.sort([...rest, ...all.slice(from, from + BATCH_EVENTS_MAX)]);
      rest = sorted.rest;
      for (const broken of sorted.broken) await this.park(client, broken);
      if (sorted.to) await this.commit(client, sorter, sorted.commands, sorted.to);
    }
    return rest;
  }

  /** Heads are trusted once all is indexed that the server had when it was asked. */
  private async trust(client: Client, source: ServerEvents): Promise<void> {
    const { server, prefix } = this.parts;
    const { at } = this.now;
    const passed = source.passed()?.commit ?? -1n;
    const done = passed > at.commit ? passed : at.commit;
    const isDue = performance.now() - this.lookedAtMs > LOOK_EVERY_MS;
    try {
      if (this.trustedAt === null && isDue) {
        this.lookedAtMs = performance.now();
        this.trustedAt = await lastOfLog(server, prefix, done, this.ending.signal);
      }
    } catch (error) {
      // Without its server nothing can be completed: seen in `take`, and tried anew.
      source.fail(error instanceof Error ? error : new Error(String(error)));
    }
    if (this.trustedAt === null || this.trustedAt > done) return;
    await trustIndex(client);
    this.now = { ...this.now, isTrusted: true };
  }

  /** Tries parked streams again that somebody asked for. What the server says is seen in `take`. */
  private async retryParked(
    client: Client,
    sorter: IndexSorter,
    source: ServerEvents,
  ): Promise<void> {
    if (performance.now() - this.retriedAtMs < ASKED_EVERY_MS) return;
    this.retriedAtMs = performance.now();
    const { server, prefix, log } = this.parts;
    for (const stream of await readAsked(client)) {
      try {
        const tried = await tryAgain({ client, server, prefix }, this.now, stream);
        sorter.readmit(stream, tried.parkedFrom);
        log.warn({ stream, entries: tried.rows.length }, 'a parked stream was tried again');
        this.tell(tried.rows, tried.events);
      } catch (error) {
        if (error instanceof DatabaseError) throw error;
        source.fail(error instanceof Error ? error : new Error(String(error)));
      }
    }
  }

  /** Moves the checkpoint past what the server has looked through, when that is far enough. */
  private async pass(client: Client, source: ServerEvents): Promise<void> {
    const place = source.passed();
    if (place && place.commit > this.now.at.commit) await this.index(client, [], place);
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
      // A command has at least one event.
      const { version, commit } = bad.events[0]!;
      sorter.park(bad.stream, version);
      await this.park(client, { stream: bad.stream, version, commit, why: describeError(error) });
      await this.index(client, [], to);
    }
  }

  private async park(client: Client, broken: Broken): Promise<void> {
    const { stream, version, why } = broken;
    this.parts.log.warn({ stream, version, why }, 'a stream on the server is parked');
    await parkStream(client, broken);
  }

  private async index(
    client: Client,
    commands: readonly IndexCommand[],
    to: ServerPlace,
  ): Promise<void> {
    const { at } = this.now;
    if (commands.length === 0 && to.commit === at.commit && to.prepare === at.prepare) return;
    const indexed = await indexEvents(client, this.now, commands, to);
    this.now = { ...this.now, at: to };
    this.tell(
      indexed,
      commands.flatMap(({ events }) => events),
    );
  }

  private tell(rows: readonly IndexRow[], events: readonly ServerEvent[]): void {
    if (rows.length === 0) return;
    this.parts.onIndexed(
      rows,
      events.flatMap((event, i) => storedEvent(event, rows[i])),
    );
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
