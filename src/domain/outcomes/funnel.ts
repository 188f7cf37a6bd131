import gammaQuantile from '@stdlib/stats-base-dists-gamma-quantile';
import { quantile, Z_95, type Interval } from './intervals';

/** 99.9 % quantile of the standard normal distribution: two-sided 99.8 % limits. */
const Z_998 = 3.090232;
/** With fewer units over-dispersion cannot be told from chance. */
const UNITS_MIN = 10;

/** Events out of n for a unit (a clinic, a therapist, a practice). */
export interface ProportionUnit {
  readonly key: string;
  readonly n: number;
  readonly events: number;
}

/** Limits of a funnel where n (or the exposure) is `at`. */
export interface FunnelLimits {
  readonly at: number;
  /** 95 %: drawn. */
  readonly inner: Interval;
  /** 99.8 %: a unit beyond is flagged. */
  readonly outer: Interval;
}

export type FunnelPlace = 'WITHIN' | 'BEYOND_INNER' | 'BEYOND_OUTER';

/** Whether the limits were widened for what differs between all units. */
export type OverDispersion =
  | { readonly state: 'TOO_FEW_UNITS' }
  | { readonly state: 'ESTIMATED'; readonly phi: number; readonly tau2: number };

export interface ProportionFunnel {
  /** Events of all / n of all, 0 to 1; null: no unit has an n. */
  readonly centre: number | null;
  readonly overDispersion: OverDispersion;
  readonly units: readonly (ProportionUnit & {
    readonly share: number;
    readonly limits: FunnelLimits;
    readonly place: FunnelPlace;
  })[];
}

/**
 * Funnel of proportions on the arcsine scale, where the variance is 1 / (4n) whatever the share:
 * limits sin²(asin √p̄ ± z √(1/(4n) + τ²)). Units without an n are left out. Spiegelhalter, Stat
 * Med 2005;24:1185-1202; over-dispersion as in its additive (random-effects) model.
 */
export function proportionFunnel(given: readonly ProportionUnit[]): ProportionFunnel {
  const units = given.filter(({ n }) => n > 0);
  const centre = shareOfAll(units);
  if (centre === null) {
    return { centre, overDispersion: { state: 'TOO_FEW_UNITS' }, units: [] };
  }
  const overDispersion = overDispersionOf(units, centre);
  const tau2 = overDispersion.state === 'ESTIMATED' ? overDispersion.tau2 : 0;
  return {
    centre,
    overDispersion,
    units: units.map((unit) => {
      const share = unit.events / unit.n;
      const limits = proportionLimits(centre, unit.n, tau2);
      return { ...unit, share, limits, place: placeOf(share, limits) };
    }),
  };
}

function shareOfAll(units: readonly ProportionUnit[]): number | null {
  const n = units.reduce((sum, unit) => sum + unit.n, 0);
  const events = units.reduce((sum, unit) => sum + unit.events, 0);
  return n === 0 ? null : events / n;
}

/** Limits around a share at a size n above 0, widened by τ² (arcsine scale). */
export function proportionLimits(centre: number, n: number, tau2: number): FunnelLimits {
  const around = (z: number): Interval => {
    const half = z * Math.sqrt(1 / (4 * n) + tau2);
    return { low: fromArc(arc(centre) - half), high: fromArc(arc(centre) + half) };
  };
  return { at: n, inner: around(Z_95), outer: around(Z_998) };
}

function arc(share: number): number {
  return Math.asin(Math.sqrt(share));
}

/** Clamped first: beyond 0 and π/2 the sine would fold back into the funnel. */
function fromArc(angle: number): number {
  return Math.sin(Math.min(Math.max(angle, 0), Math.PI / 2)) ** 2;
}

/**
 * φ is the mean squared z-score, those beyond the 10th and 90th percentile drawn in to it
 * (winsorised, type 7), so that the few that differ do not hide themselves; τ² is what it says of
 * the spread between units beyond chance.
 */
function overDispersionOf(units: readonly ProportionUnit[], centre: number): OverDispersion {
  if (units.length < UNITS_MIN) return { state: 'TOO_FEW_UNITS' };
  const z = units.map(({ n, events }) => 2 * Math.sqrt(n) * (arc(events / n) - arc(centre)));
  const sorted = [...z].sort((a, b) => a - b);
  const low = quantile(sorted, 0.1);
  const high = quantile(sorted, 0.9);
  const squares = z.map((each) => Math.min(Math.max(each, low), high) ** 2);
  const phi = squares.reduce((sum, each) => sum + each, 0) / units.length;
  const weights = units.map(({ n }) => 4 * n);
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const sumOfSquares = weights.reduce((total, weight) => total + weight ** 2, 0);
  const excess = units.length * phi - (units.length - 1);
  return { state: 'ESTIMATED', phi, tau2: Math.max(0, excess / (sum - sumOfSquares / sum)) };
}

/** Events during an exposure (sessions) for a unit. */
export interface RateUnit {
  readonly key: string;
  readonly exposure: number;
  readonly events: number;
}

export interface RateFunnel {
  /** Events of all / exposure of all; null: no exposure. */
  readonly centre: number | null;
  readonly units: readonly (RateUnit & {
    readonly rate: number;
    readonly limits: FunnelLimits;
    readonly place: FunnelPlace;
  })[];
}

/** Funnel of rates with exact Poisson limits; units without exposure are left out. */
export function rateFunnel(given: readonly RateUnit[]): RateFunnel {
  const units = given.filter(({ exposure }) => exposure > 0);
  const exposure = units.reduce((sum, unit) => sum + unit.exposure, 0);
  if (exposure === 0) return { centre: null, units: [] };
  const centre = units.reduce((sum, unit) => sum + unit.events, 0) / exposure;
  return {
    centre,
    units: units.map((unit) => {
      const rate = unit.events / unit.exposure;
      const limits = rateLimits(centre, unit.exposure);
      return { ...unit, rate, limits, place: placeOf(rate, limits) };
    }),
  };
}

/**
 * Limits of a rate around `centre` at an exposure above 0, by the gamma quantiles that are the
 * exact limits of a Poisson count (Garwood, Biometrika 1936;28:437-442) at the count expected.
 */
export function rateLimits(centre: number, exposure: number): FunnelLimits {
  const expected = centre * exposure;
  const around = (tail: number): Interval => ({
    low: expected === 0 ? 0 : seen(gammaQuantile(tail, expected, 1)) / exposure,
    high: gammaQuantile(1 - tail, expected + 1, 1) / exposure,
  });
  return { at: exposure, inner: around(0.025), outer: around(0.001) };
}

/** A count so far below one is none: of tiny shapes the quantile is lost to rounding down there. */
function seen(count: number): number {
  return count < 1e-12 ? 0 : count;
}

function placeOf(value: number, { inner, outer }: FunnelLimits): FunnelPlace {
  if (value < outer.low || value > outer.high) return 'BEYOND_OUTER';
  return value < inner.low || value > inner.high ? 'BEYOND_INNER' : 'WITHIN';
}
