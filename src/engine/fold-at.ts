import type { Recorded } from '../domain/envelope';
import { stateOf } from '../domain/fold';
import type { Category } from '../domain/ids';
import type { EventStore, StoredEvent } from '../store/event-store';
import type { EventOf, StateOf } from './aggregates';
import { recordedAll } from './recorded';
import { aggregateOf } from './streams';
import { streamName } from './stream-name';

/** One stream as it was known at a position. */
export interface FoldedAt<K extends Category> {
  readonly id: string;
  readonly state: StateOf<K>;
  readonly events: readonly Recorded<EventOf<K>>[];
}

/**
 * Streams as they were known at a position, by id; those with no event by then are absent. The one
 * way to answer the past, and the same fold as the live one. Bounded by the caller (a page).
 */
export async function foldAt<K extends Category>(
  store: Pick<EventStore, 'readStreams'>,
  category: K,
  ids: readonly string[],
  position: number,
): Promise<ReadonlyMap<string, FoldedAt<K>>> {
  const idOf = new Map(ids.map((id) => [streamName(category, id), id]));
  const aggregate = aggregateOf(category);
  const events = new Map<string, StoredEvent[]>();
  const stored = store.readStreams([...idOf.keys()], { atPosition: position });
  for await (const event of stored) {
    const id = idOf.get(event.stream) ?? '';
    const known = events.get(id) ?? [];
    known.push(event);
    events.set(id, known);
  }
  const folded = new Map<string, FoldedAt<K>>();
  for (const [id, list] of events) {
    const read = recordedAll<EventOf<K>>(list, aggregate);
    folded.set(id, { id, events: read, state: stateOf(aggregate.decider, read) });
  }
  return folded;
}
