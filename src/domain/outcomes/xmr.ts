import type { Range } from './instrument';

/**
 * Individuals and moving range chart (XmR) of one value a month. Wheeler, Understanding Variation,
 * 2nd ed., 2000: limits at the mean ± 2.66 mean moving ranges; 2.66 = 3 / d2 and 3.267 = D4 for
 * ranges of two values.
 */
const LIMIT_RANGES = 2.66;
const RANGE_LIMIT = 3.267;
/** Fewer points than this give trial limits. */
const POINTS_TRIAL = 12;
/** With so many points the limits are set for good, until the chart is re-based. */
const POINTS_FROZEN = 20;
const RUN = 7;

/** A month and its value; null: a gap, which stays a gap. */
export interface MonthlyValue {
  /** `YYYY-MM`. */
  readonly month: string;
  readonly value: number | null;
}

/**
 * OUTSIDE a limit; RUN: the 7th or later on one side of the mean; TREND: the end of 7 points
 * rising or falling; NEAR_LIMIT: 2 of 3 on one side, beyond two thirds of the way to the limit.
 */
export type XmrSignal = 'OUTSIDE' | 'RUN' | 'TREND' | 'NEAR_LIMIT';

/** Limits of a stretch of months, in the unit of the values. */
export interface XmrLimits {
  /** First month that they are for. */
  readonly from: string;
  readonly mean: number;
  /** Limits, clipped to the range of the measure. */
  readonly lower: number;
  readonly upper: number;
  readonly meanRange: number;
  /** Upper limit of a moving range. */
  readonly rangeLimit: number;
  /** Points that they are made of, at most 20. */
  readonly points: number;
  readonly state: 'TRIAL' | 'PRELIMINARY' | 'FROZEN';
}

export interface XmrPoint extends MonthlyValue {
  /** Distance to the month before; null after a gap and at the start of a stretch. */
  readonly movingRange: number | null;
  readonly signals: readonly XmrSignal[];
}

export interface XmrChart {
  /** One a stretch, in order; a stretch of fewer than two points in a row has none. */
  readonly limits: readonly XmrLimits[];
  readonly points: readonly XmrPoint[];
}

export interface XmrOptions {
  /** Of the measure: no limit lies beyond. */
  readonly range: Range;
  /** Leave out, once, moving ranges of 3.267 mean ranges and more. */
  readonly screenRanges: boolean;
  /** Months at which a new stretch with limits of its own begins. */
  readonly rebasedAt: readonly string[];
}

/**
 * The chart of months in order, each given once. Limits of a stretch come from its first 20
 * points; every point of the stretch is judged by them.
 */
export function xmr(values: readonly MonthlyValue[], options: XmrOptions): XmrChart {
  const limits: XmrLimits[] = [];
  const points: XmrPoint[] = [];
  for (const stretch of stretches(values, options.rebasedAt)) {
    const ranges = stretch.map((each, index) => movingRange(stretch[index - 1], each));
    const set = limitsOf(stretch, ranges, options);
    if (set) limits.push(set.clipped);
    for (const [index, each] of stretch.entries()) {
      const signals = set ? signalsAt(stretch, index, set) : [];
      points.push({ ...each, movingRange: ranges[index] ?? null, signals });
    }
  }
  return { limits, points };
}

interface SetLimits {
  readonly clipped: XmrLimits;
  /** From the mean to a limit before it is clipped. */
  readonly reach: number;
}

function stretches(
  values: readonly MonthlyValue[],
  rebasedAt: readonly string[],
): readonly MonthlyValue[][] {
  const starts = [...rebasedAt].sort();
  const found: MonthlyValue[][] = [];
  let started = -1;
  for (const each of values) {
    const stretch = starts.filter((month) => month <= each.month).length;
    const last = found.at(-1);
    if (last && stretch === started) last.push(each);
    else found.push([each]);
    started = stretch;
  }
  return found;
}

function movingRange(before: MonthlyValue | undefined, now: MonthlyValue): number | null {
  if (now.value === null || before === undefined || before.value === null) return null;
  return Math.abs(now.value - before.value);
}

function limitsOf(
  stretch: readonly MonthlyValue[],
  ranges: readonly (number | null)[],
  { range, screenRanges }: XmrOptions,
): SetLimits | null {
  const [first] = stretch;
  const used = stretch.flatMap(({ value }, index) => (value === null ? [] : [{ value, index }]));
  const base = used.slice(0, POINTS_FROZEN);
  const last = base.at(-1);
  if (!first || !last) return null;
  const moving = ranges.slice(0, last.index + 1).filter((each) => each !== null);
  if (moving.length === 0) return null;
  const mean = meanOf(base.map(({ value }) => value));
  const meanRange = screenRanges ? screenedMean(moving) : meanOf(moving);
  const reach = LIMIT_RANGES * meanRange;
  const points = base.length;
  const clipped: XmrLimits = {
    from: first.month,
    mean,
    lower: Math.max(range.min, mean - reach),
    upper: Math.min(range.max, mean + reach),
    meanRange,
    rangeLimit: RANGE_LIMIT * meanRange,
    points,
    state: stateOf(points),
  };
  return { clipped, reach };
}

function stateOf(points: number): XmrLimits['state'] {
  if (points < POINTS_TRIAL) return 'TRIAL';
  return points < POINTS_FROZEN ? 'PRELIMINARY' : 'FROZEN';
}

/** Once only: what is left may hold ranges beyond the new limit. */
function screenedMean(ranges: readonly number[]): number {
  const all = meanOf(ranges);
  const kept = ranges.filter((each) => each < RANGE_LIMIT * all);
  return kept.length === 0 ? all : meanOf(kept);
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function signalsAt(
  stretch: readonly MonthlyValue[],
  index: number,
  { clipped, reach }: SetLimits,
): XmrSignal[] {
  const value = stretch[index]?.value ?? null;
  if (value === null) return [];
  const { mean, lower, upper } = clipped;
  const signals: XmrSignal[] = [];
  if (value < lower || value > upper) signals.push('OUTSIDE');
  const before = valuesBefore(stretch, index);
  const side = Math.sign(value - mean);
  const seven = before.slice(-RUN);
  if (seven.length === RUN && side !== 0) {
    if (seven.every((each) => Math.sign(each - mean) === side)) signals.push('RUN');
  }
  if (isTrend(seven)) signals.push('TREND');
  const isNear = (each: number) => (each - mean) * side > (reach * 2) / 3;
  const near = before.slice(-3).filter(isNear).length;
  if (side !== 0 && isNear(value) && near >= 2) signals.push('NEAR_LIMIT');
  return signals;
}

/** Values without a gap up to and with this one: a gap ends every run. */
function valuesBefore(stretch: readonly MonthlyValue[], index: number): number[] {
  const values: number[] = [];
  for (let at = index; at > index - RUN; at--) {
    const value = stretch[at]?.value ?? null;
    if (value === null) break;
    values.unshift(value);
  }
  return values;
}

/** Six steps the same way; a tie is no step. */
function isTrend(values: readonly number[]): boolean {
  if (values.length < RUN) return false;
  const steps = values.slice(1).map((value, index) => Math.sign(value - (values[index] ?? value)));
  return steps[0] !== 0 && steps.every((step) => step === steps[0]);
}
