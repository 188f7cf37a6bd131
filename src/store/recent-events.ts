import type { StoredEvent } from './event-store';

const BYTES_MAX = 8 * 1024 * 1024;

/** The last events that this process indexed, so that what follows the log need not fetch them. */
export class RecentEvents {
  private readonly events = new Map<number, StoredEvent>();
  private bytes = 0;

  add(events: readonly StoredEvent[]): void {
    for (const event of events) {
      this.events.set(event.position, event);
      this.bytes += bytesOf(event);
    }
    // A map gives its entries in the order in which they came: the oldest go first.
    for (const [position, event] of this.events) {
      if (this.bytes <= BYTES_MAX) break;
      this.events.delete(position);
      this.bytes -= bytesOf(event);
    }
  }

  at(position: number): StoredEvent | undefined {
    return this.events.get(position);
  }
}

/** About what an event takes in memory. */
export function bytesOf({ header, data, sealed }: StoredEvent): number {
  return header.length + data.length + (sealed?.length ?? 0) + 200;
}
