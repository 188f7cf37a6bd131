/** A read waited for a position that was not visible in time. */
export class NotYet extends Error {
  override readonly name = 'NotYet';
  constructor(
    readonly wanted: number,
    readonly visible: number,
  ) {
    super(`Position ${wanted} is not visible yet; the read models are at ${visible}.`);
  }
}

/** How far the read models are: what may be read of one's own writes. */
export class Visibility {
  #position = 0;
  #closed = false;
  readonly #listeners = new Set<(position: number) => void>();
  readonly #waiting = new Set<() => void>();

  get position(): number {
    return this.#position;
  }

  announce(position: number): void {
    if (position <= this.#position) return;
    this.#position = position;
    for (const listener of [...this.#listeners]) listener(position);
  }

  /** Called with each position that becomes visible, until closed. */
  onVisible(listener: (position: number) => void): { close(): void } {
    this.#listeners.add(listener);
    return { close: () => this.#listeners.delete(listener) };
  }

  /** Resolves when the position is visible; throws `NotYet` after the time-out. */
  async waitFor(position: number, timeoutMs: number): Promise<void> {
    if (this.#position >= position) return;
    if (this.#closed) throw new NotYet(position, this.#position);
    await new Promise<void>((resolve, reject) => {
      const listening = this.onVisible((visible) => {
        if (visible >= position) done(resolve);
      });
      const giveUp = () => done(() => reject(new NotYet(position, this.#position)));
      const timer = setTimeout(giveUp, timeoutMs);
      const done = (settle: () => void) => {
        clearTimeout(timer);
        listening.close();
        this.#waiting.delete(giveUp);
        settle();
      };
      this.#waiting.add(giveUp);
    });
  }

  /** Nothing will become visible here any more: who waits is told now. */
  close(): void {
    this.#closed = true;
    for (const giveUp of [...this.#waiting]) giveUp();
    this.#listeners.clear();
  }
}
