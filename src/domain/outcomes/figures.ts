import type { CohortFigures } from './cohort';
import type { Range } from './instrument';

/** Figures of which each group has one share: events out of n. */
export const SHARE_FIGURES = [
  'RESPONDERS',
  'COMPLETION',
  'GOALS_REACHED_ORIGINAL',
  'GOALS_REACHED_CURRENT',
  'GOALS_KEPT',
  'MISSED_SESSIONS',
] as const;
export type ShareFigure = (typeof SHARE_FIGURES)[number];

/** Figures of which each group has one number. */
export const NUMBER_FIGURES = [
  'CHANGE_MEAN',
  'SESSIONS_PER_EPISODE_MEAN',
  'DAYS_TO_FIRST_SESSION_MEDIAN',
  'REACTIONS_PER_1000_SESSIONS',
  'EPISODES',
] as const;
export type NumberFigure = (typeof NUMBER_FIGURES)[number];

export type Figure = ShareFigure | NumberFigure;

const UNIT_RANGE: Range = { min: 0, max: 1 };
const FROM_ZERO: Range = { min: 0, max: Infinity };
const ANY: Range = { min: -Infinity, max: Infinity };

function isShareFigure(figure: Figure): figure is ShareFigure {
  return SHARE_FIGURES.some((each) => each === figure);
}

/** Values that the figure can have: no control limit lies beyond. */
export function rangeOf(figure: Figure): Range {
  if (isShareFigure(figure)) return UNIT_RANGE;
  return figure === 'CHANGE_MEAN' ? ANY : FROM_ZERO;
}

/** Events and n of a share, as whole numbers; goals given up are in n and not reached. */
export function proportionOf(
  figure: ShareFigure,
  figures: CohortFigures,
): { readonly n: number; readonly events: number } {
  const { responders, attainment, maintain, missedSessionRate } = figures;
  switch (figure) {
    case 'RESPONDERS':
      return { n: responders.of, events: responders.n };
    case 'COMPLETION':
      return { n: figures.eligible, events: figures.complete };
    case 'GOALS_REACHED_ORIGINAL':
      return { n: attainment.original.n, events: attainment.original.reached };
    case 'GOALS_REACHED_CURRENT':
      return { n: attainment.current.n, events: attainment.current.reached };
    case 'GOALS_KEPT':
      return { n: maintain.n, events: maintain.kept };
    case 'MISSED_SESSIONS':
      return { n: missedSessionRate.of, events: missedSessionRate.missed };
  }
}

/** The figure as one number; null: there is nothing to make it of. Shares are 0 to 1. */
export function valueOf(figure: Figure, figures: CohortFigures): number | null {
  if (isShareFigure(figure)) {
    const { n, events } = proportionOf(figure, figures);
    return n === 0 ? null : events / n;
  }
  switch (figure) {
    case 'CHANGE_MEAN':
      return figures.change.mean;
    case 'SESSIONS_PER_EPISODE_MEAN':
      return figures.sessionsPerEpisode.mean;
    case 'DAYS_TO_FIRST_SESSION_MEDIAN':
      return figures.daysToFirstSession.median;
    case 'REACTIONS_PER_1000_SESSIONS':
      return figures.reactionsPer1000.rate;
    case 'EPISODES':
      return figures.episodes;
  }
}
