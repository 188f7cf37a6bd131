import { type GoalResult, isReached } from './attainment';
import {
  bestWorstBounds,
  describe,
  poissonPer1000,
  type Share,
  shareOf,
  type Summary,
} from './intervals';
import {
  countedObservations,
  type InstantWindow,
  lastObservation,
  type ScoredObservation,
} from './observations';

/** A goal of an episode with its result by the original version and by the current one. */
export type CohortGoal = {
  readonly kind: 'improve' | 'maintain';
  /** Of the goal that it took the place of, where that one was of the other kind. */
  readonly originalKind?: 'improve' | 'maintain';
  /** Attainment; for a goal to maintain 1 = kept and 0 = not kept. */
  readonly original: GoalResult;
  readonly current: GoalResult;
  /** Given up: not attained, whatever its observations say. */
  readonly abandoned: boolean;
};

/** T scores of an episode, by the original or the current versions of its goals. */
export type GasScores = {
  readonly baselineT: number | null;
  readonly achievedT: number | null;
};

/** Means of T over the `n` episodes that have both. */
export type GasMeans = {
  readonly n: number;
  readonly baselineT: number | null;
  readonly achievedT: number | null;
  readonly changeT: number | null;
};

/** Means of the episodes with T scores, and goals that have no level. */
export type ScaledFigures = GasMeans & { readonly unscored: number };

/** One episode of a cohort, already judged by the rules in force for it. Scores in points. */
export type CohortRow = {
  readonly episodeId: string;
  readonly status: 'discharged' | 'lapsed';
  /** Has a baseline of its primary measure, at least one threshold away from the best end. */
  readonly eligible: boolean;
  readonly baseline: number | null;
  readonly final: number | null;
  /** Null without a final score, and always where the measure has no threshold. */
  readonly responder: boolean | null;
  /** Improvement in points, positive = better. */
  readonly change: number | null;
  readonly goals: readonly CohortGoal[];
  /** Null for an episode without scaled goals. */
  readonly gas:
    | (GasScores & {
        readonly unscored: number;
        readonly original: GasScores & { readonly unscored: number };
      })
    | null;
  readonly sessionsCompleted: number;
  readonly sessionsMissed: number;
  /** Adverse reactions reported. */
  readonly reactions: number;
  readonly daysToFirstSession: number | null;
  readonly dischargeReason: string | null;
};

/** Attainment of the goals to improve, by one of the two versions. */
export type AttainmentFigures = {
  /** Goals with a result: a value, or abandoned. */
  readonly n: number;
  readonly missing: number;
  readonly pending: number;
  readonly abandoned: number;
  readonly reached: number;
  /** Reached / n, from 0 to 1; an abandoned goal is in n and not reached. */
  readonly shareReached: number | null;
  /** Median and quartiles are of the values alone: an abandoned goal has none. */
  readonly median: number | null;
  readonly q1: number | null;
  readonly q3: number | null;
};

/** The figures of a group of episodes. Shares are 0 to 1; null where nothing is to be divided. */
export type CohortFigures = {
  readonly episodes: number;
  readonly eligible: number;
  readonly ineligible: number;
  /** Eligible with a final score; `missing` are the other eligible ones. */
  readonly complete: number;
  readonly missing: number;
  /** Never discharged and without activity; of all episodes of the group, eligible or not. */
  readonly lapsed: number;
  /** `unjudged`: complete, but by a measure without a threshold; not in `of`. */
  readonly responders: Share & { readonly unjudged: number };
  /** Complete / eligible. */
  readonly completionShare: number | null;
  /** Responder share if all the missing had failed, or all had responded. */
  readonly bounds: { readonly worst: number; readonly best: number } | null;
  /** Improvement in points of the complete; it says something for one measure only. */
  readonly change: Summary;
  readonly attainment: {
    readonly original: AttainmentFigures;
    readonly current: AttainmentFigures;
  };
  /** Goals to maintain, by the current version; `n` includes abandoned ones as not kept. */
  readonly maintain: {
    readonly n: number;
    readonly kept: number;
    readonly share: number | null;
    readonly missing: number;
    readonly pending: number;
  };
  /**
   * By the current versions and by the original ones, with the unscored goals of all episodes. A
   * goal whose levels were changed is scored by the original ones only where it was judged by them.
   */
  readonly gas: ScaledFigures & { readonly original: ScaledFigures };
  readonly sessionsPerEpisode: Summary;
  readonly daysToFirstSession: Summary;
  /** Discharges by reason code, in the order of the codes. */
  readonly dischargeReasons: Readonly<Record<string, number>>;
  /** Exact 95 % Poisson limits; rate and limits null when no session was held. */
  readonly reactionsPer1000: {
    readonly reactions: number;
    readonly sessions: number;
    readonly rate: number | null;
    readonly low: number | null;
    readonly high: number | null;
  };
  /** Missed of all sessions that were missed or held. */
  readonly missedSessionRate: Omit<Share, 'n'> & { readonly missed: number };
};

/**
 * The score an episode ends with: the last observation after the baseline that lies within the
 * window around the last session or belongs to the discharge assessment.
 *
 * @param rule `window` is null for an episode without sessions; then only the assessment counts
 */
export function finalScore(
  observations: readonly ScoredObservation[],
  rule: {
    readonly baselineAt: string;
    readonly window: InstantWindow | null;
    readonly dischargeObservationIds: ReadonlySet<string>;
  },
): ScoredObservation | null {
  const { baselineAt: after, window, dischargeObservationIds } = rule;
  return lastObservation(
    countedObservations(observations, { after, window, dischargeObservationIds }),
  );
}

