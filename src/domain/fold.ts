import type { Decider } from './decider';
import { effective, followsOn, type EffectiveOptions } from './effective';
import type { EventShape, Recorded } from './envelope';
import type { Instant } from './time';

/** A stream folded as far as it was read. */
export interface Folded<S, E extends EventShape> {
  readonly state: S;
  /** All entries, in recorded order, corrections included. */
  readonly events: readonly Recorded<E>[];
  /** Latest clinical time among the entries after the first; null when there is none. */
  readonly lastOccurredAt: Instant | null;
}

type Foldable<S, E extends EventShape> = Pick<Decider<S, never, E>, 'initial' | 'evolve'>;

/** The state that a stream's events make, corrections and clinical order applied. */
export function stateOf<S, E extends EventShape>(
  decider: Foldable<S, E>,
  events: readonly Recorded<E>[],
  options: EffectiveOptions = {},
): S {
  let state = decider.initial;
  for (const event of effective(events, options)) state = decider.evolve(state, event);
  return state;
}

export function emptyFold<S, E extends EventShape>(decider: Foldable<S, E>): Folded<S, E> {
  return { state: decider.initial, events: [], lastOccurredAt: null };
}

/**
 * Appends one event: at the clinical end it folds on, anything else folds the stream anew; both
 * give the same state. `events` is extended in place: a fold is held by one owner.
 */
export function foldOn<S, E extends EventShape>(
  decider: Foldable<S, E>,
  folded: Folded<S, E>,
  event: Recorded<E>,
): Folded<S, E> {
  // The array is this fold's own; copying it for each event would make a fold quadratic.
  const events = folded.events as Recorded<E>[];
  events.push(event);
  if (followsOn(folded.lastOccurredAt, event)) {
    return {
      state: decider.evolve(folded.state, event),
      events,
      lastOccurredAt: event.header.version === 0 ? null : event.header.occurredAt,
    };
  }
  const entries = effective(events);
  let state = decider.initial;
  for (const entry of entries) state = decider.evolve(state, entry);
  const last = entries.at(-1);
  return {
    state,
    events,
    lastOccurredAt: last && last.header.version > 0 ? last.header.occurredAt : null,
  };
}

/** The state with what had happened by a moment, of what is known now. */
export function stateBy<S, E extends EventShape>(
  decider: Foldable<S, E>,
  folded: Folded<S, E>,
  happenedBy: Instant,
): S {
  const { lastOccurredAt } = folded;
  if (lastOccurredAt === null || lastOccurredAt <= happenedBy) return folded.state;
  return stateOf(decider, folded.events, { happenedBy });
}
