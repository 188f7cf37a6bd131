import { isDeepStrictEqual } from 'node:util';
import { effective } from '../effective';
import type { Recorded } from '../envelope';
import { dependentsOf, type Dependent } from './dependents';
import type { EpisodeEvent } from './events';
import type { Found } from './findings';

type Entry = Recorded<EpisodeEvent>;
type Correction = Extract<Entry, { type: 'EntryCorrected' | 'EntryMarkedInError' }>;

/**
 * Entries that rest on what was corrected after them, and that were not said anew since. A
 * correction that only brings back what an entry said when the other one was recorded, or changes
 * its words alone, needs no review.
 */
export function reviewsNeeded(
  events: readonly Entry[],
  entries: readonly Entry[],
): readonly Found[] {
  const corrections = new Map<string, Correction>();
  for (const event of events) {
    if (event.type !== 'EntryCorrected' && event.type !== 'EntryMarkedInError') continue;
    corrections.set(event.data.entryId, event);
  }
  const reviews = new Map<string, Review>();
  for (const [corrected, correction] of corrections) {
    for (const dependent of dependentsOf(events, corrected)) {
      const saidAt = versionOf(events, dependent.entryId, corrections);
      if (saidAt > correction.header.version) continue;
      if (saysTheSame(events, entries, corrected, saidAt)) continue;
      const review = reviews.get(dependent.entryId) ?? { dependent, on: [] };
      review.on.push({ corrected, correctionId: correction.header.id, through: dependent.through });
      reviews.set(dependent.entryId, review);
    }
  }
  return [...reviews.values()].map(reviewNeeded);
}

interface Review {
  readonly dependent: Dependent;
  readonly on: {
    readonly corrected: string;
    readonly correctionId: string;
    readonly through: string;
  }[];
}

function reviewNeeded({ dependent, on }: Review): Found {
  const sorted = [...on].sort((a, b) => (a.corrected < b.corrected ? -1 : 1));
  return {
    rule: 'REVIEW_NEEDED',
    entryId: dependent.entryId,
    entryType: dependent.entryType,
    facts: {
      entries: sorted.map(({ corrected }) => corrected),
      // A correction that follows is another matter than the one that was settled.
      corrections: sorted.map(({ correctionId }) => correctionId),
      through: [...new Set(sorted.map(({ through }) => through))],
    },
  };
}

/** When an entry was last said: recorded or corrected. */
function versionOf(
  events: readonly Entry[],
  entryId: string,
  corrections: ReadonlyMap<string, Correction>,
): number {
  const said = corrections.get(entryId) ?? events.find(({ header }) => header.id === entryId);
  return said?.header.version ?? -1;
}

/** Whether an entry says now what it said at a version of the stream. */
function saysTheSame(
  events: readonly Entry[],
  entries: readonly Entry[],
  entryId: string,
  version: number,
): boolean {
  const isIt = ({ header }: Entry) => header.id === entryId;
  const before = effective<EpisodeEvent>(events, { version }).find(isIt);
  const now = entries.find(isIt);
  if (!before || !now) return before === now;
  return (
    before.header.occurredAt === now.header.occurredAt && isDeepStrictEqual(before.data, now.data)
  );
}
