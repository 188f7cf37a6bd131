import { within } from './eventstoredb-client';

interface Queued {
  readonly events: number;
  readonly go: () => void;
}

/**
 * Lets appends go to the server in the order in which they came, at most so many events on their
 * way at once; one command with more goes alone.
 */
export class AppendTurns {
  private readonly queue: Queued[] = [];
  private onTheWay = 0;

  constructor(private readonly eventsMax: number) {}

  /** Throws when its turn does not come in time; else `leave` has to be called for as many. */
  async enter(events: number, timeoutMs: number): Promise<void> {
    if (this.queue.length === 0 && this.fits(events)) {
      this.onTheWay += events;
      return;
    }
    const queued: { entry: Queued | null } = { entry: null };
    const turn = new Promise<void>((resolve) => {
      queued.entry = { events, go: resolve };
      this.queue.push(queued.entry);
    });
    try {
      await within(timeoutMs, turn);
    } catch (error) {
      const at = queued.entry ? this.queue.indexOf(queued.entry) : -1;
      // Its turn may have come in the very moment in which it was given up.
      if (at < 0) this.leave(events);
      else this.queue.splice(at, 1);
      throw error;
    }
  }

  leave(events: number): void {
    this.onTheWay -= events;
    for (let next = this.queue[0]; next && this.fits(next.events); next = this.queue[0]) {
      this.queue.shift();
      this.onTheWay += next.events;
      next.go();
    }
  }

  private fits(events: number): boolean {
    return this.onTheWay === 0 || this.onTheWay + events <= this.eventsMax;
  }
}
