import type { Better, Instrument, Threshold } from './instrument';

/**
 * Half a billionth of a point: far below any real difference, far above what binary fractions lose
 * (a mean of three activities that rises by two points may come out as 1.9999999999999996).
 */
const ROUNDING_LOSS = 5e-10;

/** Whether `value` is `bound` or more, forgiving only what binary fractions lose. */
export function isAtLeast(value: number, bound: number): boolean {
  return value >= bound - ROUNDING_LOSS;
}

/** Improvement from `baseline` to `final` in points of the score; negative when it got worse. */
export function changeFrom(
  instrument: Pick<Instrument, 'better'>,
  baseline: number,
  final: number,
): number {
  return instrument.better === 'lower' ? baseline - final : final - baseline;
}

/**
 * Whether the improvement is at least the threshold: its points and, where it has one, also its
 * percentage of the baseline (NPRS: 2 points and 30 %, Farrar 2001).
 *
 * @returns null when the measure has no threshold, so that nobody can be called a responder.
 */
export function isResponder(
  threshold: Threshold | null,
  better: Better,
  baseline: number,
  final: number,
): boolean | null {
  if (threshold === null) return null;
  return isAtLeast(changeFrom({ better }, baseline, final), pointsNeeded(threshold, baseline));
}

/**
 * Whether an episode with this baseline could become a responder at all: the baseline is at least
 * one threshold away from the best end of the range. Without a threshold everyone is eligible.
 */
export function isEligible(
  instrument: Pick<Instrument, 'better' | 'range' | 'threshold'>,
  baseline: number,
): boolean {
  if (instrument.threshold === null) return true;
  const best = instrument.better === 'lower' ? instrument.range.min : instrument.range.max;
  const room = changeFrom(instrument, baseline, best);
  return isAtLeast(room, pointsNeeded(instrument.threshold, baseline));
}

/** The improvement in points that the threshold asks for at this baseline. */
function pointsNeeded(threshold: Threshold, baseline: number): number {
  const byPercent = (Math.abs(baseline) * (threshold.percent ?? 0)) / 100;
  return Math.max(threshold.value, byPercent);
}
