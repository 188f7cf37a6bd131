import type { ClearEvent, StoredEvent } from './event-store';

const BYTES_MAX = 8 * 1024 * 1024;
/** What an event takes besides its texts, roughly. */
const EVENT_BYTES = 500;

/**
 * Events that this process has just appended or indexed, so that what follows the log need not read
 * them back. They are in the log already, and as in the log: a memory of it, bounded, that may miss
 * any of them.
 */
export class RecentEvents<E extends ClearEvent = StoredEvent> {
  /** By position, in the order in which they were added. */
  readonly #events = new Map<number, E>();
  #bytes = 0;

  /** The first to come are the first to go. */
  add(events: readonly E[]): void {
    for (const event of events) {
      this.#forget(event.position);
      this.#events.set(event.position, event);
      this.#bytes += bytesOf(event);
    }
    for (const position of this.#events.keys()) {
      if (this.#bytes <= BYTES_MAX) break;
      this.#forget(position);
    }
  }

  at(position: number): E | undefined {
    return this.#events.get(position);
  }

  /**
   * The events that follow a position without a gap, at most `limit`; none when the next one is
   * not known here. What is up to the last of them is forgotten.
   */
  take(after: number, limit: number): E[] {
    const taken: E[] = [];
    while (taken.length < limit) {
      const event = this.#events.get(after + 1 + taken.length);
      if (!event) break;
      taken.push(event);
    }
    for (const position of this.#events.keys()) {
      if (position > after + taken.length) break;
      this.#forget(position);
    }
    return taken;
  }

  #forget(position: number): void {
    const event = this.#events.get(position);
    if (event && this.#events.delete(position)) this.#bytes -= bytesOf(event);
  }
}

function bytesOf({ header, data, sealed }: ClearEvent & Partial<StoredEvent>): number {
  return header.length + data.length + (sealed?.length ?? 0) + EVENT_BYTES;
}
