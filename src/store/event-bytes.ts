import type { StoredEvent } from './event-store';

/** About what an event takes in a page. */
export function eventBytes({ header, data, sealed }: StoredEvent): number {
  return header.length + data.length + (sealed?.length ?? 0) + 200;
}
