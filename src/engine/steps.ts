import type { Recorded } from '../domain/envelope';
import { emptyFold, foldOn } from '../domain/fold';
import type { Category } from '../domain/ids';
import type { EventStore, StoredEvent } from '../store/event-store';
import type { EventOf, StateOf } from './aggregates';
import { recordedAll } from './recorded';
import { streamName } from './stream-name';
import { aggregateOf } from './streams';

/** One recorded event, and the state that was known once it was there. */
export interface Step<K extends Category> {
  readonly stored: StoredEvent;
  readonly event: Recorded<EventOf<K>>;
  readonly state: StateOf<K>;
}

/**
 * A stream's events up to a position in recorded order, with the state after each: what one knew
 * at that moment. A late entry or a correction folds anew what came before it.
 */
export async function stepsAt<K extends Category>(
  store: EventStore,
  category: K,
  id: string,
  atPosition: number,
): Promise<readonly Step<K>[]> {
  const aggregate = aggregateOf(category);
  let folded = emptyFold(aggregate.decider);
  const steps: Step<K>[] = [];
  const all: StoredEvent[] = [];
  const reading = store.readStream(streamName(category, id), { atPosition });
  for await (const stored of reading) all.push(stored);
  for (const [index, event] of recordedAll<EventOf<K>>(all, aggregate).entries()) {
    const stored = all[index];
    if (!stored) continue;
    folded = foldOn(aggregate.decider, folded, event);
    steps.push({ stored, event, state: folded.state });
  }
  return steps;
}