/** The figures of one group. Rows of several measures may be mixed, save for `change`. */
export function summarise(rows: readonly CohortRow[]): CohortFigures {
  const eligible = rows.filter((row) => row.eligible);
  const complete = eligible.filter((row) => row.baseline !== null && row.final !== null);
  const goals = rows.flatMap((row) => row.goals);
  const improve = goals.filter((goal) => goal.kind === 'improve');
  const improveAtFirst = goals.filter(
    ({ kind, originalKind = kind }) => originalKind === 'improve',
  );
  return {
    episodes: rows.length,
    eligible: eligible.length,
    ineligible: rows.length - eligible.length,
    complete: complete.length,
    missing: eligible.length - complete.length,
    lapsed: rows.filter((row) => row.status === 'lapsed').length,
    ...responderFigures(complete, eligible.length),
    completionShare: eligible.length === 0 ? null : complete.length / eligible.length,
    change: describe(complete.flatMap(({ change }) => (change === null ? [] : [change]))),
    attainment: {
      original: attainmentFigures(improveAtFirst, (goal) => goal.original),
      current: attainmentFigures(improve, (goal) => goal.current),
    },
    maintain: maintainFigures(goals.filter((goal) => goal.kind === 'maintain')),
    gas: gasFigures(rows),
    sessionsPerEpisode: describe(rows.map((row) => row.sessionsCompleted)),
    daysToFirstSession: describe(
      rows.flatMap(({ daysToFirstSession: days }) => (days === null ? [] : [days])),
    ),
    dischargeReasons: reasonCounts(rows),
    ...sessionFigures(rows),
  };
}

function responderFigures(
  complete: readonly CohortRow[],
  eligible: number,
): Pick<CohortFigures, 'responders' | 'bounds'> {
  const judged = complete.filter((row) => row.responder !== null);
  const responders = judged.filter((row) => row.responder === true).length;
  const unjudged = complete.length - judged.length;
  return {
    responders: { ...shareOf(responders, judged.length), unjudged },
    // No rate, no bounds. An unjudged episode can be neither a responder nor a failure.
    bounds:
      judged.length === 0 ? null : bestWorstBounds(responders, judged.length, eligible - unjudged),
  };
}

function attainmentFigures(
  goals: readonly CohortGoal[],
  resultOf: (goal: CohortGoal) => GoalResult,
): AttainmentFigures {
  const open = goals.filter((goal) => !goal.abandoned).map(resultOf);
  const values = open.flatMap(({ value }) => (value === null ? [] : [value]));
  const abandoned = goals.length - open.length;
  const n = values.length + abandoned;
  const reached = values.filter(isReached).length;
  const { median, q1, q3 } = describe(values);
  return {
    n,
    reached,
    missing: open.filter(({ state }) => state === 'MISSING').length,
    pending: open.filter(({ state }) => state === 'PENDING').length,
    abandoned,
    shareReached: n === 0 ? null : reached / n,
    median,
    q1,
    q3,
  };
}

function maintainFigures(goals: readonly CohortGoal[]): CohortFigures['maintain'] {
  const { n, missing, pending } = attainmentFigures(goals, (goal) => goal.current);
  const kept = goals.filter((goal) => !goal.abandoned && goal.current.value === 1).length;
  return { n, kept, share: n === 0 ? null : kept / n, missing, pending };
}

function gasFigures(rows: readonly CohortRow[]): CohortFigures['gas'] {
  const scaled = rows.flatMap(({ gas }) => gas ?? []);
  return {
    ...gasMeans(scaled),
    unscored: sumOf(rows, (row) => row.gas?.unscored ?? 0),
    original: {
      ...gasMeans(scaled.map(({ original }) => original)),
      unscored: sumOf(rows, (row) => row.gas?.original.unscored ?? 0),
    },
  };
}

function gasMeans(scores: readonly GasScores[]): GasMeans {
  const both = scores.flatMap(({ baselineT, achievedT }) =>
    baselineT === null || achievedT === null ? [] : [{ baselineT, achievedT }],
  );
  return {
    n: both.length,
    baselineT: describe(both.map(({ baselineT }) => baselineT)).mean,
    achievedT: describe(both.map(({ achievedT }) => achievedT)).mean,
    changeT: describe(both.map(({ baselineT, achievedT }) => achievedT - baselineT)).mean,
  };
}

function reasonCounts(rows: readonly CohortRow[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const { dischargeReason: reason } of rows) {
    if (reason !== null) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function sessionFigures(
  rows: readonly CohortRow[],
): Pick<CohortFigures, 'reactionsPer1000' | 'missedSessionRate'> {
  const reactions = sumOf(rows, (row) => row.reactions);
  const sessions = sumOf(rows, (row) => row.sessionsCompleted);
  const { n: missed, ...rate } = shareOf(
    sumOf(rows, (row) => row.sessionsMissed),
    sumOf(rows, (row) => row.sessionsMissed + row.sessionsCompleted),
  );
  const limits = poissonPer1000(reactions, sessions) ?? { rate: null, low: null, high: null };
  return {
    reactionsPer1000: { reactions, sessions, ...limits },
    missedSessionRate: { missed, ...rate },
  };
}

function sumOf(rows: readonly CohortRow[], valueOf: (row: CohortRow) => number): number {
  return rows.reduce((sum, row) => sum + valueOf(row), 0);
}
