import gammaQuantile from '@stdlib/stats-base-dists-gamma-quantile';

/** 97.5 % quantile of the standard normal distribution, for two-sided 95 % intervals. */
export const Z_95 = 1.959964;

/** Both ends included, in the unit of the figure beside it. */
export type Interval = { readonly low: number; readonly high: number };

/** Mean, spread and quartiles of a list, in its unit; null where the list is too short. */
export type Summary = {
  readonly n: number;
  readonly mean: number | null;
  /** Standard deviation of a sample (divisor n - 1): null below two values. */
  readonly sd: number | null;
  readonly median: number | null;
  readonly q1: number | null;
  readonly q3: number | null;
};

/** `n` of `of`, as a share from 0 to 1 with its 95 % interval; both null when `of` is 0. */
export type Share = {
  readonly n: number;
  readonly of: number;
  readonly share: number | null;
  readonly interval: Interval | null;
};

/**
 * Wilson's 95 % score interval of a proportion, without continuity correction (Wilson, JASA
 * 1927;22:209-212; method 3 of Newcombe, Stat Med 1998;17:857-872).
 *
 * @returns shares from 0 to 1, or null when `n` is 0
 */
export function wilson(successes: number, n: number): Interval | null {
  if (n === 0) return null;
  const p = successes / n;
  const z2 = Z_95 * Z_95;
  const middle = p + z2 / (2 * n);
  const half = Z_95 * Math.sqrt((p * (1 - p)) / n + z2 / (4 * n * n));
  const scale = 1 + z2 / n;
  // The interval touches 0 and 1 exactly at the ends; arithmetic alone misses them by a hair.
  return {
    low: successes === 0 ? 0 : (middle - half) / scale,
    high: successes === n ? 1 : (middle + half) / scale,
  };
}

/** A count of a total with its share and Wilson interval. */
export function shareOf(n: number, of: number): Share {
  return { n, of, share: of === 0 ? null : n / of, interval: wilson(n, of) };
}

/**
 * Exact 95 % limits of a Poisson count (Garwood, Biometrika 1936;28:437-442), by the gamma
 * quantiles: 2.5 % at shape `events`, 97.5 % at shape `events` + 1.
 *
 * @returns limits in events; the lower one of no events is 0
 */
export function poissonLimits(events: number): Interval {
  return {
    low: events === 0 ? 0 : gammaQuantile(0.025, events, 1),
    high: gammaQuantile(0.975, events + 1, 1),
  };
}

/**
 * Events per 1,000 units of exposure (such as sessions) with their exact 95 % limits.
 *
 * @returns null when there is no exposure
 */
export function poissonPer1000(
  events: number,
  exposure: number,
): (Interval & { readonly rate: number }) | null {
  if (exposure === 0) return null;
  const { low, high } = poissonLimits(events);
  const scale = 1000 / exposure;
  return { rate: events * scale, low: low * scale, high: high * scale };
}

/**
 * Quantile by linear interpolation, type 7 of Hyndman & Fan (Am Stat 1996;50:361-365), which is
 * the default of R.
 *
 * @param sorted ascending and not empty
 * @param p from 0 to 1
 */
export function quantile(sorted: readonly number[], p: number): number {
  const place = (sorted.length - 1) * p;
  const index = Math.floor(place);
  const below = sorted[index];
  if (below === undefined) throw new RangeError('a list without values has no quantile');
  // At p = 1 there is nothing above, and nothing to add.
  const above = sorted[index + 1] ?? below;
  return below + (place - index) * (above - below);
}

/** n, mean, sample SD, median and quartiles (type 7) of the values, at full precision. */
export function describe(values: readonly number[]): Summary {
  const n = values.length;
  if (n === 0) return { n, mean: null, sd: null, median: null, q1: null, q3: null };
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  // Deviations from the mean, not a difference of large squares, which would lose digits.
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const sorted = [...values].sort((a, b) => a - b);
  return {
    n,
    mean,
    sd: n < 2 ? null : Math.sqrt(squares / (n - 1)),
    median: quantile(sorted, 0.5),
    q1: quantile(sorted, 0.25),
    q3: quantile(sorted, 0.75),
  };
}

/**
 * How low and how high the responder share could be had everybody eligible been scored: all the
 * missing as non-responders, or all as responders.
 *
 * @returns shares from 0 to 1, or null when nobody is eligible
 */
export function bestWorstBounds(
  responders: number,
  complete: number,
  eligible: number,
): { readonly worst: number; readonly best: number } | null {
  if (eligible === 0) return null;
  return {
    worst: responders / eligible,
    best: (responders + eligible - complete) / eligible,
  };
}
