import type {
  ChartFigure,
  FigurePlace,
  FiguresOfFragment,
  FunnelFigure,
} from '../../generated/graphql';
import type { Unit } from '../charts/numbers';
import type { Better } from '../charts/tone';

/** A figure of a group, the interval that it lies in, and what it is made of. */
export interface Valued {
  readonly value: number | null;
  readonly interval: { readonly low: number; readonly high: number } | null;
  /** What it is made of: patients, goals, sessions. */
  readonly n: number;
  /** Of a share: how many of n; null: no share. */
  readonly events: number | null;
  /** Complete, and yet not in n: nothing says from where on they are better. */
  readonly unjudged?: number;
}

/** Parts of addresses, and of texts. */
type Slug =
  | 'responders'
  | 'change'
  | 'goals-original'
  | 'goals-current'
  | 'goals-kept'
  | 'completion'
  | 'reactions'
  | 'missed-sessions'
  | 'days-to-first-session'
  | 'sessions-per-episode';

/** A question that the outcomes page answers, with all that its charts have to know. */
export interface Indicator {
  /** Part of its address, and of its texts. */
  readonly slug: Slug;
  readonly chart: ChartFigure;
  /** Units can be compared by it; null: no share and no rate. */
  readonly funnel: FunnelFigure | null;
  /** Of funnel values: shown per so many. */
  readonly scale: number;
  readonly better: Better;
  readonly unit: Unit;
  /** Points of different measures do not add up: one has to be chosen. */
  readonly needsMeasure?: boolean;
  readonly bounds: { readonly min: number | null; readonly max: number | null };
  readonly of: (figures: FiguresOfFragment) => Valued;
  /** The episodes behind it: what counts, then what is missing from it. */
  readonly behind: readonly [FigurePlace, ...FigurePlace[]];
}

const SHARE = { unit: 'share', scale: 1, bounds: { min: 0, max: 1 } } as const;
const MEASURED = { scale: 1, funnel: null, bounds: { min: 0, max: null } } as const;

/** z of a two-sided 95 % interval. */
const Z_95 = 1.959964;

/** Interval of a mean by its standard error; the service gives those of shares and rates. */
function aroundMean({ mean, sd, n }: FiguresOfFragment['change']): Valued['interval'] {
  if (mean === null || sd === null || n < 2) return null;
  const half = (Z_95 * sd) / Math.sqrt(n);
  return { low: mean - half, high: mean + half };
}

/**
 * Interval of a share (Wilson, J Am Stat Assoc 1927;22:209-212), as the service makes it, where it
 * gives none with the figure.
 */
export function wilson(events: number, n: number): Valued['interval'] {
  if (n === 0) return null;
  const share = events / n;
  const square = Z_95 ** 2;
  const centre = (share + square / (2 * n)) / (1 + square / n);
  const spread = Math.sqrt((share * (1 - share)) / n + square / (4 * n * n));
  const half = (Z_95 * spread) / (1 + square / n);
  return { low: Math.max(0, centre - half), high: Math.min(1, centre + half) };
}

function share(events: number, n: number, interval = wilson(events, n)): Valued {
  return { value: n === 0 ? null : events / n, interval, n, events };
}

