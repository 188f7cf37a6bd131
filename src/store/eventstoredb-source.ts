import type { Transform } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { START, streamNameFilter, type ResolvedEvent } from '@eventstore/db-client';
import type { Server } from './eventstoredb-client';
import { serverEvent, type ServerEvent } from './eventstoredb-event';

/** A place in the server's log, in bytes; -1: before its beginning. */
export interface ServerPlace {
  readonly commit: bigint;
  readonly prepare: bigint;
}

/** Held here before the server is asked to wait. */
const HELD_EVENTS_MAX = 4_000;
const HELD_BYTES_MAX = 16 * 1024 * 1024;
/** The server looks at 32 events between two checks, and tells its place after so many checks. */
const CHECKPOINT_INTERVAL = 32;

/**
 * The events of one log on the server, in its order, after a place: a subscription to all streams,
 * filtered there by the prefix of the names. It never comes back by itself once it has failed; then
 * `take` throws, and another one has to be made from the last place that was indexed.
 *
 * Nothing that the client calls back may throw: the subscription would stall and say nothing.
 */
export class ServerEvents {
  private held: ServerEvent[] = [];
  private heldBytes = 0;
  private failure: Error | null = null;
  private wake: (() => void) | null = null;
  private seen: ServerPlace | null = null;
  private readonly subscription: ReturnType<Server['client']['subscribeToAll']>;

  constructor({ client, credentials }: Server, prefix: string, after: ServerPlace) {
    this.subscription = client.subscribeToAll({
      fromPosition: after.commit < 0n ? START : after,
      credentials,
      filter: streamNameFilter({
        prefixes: [prefix],
        checkpointInterval: CHECKPOINT_INTERVAL,
        checkpointReached: (_subscription, place) => {
          this.seen = place;
          return Promise.resolve();
        },
      }),
    });
    this.subscription.on('data', (resolved: ResolvedEvent) => this.hold(resolved));
    this.subscription.on('error', (error: Error) => this.fail(error));
    this.subscription.on('end', () => this.fail(new Error('the subscription ended')));
    this.subscription.on('close', () => this.fail(new Error('the subscription was closed')));
  }

  /** What has come, at least one event unless the time is over. Throws when no more will come. */
  async take(timeoutMs: number): Promise<ServerEvent[]> {
    if (this.held.length === 0 && !this.failure) await this.pause(timeoutMs);
    // What came with it in one message of the server is read one event a turn: together they are
    // one transaction.
    for (let held = -1; held < this.held.length;) {
      held = this.held.length;
      await nextTurn();
    }
    if (this.held.length === 0 && this.failure) throw this.failure;
    const taken = this.held;
    this.held = [];
    this.heldBytes = 0;
    this.subscription.resume();
    return taken;
  }

  /**
   * How far the server has looked without finding more; null when events may still be on their way
   * here: the client tells the place ahead of the events before it.
   */
  passed(): ServerPlace | null {
    // A transform stream, which its type does not say: what it was given waits on both sides.
    const { readableLength, writableLength } = this.subscription as unknown as Transform;
    const quiet = this.held.length === 0 && readableLength === 0 && writableLength === 0;
    return quiet && !this.failure ? this.seen : null;
  }

  /** Ends the subscription as if the server had. */
  fail(error: Error): void {
    this.failure ??= error;
    this.wake?.();
  }

  async close(): Promise<void> {
    this.fail(new Error('closed'));
    await this.subscription.unsubscribe().catch(() => undefined);
  }

  private hold(resolved: ResolvedEvent): void {
    try {
      const event = serverEvent(resolved);
      if (!event) return;
      this.held.push(event);
      this.heldBytes += event.body.length;
      if (this.held.length >= HELD_EVENTS_MAX || this.heldBytes >= HELD_BYTES_MAX) {
        this.subscription.pause();
      }
      this.wake?.();
    } catch (error) {
      this.fail(error instanceof Error ? error : new Error(String(error)));
    }
  }

  private pause(timeoutMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.wake?.(), timeoutMs);
      this.wake = () => {
        clearTimeout(timer);
        this.wake = null;
        resolve();
      };
    });
  }
}
