import { summarise, type CohortFigures, type CohortRow } from './cohort';

/** What of a figure one may ask the episodes behind: each is a count of a cohort's figures. */
export const PLACES = [
  'EPISODES',
  'ELIGIBLE',
  'INELIGIBLE',
  'COMPLETE',
  'MISSING',
  'LAPSED',
  'RESPONDERS',
  'NOT_RESPONDERS',
  'UNJUDGED',
  'GOALS_ORIGINAL',
  'GOALS_REACHED_ORIGINAL',
  'GOALS_MISSING_ORIGINAL',
  'GOALS_PENDING_ORIGINAL',
  'GOALS_CURRENT',
  'GOALS_REACHED_CURRENT',
  'GOALS_MISSING_CURRENT',
  'GOALS_PENDING_CURRENT',
  'GOALS_ABANDONED',
  'GOALS_MAINTAIN',
  'GOALS_KEPT',
  'SCALED',
  'SESSIONS',
  'MISSED_SESSIONS',
  'REACTIONS',
] as const;
export type Place = (typeof PLACES)[number];

const COUNTS: Readonly<Record<Place, (figures: CohortFigures) => number>> = {
  EPISODES: ({ episodes }) => episodes,
  ELIGIBLE: ({ eligible }) => eligible,
  INELIGIBLE: ({ ineligible }) => ineligible,
  COMPLETE: ({ complete }) => complete,
  MISSING: ({ missing }) => missing,
  LAPSED: ({ lapsed }) => lapsed,
  RESPONDERS: ({ responders }) => responders.n,
  NOT_RESPONDERS: ({ responders }) => responders.of - responders.n,
  UNJUDGED: ({ responders }) => responders.unjudged,
  GOALS_ORIGINAL: ({ attainment }) => attainment.original.n,
  GOALS_REACHED_ORIGINAL: ({ attainment }) => attainment.original.reached,
  GOALS_MISSING_ORIGINAL: ({ attainment }) => attainment.original.missing,
  GOALS_PENDING_ORIGINAL: ({ attainment }) => attainment.original.pending,
  GOALS_CURRENT: ({ attainment }) => attainment.current.n,
  GOALS_REACHED_CURRENT: ({ attainment }) => attainment.current.reached,
  GOALS_MISSING_CURRENT: ({ attainment }) => attainment.current.missing,
  GOALS_PENDING_CURRENT: ({ attainment }) => attainment.current.pending,
  GOALS_ABANDONED: ({ attainment }) => attainment.current.abandoned,
  GOALS_MAINTAIN: ({ maintain }) => maintain.n,
  GOALS_KEPT: ({ maintain }) => maintain.kept,
  SCALED: ({ gas }) => gas.n,
  SESSIONS: ({ reactionsPer1000 }) => reactionsPer1000.sessions,
  MISSED_SESSIONS: ({ missedSessionRate }) => missedSessionRate.missed,
  REACTIONS: ({ reactionsPer1000 }) => reactionsPer1000.reactions,
};

/** A count of a cohort's figures, by its name. */
export function countOf(figures: CohortFigures, place: Place): number {
  return COUNTS[place](figures);
}

/**
 * How much an episode adds to a count: an episode is a cohort of one. Counts add up, so over the
 * rows of a cohort this comes to the count of its figures.
 */
export function addedBy(row: CohortRow, place: Place): number {
  return countOf(summarise([row]), place);
}