/** All of them, in the order of the page: what came of care first, then how it was given. */
export const INDICATORS: readonly Indicator[] = [
  {
    ...SHARE,
    slug: 'responders',
    chart: 'RESPONDERS',
    funnel: 'RESPONDERS',
    better: 'higher',
    of: ({ responders: { n, of, interval, unjudged } }) => ({
      ...share(n, of, interval ?? null),
      unjudged,
    }),
    behind: ['RESPONDERS', 'NOT_RESPONDERS', 'MISSING', 'UNJUDGED', 'INELIGIBLE'],
  },
  {
    ...MEASURED,
    slug: 'change',
    chart: 'CHANGE_MEAN',
    unit: 'points',
    needsMeasure: true,
    better: 'higher',
    bounds: { min: null, max: null },
    of: ({ change }) => ({
      value: change.mean,
      interval: aroundMean(change),
      n: change.n,
      events: null,
    }),
    behind: ['COMPLETE', 'MISSING'],
  },
  {
    ...SHARE,
    slug: 'goals-original',
    chart: 'GOALS_REACHED_ORIGINAL',
    funnel: 'GOALS_REACHED_ORIGINAL',
    better: 'higher',
    of: ({ attainment: { original } }) => share(original.reached, original.n),
    behind: [
      'GOALS_REACHED_ORIGINAL',
      'GOALS_ORIGINAL',
      'GOALS_MISSING_ORIGINAL',
      'GOALS_PENDING_ORIGINAL',
      'GOALS_ABANDONED',
    ],
  },
  {
    ...SHARE,
    slug: 'goals-current',
    chart: 'GOALS_REACHED_CURRENT',
    funnel: 'GOALS_REACHED_CURRENT',
    better: 'higher',
    of: ({ attainment: { current } }) => share(current.reached, current.n),
    behind: [
      'GOALS_REACHED_CURRENT',
      'GOALS_CURRENT',
      'GOALS_MISSING_CURRENT',
      'GOALS_PENDING_CURRENT',
      'GOALS_ABANDONED',
    ],
  },
  {
    ...SHARE,
    slug: 'goals-kept',
    chart: 'GOALS_KEPT',
    funnel: 'GOALS_KEPT',
    better: 'higher',
    of: ({ maintain: { kept, n } }) => share(kept, n),
    behind: ['GOALS_KEPT', 'GOALS_MAINTAIN'],
  },
  {
    ...SHARE,
    slug: 'completion',
    chart: 'COMPLETION',
    funnel: 'COMPLETION',
    better: 'higher',
    of: ({ complete, eligible }) => share(complete, eligible),
    behind: ['COMPLETE', 'MISSING', 'LAPSED', 'INELIGIBLE', 'ELIGIBLE', 'EPISODES'],
  },
  {
    ...MEASURED,
    slug: 'reactions',
    chart: 'REACTIONS_PER_1000_SESSIONS',
    funnel: 'REACTIONS',
    scale: 1_000,
    unit: 'per1000',
    better: 'lower',
    of: ({ reactionsPer1000: { rate, low, high, reactions, sessions } }) => ({
      value: rate,
      interval: low === null || high === null ? null : { low, high },
      n: sessions,
      events: reactions,
    }),
    behind: ['REACTIONS', 'SESSIONS'],
  },
  {
    ...SHARE,
    slug: 'missed-sessions',
    chart: 'MISSED_SESSIONS',
    funnel: 'MISSED_SESSIONS',
    better: 'lower',
    of: ({ missedSessionRate: { missed, of, interval } }) => share(missed, of, interval ?? null),
    behind: ['MISSED_SESSIONS', 'SESSIONS'],
  },
  {
    ...MEASURED,
    slug: 'days-to-first-session',
    chart: 'DAYS_TO_FIRST_SESSION_MEDIAN',
    unit: 'days',
    better: 'lower',
    of: ({ daysToFirstSession: { median, q1, q3, n } }) => ({
      value: median,
      interval: q1 === null || q3 === null ? null : { low: q1, high: q3 },
      n,
      events: null,
    }),
    behind: ['EPISODES'],
  },
  {
    ...MEASURED,
    slug: 'sessions-per-episode',
    chart: 'SESSIONS_PER_EPISODE_MEAN',
    unit: 'count',
    better: 'none',
    of: ({ sessionsPerEpisode }) => ({
      value: sessionsPerEpisode.mean,
      interval: aroundMean(sessionsPerEpisode),
      n: sessionsPerEpisode.n,
      events: null,
    }),
    behind: ['EPISODES'],
  },
];

/** Part of the address of the page about goal revisions. */
export const REVISIONS = 'goal-revisions';

/** Whether it says something under a filter. */
export function isReadable(
  { needsMeasure }: Indicator,
  filter: { readonly measure?: unknown },
): boolean {
  return needsMeasure !== true || (filter.measure ?? null) !== null;
}

export function indicatorOf(slug: string): Indicator | null {
  return INDICATORS.find((each) => each.slug === slug) ?? null;
}
