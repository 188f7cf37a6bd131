import { toneOf, type Better, type Tone } from './tone';

/** Why a point is more than chance, as the API names it. */
export type ControlSignal = 'OUTSIDE' | 'RUN' | 'TREND' | 'NEAR_LIMIT';

/** A `ControlPoint` of the API: months `YYYY-MM` in order, null for a month without a value. */
export interface MonthPoint {
  readonly month: string;
  readonly value: number | null;
  readonly movingRange: number | null;
  readonly signals: readonly ControlSignal[];
}

/** A `ControlLimits` of the API: limits of the months from `from` on, until the next ones. */
export interface MonthLimits {
  readonly from: string;
  readonly mean: number;
  readonly lower: number;
  readonly upper: number;
  readonly points: number;
  readonly state: 'TRIAL' | 'PRELIMINARY' | 'FROZEN';
}

/** The month that is not over: shown, never tested. */
export interface OpenMonth {
  readonly month: string;
  readonly value: number | null;
}

/** Limits with the months that they are drawn over, both ends included. */
export interface Stretch extends MonthLimits {
  readonly until: string;
}

export interface ToldPoint extends MonthPoint {
  readonly tone: Tone;
  readonly limits: MonthLimits | null;
}

/** The limits that a month is judged by; null: it comes before the first ones. */
export function limitsAt(month: string, limits: readonly MonthLimits[]): MonthLimits | null {
  return limits.findLast(({ from }) => from <= month) ?? null;
}

/** As many months as a screen has room for: five years. */
const DRAWN_MAX = 60;

/** The months to draw: the latest ones, from the first of them with a value on. */
export function monthsToDraw<P extends { readonly value: number | null }>(
  points: readonly P[],
): readonly P[] {
  const latest = points.slice(-DRAWN_MAX);
  const first = latest.findIndex(({ value }) => value !== null);
  return first === -1 ? [] : latest.slice(first);
}

/** Limits over the months drawn: each until the next ones begin, or to the last month. */
export function stretchesOf(
  points: readonly MonthPoint[],
  limits: readonly MonthLimits[],
): readonly Stretch[] {
  return limits.flatMap((each, index) => {
    const next = limits[index + 1]?.from;
    const months = points
      .map(({ month }) => month)
      .filter((month) => month >= each.from && (next === undefined || month < next));
    const [from] = months;
    const until = months.at(-1);
    return from === undefined || until === undefined ? [] : [{ ...each, from, until }];
  });
}

/** Months with what they say: by the side of the mean they lie on, a trend by its way. */
export function toldPoints(
  points: readonly MonthPoint[],
  limits: readonly MonthLimits[],
  better: Better,
): readonly ToldPoint[] {
  return points.map((point, index) => {
    const of = limitsAt(point.month, limits);
    const side = sideOf(point, points[index - 1] ?? null, of);
    return { ...point, limits: of, tone: toneOf(side, better) };
  });
}

function sideOf(
  { value, signals }: MonthPoint,
  before: MonthPoint | null,
  limits: MonthLimits | null,
): number {
  if (value === null || limits === null || signals.length === 0) return 0;
  const isTrendOnly = signals.every((signal) => signal === 'TREND');
  return Math.sign(value - (isTrendOnly ? (before?.value ?? value) : limits.mean));
}

/** What a chart comes to: its last month with a value, and the last that was more than chance. */
export interface Variation {
  readonly last: ToldPoint | null;
  /** The tone of the last point: what the icon beside a figure shows. */
  readonly tone: Tone;
  readonly signalled: number;
  readonly latestSignal: ToldPoint | null;
  /** How firm the limits are that the last point is judged by; null: there are none. */
  readonly state: MonthLimits['state'] | null;
}

export function variationOf(points: readonly ToldPoint[]): Variation {
  const last = points.findLast(({ value }) => value !== null) ?? null;
  const signalled = points.filter(({ signals }) => signals.length > 0);
  return {
    last,
    tone: last?.tone ?? 'ordinary',
    signalled: signalled.length,
    latestSignal: signalled.at(-1) ?? null,
    state: last?.limits?.state ?? null,
  };
}

/** Runs of months with values: a gap stays a gap, and no line is drawn over it. */
export function unbroken<P extends { readonly value: number | null }>(
  points: readonly P[],
): readonly (readonly P[])[] {
  const runs: P[][] = [];
  let isOpen = false;
  for (const point of points) {
    if (point.value === null) {
      isOpen = false;
      continue;
    }
    if (isOpen) runs.at(-1)?.push(point);
    else runs.push([point]);
    isOpen = true;
  }
  return runs;
}

/**
 * Lowest and highest value to be drawn, limits included, with 8 % of air; where the figure has a
 * floor or a ceiling of its own the axis ends there.
 */
export function rangeToDraw(
  values: readonly (number | null)[],
  bounds: { readonly min: number | null; readonly max: number | null },
): readonly [number, number] {
  const known = values.filter((each) => each !== null);
  if (known.length === 0) return [bounds.min ?? 0, bounds.max ?? 1];
  const low = Math.min(...known);
  const high = Math.max(...known);
  const air = (high - low || Math.abs(high) || 1) * 0.08;
  const from = bounds.min === null ? low - air : Math.max(bounds.min, low - air);
  const to = bounds.max === null ? high + air : Math.min(bounds.max, high + air);
  return from < to ? [from, to] : [from - 1, to + 1];
}
