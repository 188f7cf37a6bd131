import type { Recorded } from '../envelope';
import type { Instant } from '../time';
import type { EpisodeEvent } from './events';
import { evolve } from './evolve';
import type { Episode } from './state';

/**
 * The states of an episode along its entries, in clinical order: by what had happened at a moment,
 * or by all (null). The same as folding what had happened by then, but folded once for all moments.
 */
export function statesAt(
  entries: readonly Recorded<EpisodeEvent>[],
): (moment: Instant | null) => Episode | null {
  const states: (Episode | null)[] = [];
  let state: Episode | null = null;
  for (const entry of entries) states.push((state = evolve(state, entry)));
  return (moment) => {
    if (moment === null) return state;
    // The opening entry holds whatever its moment; the others are in the order of theirs.
    const happened = entries.findLastIndex(
      ({ header }) => header.version === 0 || header.occurredAt <= moment,
    );
    return states[happened] ?? null;
  };
}
