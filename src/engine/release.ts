import type { AnyReadModel } from '../projections/read-model';
import type { StoredEvent } from '../store/event-store';
import { parkedAt, type ParkedStream } from './parked-stream';
import { leftOutIn } from './recorded';
import { StreamRows, type ModelChanges } from './stream-rows';

/** A parked stream after an entry of it was left out. */
export interface Released {
  readonly rows: StreamRows;
  /** All at the position of the event that leaves it out. */
  readonly changes: readonly ModelChanges[];
  /** Where it is parked from then on: at another entry; null: all of it is shown. */
  readonly parked: ParkedStream | null;
}

/**
 * What becomes of the rows of a stream that is parked at a position when its last event here leaves
 * an entry out: they go from what they were before that position to what is known now, or up to
 * the next entry that is poison.
 */
export function release(
  stream: string,
  models: readonly AnyReadModel[],
  events: readonly StoredEvent[],
  parkedPosition: number,
): Released {
  const before = new StreamRows(stream, models, leftOutIn(events.slice(0, -1)));
  for (const event of events) if (event.position < parkedPosition) before.skip(event);
  before.settle();
  const rows = new StreamRows(stream, models, leftOutIn(events));
  let parked: ParkedStream | null = null;
  for (const event of events) {
    try {
      rows.apply(event);
    } catch (error) {
      parked = parkedAt(event, error);
      break;
    }
  }
  rows.settle();
  return { rows, changes: rows.changesSince(before), parked };
}
