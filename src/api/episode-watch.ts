import type { EpisodeChange } from './subscriptions';

/** What the watch of an episode needs; each call asks anew. */
export interface WatchPorts {
  /** The last entry that can be read, where there is one after a position. */
  readonly latestAfter: (position: number) => Promise<EpisodeChange | null>;
  /** Rejects when the person may not read the episode any more. */
  readonly assertPermitted: () => Promise<void>;
  /** Calls back when it has more to be read, until closed. */
  readonly onChanged: (ring: () => void) => { close(): void };
}

/** As the root field of the subscription wants it. */
export interface Delivery {
  readonly episodeChanged: EpisodeChange;
}

/**
 * Each change of an episode after a position, the newest only when several came at once. Ends, and
 * lets go of the bell, by `return` or by an error: a generator would hold it until its next value.
 */
export class EpisodeWatch implements AsyncIterableIterator<Delivery> {
  readonly #listening: { close(): void };
  #rung = true;
  #wake: (() => void) | null = null;
  #closed = false;

  constructor(
    private readonly ports: WatchPorts,
    private seen: number,
  ) {
    this.#listening = ports.onChanged(() => {
      this.#ring();
    });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<IteratorResult<Delivery, undefined>> {
    try {
      return await this.#next();
    } catch (error) {
      this.#close();
      throw error;
    }
  }

  return(): Promise<IteratorResult<Delivery, undefined>> {
    this.#close();
    return Promise.resolve({ done: true, value: undefined });
  }

  throw(error: unknown): Promise<IteratorResult<Delivery, undefined>> {
    this.#close();
    return Promise.reject(error instanceof Error ? error : new Error(String(error)));
  }

  async #next(): Promise<IteratorResult<Delivery, undefined>> {
    for (;;) {
      await this.#bell();
      if (this.#closed) return { done: true, value: undefined };
      const change = await this.ports.latestAfter(this.seen);
      if (!change) continue;
      await this.ports.assertPermitted();
      this.seen = change.position;
      // More may have come meanwhile: look again before waiting.
      this.#rung = true;
      return { done: false, value: { episodeChanged: change } };
    }
  }

  /** Waits for the bell; what rang while nobody waited counts. */
  async #bell(): Promise<void> {
    while (!this.#rung && !this.#closed) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    this.#rung = false;
  }

  #ring(): void {
    this.#rung = true;
    this.#wake?.();
  }

  #close(): void {
    this.#closed = true;
    this.#listening.close();
    this.#wake?.();
  }
}
