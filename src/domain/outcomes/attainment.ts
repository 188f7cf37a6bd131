import { changeFrom, isAtLeast } from './change';
import type { Better, Instrument } from './instrument';
import { countedObservations, lastObservation, type ScoredObservation } from './observations';

/**
 * How a goal ended. Until its window is over it is PENDING, then it has a value or is MISSING;
 * an older observation never stands in. The value is an attainment (1 = target reached) or, for a
 * goal to maintain, 1 = kept and 0 = not kept.
 */
export type GoalResult =
  | { readonly state: 'PENDING' | 'MISSING'; readonly value: null }
  | { readonly state: 'VALUE'; readonly value: number };

/** What the target of a goal is: an improvement in per cent, or a score. */
export type TargetWish = { readonly percent: number } | { readonly value: number };

export type TargetResult =
  | { readonly ok: true; readonly target: number }
  | {
      readonly ok: false;
      readonly code:
        | 'MEASURE_RATES_CHANGE'
        | 'PERCENT_NOT_ALLOWED'
        | 'TARGET_OUT_OF_RANGE'
        | 'TARGET_NO_IMPROVEMENT';
      readonly facts: Readonly<Record<string, string | number>>;
    };

/** When a goal's observation counts; all instants are ISO 8601 in UTC with milliseconds. */
export type GoalWindow = {
  /** When this version of the goal was set; only later observations count. */
  readonly setAt: string;
  /** Start of the window, included (by default 14 days before the due date). */
  readonly windowFrom: string;
  /** End of the window, excluded (by default the midnight that ends the 7th day after it). */
  readonly windowTo: string;
  readonly dischargeObservationIds: ReadonlySet<string>;
};

/**
 * (baseline - current) / (baseline - target): 0 at the baseline, 1 at the target, not clipped, so
 * below 0 is worse than at the start and above 1 better than planned. Works in both directions.
 *
 * @returns null when target and baseline are one number (a corrected baseline may do that).
 */
export function attainment(baseline: number, target: number, current: number): number | null {
  if (baseline === target) return null;
  // Adding 0 turns the -0 of "no change, higher is better" into 0.
  return (baseline - current) / (baseline - target) + 0;
}

/** Whether that attainment is the target or beyond. */
export function isReached(value: number): boolean {
  return isAtLeast(value, 1);
}

/**
 * The target score that is fixed when a goal is set. X % means baseline × (1 - X/100), or
 * × (1 + X/100) where higher is better.
 *
 * Refused: a percentage where 0 is no true zero, a target outside the range, one that is no
 * improvement on the baseline, and any target on an instrument that rates change itself.
 */
export function targetFrom(
  wish: TargetWish,
  baseline: number,
  instrument: Pick<Instrument, 'code' | 'kind' | 'range' | 'better' | 'trueZero'>,
): TargetResult {
  const { code, better } = instrument;
  if (instrument.kind === 'transition') {
    return { ok: false, code: 'MEASURE_RATES_CHANGE', facts: { instrument: code } };
  }
  if ('percent' in wish && !instrument.trueZero) {
    return { ok: false, code: 'PERCENT_NOT_ALLOWED', facts: { instrument: code } };
  }
  const target = 'value' in wish ? wish.value : percentTarget(wish.percent, baseline, better);
  const { min, max } = instrument.range;
  // Asked this way round so that NaN is refused too.
  if (!(target >= min && target <= max)) {
    return { ok: false, code: 'TARGET_OUT_OF_RANGE', facts: { target, min, max } };
  }
  if (changeFrom(instrument, baseline, target) <= 0) {
    return { ok: false, code: 'TARGET_NO_IMPROVEMENT', facts: { target, baseline, better } };
  }
  return { ok: true, target };
}

function percentTarget(percent: number, baseline: number, better: Better): number {
  const left = better === 'lower' ? 100 - percent : 100 + percent;
  // Multiplied before divided: 30 % off 7 is 4.9, where 7 × 0.7 would be 4.8999999999999995.
  return (baseline * left) / 100;
}

/**
 * The observation that decides a goal: the last one after the version was set that lies in the
 * window or belongs to the discharge assessment. Null: none yet.
 */
export function countedObservation(
  observations: readonly ScoredObservation[],
  window: GoalWindow,
): ScoredObservation | null {
  return lastObservation(countedIn(observations, window));
}

/**
 * Whether a goal to maintain was kept: every counted observation is at most `tolerance` points on
 * the worse side of `reference`. Better than the reference is always kept.
 *
 * @returns null when nothing was observed in the window.
 */
export function maintainKept(
  goal: Maintained,
  observations: readonly ScoredObservation[],
  window: GoalWindow,
): boolean | null {
  const counted = countedIn(observations, window);
  if (counted.length === 0) return null;
  return counted.every(({ score }) => isKept(goal, score));
}

/** What a goal to maintain keeps: points of the measure, and points on the worse side allowed. */
type Maintained = {
  readonly reference: number;
  readonly tolerance: number;
  readonly better: Better;
};

/** Whether one score is at most the tolerance on the worse side of the reference. */
export function isKept(goal: Maintained, score: number): boolean {
  return isAtLeast(changeFrom(goal, goal.reference, score), -goal.tolerance);
}

function countedIn(
  observations: readonly ScoredObservation[],
  window: GoalWindow,
): ScoredObservation[] {
  return countedObservations(observations, {
    after: window.setAt,
    window: { from: window.windowFrom, to: window.windowTo },
    dischargeObservationIds: window.dischargeObservationIds,
  });
}

/**
 * What the goal's result is at a moment. A discharge ends the waiting early, since no observation
 * can follow it.
 *
 * @param value the attainment (or 1/0 for kept) of what counts so far, null when nothing does
 * @param closes `windowTo` of the goal, and the instant of the discharge or null
 */
export function goalResult(
  value: number | null,
  closes: { readonly windowTo: string; readonly dischargedAt: string | null },
  evaluatedAt: string,
): GoalResult {
  const isDischarged = closes.dischargedAt !== null && closes.dischargedAt <= evaluatedAt;
  if (!isDischarged && evaluatedAt < closes.windowTo) return { state: 'PENDING', value: null };
  return value === null ? { state: 'MISSING', value: null } : { state: 'VALUE', value };
}
