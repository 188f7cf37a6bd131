/** What rings a watch: `open` is called once, and what it answers is closed once. */
export type Bell = (ring: () => void) => { close(): void };

/**
 * What a subscription iterates over: looks when it is rung, and hands on what it finds. While its
 * last delivery has not left the process nobody asks it for more, so that what rings meanwhile
 * costs nothing. Ends, and lets go of the bell, by `return` or by an error: a generator would hold
 * it until its next value.
 */
export abstract class Watch<Delivery> implements AsyncIterableIterator<Delivery> {
  readonly #listening: { close(): void };
  #rung = true;
  #wake: (() => void) | null = null;
  #closed = false;

  constructor(bell: Bell) {
    this.#listening = bell(() => {
      this.ring();
    });
  }

  /** What there is to tell; null: nothing, wait for the bell. Throws to end the subscription. */
  protected abstract look(): Promise<Delivery | null>;

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<IteratorResult<Delivery, undefined>> {
    try {
      for (;;) {
        await this.#bell();
        if (this.#closed) return { done: true, value: undefined };
        const value = await this.look();
        if (value === null) continue;
        // More may have come meanwhile: look again before waiting.
        this.#rung = true;
        return { done: false, value };
      }
    } catch (error) {
      this.close();
      throw error;
    }
  }

  return(): Promise<IteratorResult<Delivery, undefined>> {
    this.close();
    return Promise.resolve({ done: true, value: undefined });
  }

  throw(error: unknown): Promise<IteratorResult<Delivery, undefined>> {
    this.close();
    return Promise.reject(error instanceof Error ? error : new Error(String(error)));
  }

  protected ring(): void {
    this.#rung = true;
    this.#wake?.();
  }

  protected close(): void {
    this.#closed = true;
    this.#listening.close();
    this.#wake?.();
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
}
