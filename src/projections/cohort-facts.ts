import { goalResult } from '../domain/outcomes/attainment';
import type { CohortGoal } from '../domain/outcomes/cohort';
import type { Instant } from '../domain/time';
import type { GoalDetail, MeasureDetail, OutcomeFactRow } from './outcome-fact';

/** What the figures ask of an episode's primary measure; scores in points. */
type MeasureFacts = Omit<MeasureDetail, 'policy'> & { readonly final: number | null };

/**
 * A goal, short: a dashboard of all years reads a million. What it is (bits), then value and place
 * in `times` of when it is settled, by the original version and by the current one.
 */
type GoalFacts = readonly [
  is: number,
  original: number | null,
  originalSettled: number,
  current: number | null,
  currentSettled: number,
];
const MAINTAIN = 1;
const MAINTAIN_AT_FIRST = 2;
const ABANDONED = 4;

/** Facts of an episode as the cohort's figures want them: of the kinds `measure` and `goal`. */
export interface CohortFacts {
  readonly measure: MeasureFacts | null;
  /** ISO instants, each once: the goals of an episode are mostly settled by its discharge. */
  readonly times: readonly string[];
  readonly goals: readonly GoalFacts[];
}

export const NO_FACTS: CohortFacts = { measure: null, times: [], goals: [] };

/** The same facts as the rows say, whether these were just made or were read. */
export function cohortFacts(
  rows: readonly Pick<OutcomeFactRow, 'kind' | 'value' | 'detail'>[],
): CohortFacts {
  let measure: MeasureFacts | null = null;
  const times: string[] = [];
  const goals: GoalFacts[] = [];
  const placeOf = (time: string): number => {
    const known = times.indexOf(time);
    return known >= 0 ? known : times.push(time) - 1;
  };
  for (const { kind, value, detail } of rows) {
    // `detail` has the shape that outcome_fact gives its kind.
    if (kind === 'measure') {
      const { baseline, eligible, responder, change } = JSON.parse(detail) as MeasureDetail;
      measure = { baseline, eligible, responder, change, final: value };
    }
    if (kind !== 'goal') continue;
    const goal = JSON.parse(detail) as GoalDetail;
    const { original, current } = goal;
    const candidates = [original.value, placeOf(original.settledAt)] as const;
    goals.push([bitsOf(goal), ...candidates, current.value, placeOf(current.settledAt)]);
  }
  return { measure, times, goals };
}

function bitsOf({ kind, originalKind, abandoned }: GoalDetail): number {
  return (
    (kind === 'MAINTAIN' ? MAINTAIN : 0) |
    (originalKind === 'MAINTAIN' ? MAINTAIN_AT_FIRST : 0) |
    (abandoned ? ABANDONED : 0)
  );
}

/** The goals, results judged at a moment. */
export function cohortGoals({ goals, times }: CohortFacts, evaluatedAt: Instant): CohortGoal[] {
  const settled = (value: number | null, place: number): CohortGoal['original'] => {
    // It has the discharge in it already.
    const limits = { windowTo: times[place] ?? '', dischargedAt: null };
    return goalResult(value, limits, evaluatedAt);
  };
  return goals.map(([is, original, originalSettled, current, currentSettled]) => ({
    kind: is & MAINTAIN ? 'maintain' : 'improve',
    originalKind: is & MAINTAIN_AT_FIRST ? 'maintain' : 'improve',
    original: settled(original, originalSettled),
    current: settled(current, currentSettled),
    abandoned: (is & ABANDONED) !== 0,
  }));
}
