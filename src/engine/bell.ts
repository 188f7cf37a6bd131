/** What a loop waits by between two looks at the log: a ring, a while, or that it is to end. */
export class Bell {
  #rung = false;
  #stopped = false;
  #wake: (() => void) | null = null;

  /** Whether the loop is to end. */
  get stopped(): boolean {
    return this.#stopped;
  }

  /** Says that there may be something to look at. */
  ring(): void {
    this.#rung = true;
    this.#wake?.();
  }

  /** Ends the loop: nothing is waited for any more. */
  stop(): void {
    this.#stopped = true;
    this.ring();
  }

  /** What rang so far is looked at now; what rings from here on is not waited past. */
  heard(): void {
    this.#rung = false;
  }

  /** Waits until it rings or the loop is to end; `evenWhenRung`: until it is to end only. */
  wait(ms: number, { evenWhenRung = false } = {}): Promise<void> {
    if (this.#stopped || (this.#rung && !evenWhenRung)) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        this.#wake = null;
        resolve();
      };
      const timer = setTimeout(wake, ms);
      this.#wake = () => {
        if (this.#stopped || !evenWhenRung) wake();
      };
    });
  }
}
