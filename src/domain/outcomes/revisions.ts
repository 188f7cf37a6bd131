import { describe, type Summary } from './intervals';
import { isReached, type GoalResult } from './attainment';

/** Which way a revision moved a goal: MIXED both at once, SAME neither. */
export type Demand = 'EASIER' | 'HARDER' | 'MIXED' | 'SAME';

/** A goal to improve with what became of its versions. */
export interface RevisedGoal {
  readonly original: GoalResult;
  readonly current: GoalResult;
  readonly abandoned: boolean;
  /** `day`: days from when the goal was set; in order. */
  readonly revisions: readonly {
    readonly day: number;
    readonly demand: Demand;
    readonly reason: string;
  }[];
}

export interface RevisionFigures {
  readonly goals: number;
  /** Goals with a revision. */
  readonly revised: number;
  readonly revisions: number;
  readonly easier: number;
  readonly harder: number;
  readonly mixed: number;
  readonly same: number;
  /** Revisions by reason code, in the order of the codes. */
  readonly reasons: Readonly<Record<string, number>>;
  /** Days from setting a goal to its first revision. */
  readonly daysToFirst: Summary;
  /** Of the revised goals with both results: what the revisions are worth. */
  readonly worth: {
    readonly n: number;
    /** Goals that reached the original target. */
    readonly reachedOriginal: number;
    readonly reachedCurrent: number;
    /** Attainment by the current version less that by the original one, a goal. */
    readonly gain: Summary;
  };
}

/** How often, when and which way goals were revised, and what that did to their attainment. */
export function revisionFigures(goals: readonly RevisedGoal[]): RevisionFigures {
  const revised = goals.filter(({ revisions }) => revisions.length > 0);
  const all = revised.flatMap(({ revisions }) => revisions);
  const count = (demand: Demand) => all.filter((each) => each.demand === demand).length;
  const both = revised.flatMap(({ abandoned, original, current }) =>
    abandoned || original.value === null || current.value === null
      ? []
      : [{ original: original.value, current: current.value }],
  );
  return {
    goals: goals.length,
    revised: revised.length,
    revisions: all.length,
    easier: count('EASIER'),
    harder: count('HARDER'),
    mixed: count('MIXED'),
    same: count('SAME'),
    reasons: countedBy(all.map(({ reason }) => reason)),
    daysToFirst: describe(revised.flatMap(({ revisions }) => revisions[0]?.day ?? [])),
    worth: {
      n: both.length,
      reachedOriginal: both.filter(({ original }) => isReached(original)).length,
      reachedCurrent: both.filter(({ current }) => isReached(current)).length,
      gain: describe(both.map(({ original, current }) => current - original)),
    },
  };
}

function countedBy(codes: readonly string[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const code of codes) counts.set(code, (counts.get(code) ?? 0) + 1);
  return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}
