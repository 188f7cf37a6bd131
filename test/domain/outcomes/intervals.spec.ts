import fc from 'fast-check';
import {
  bestWorstBounds,
  describe as summaryOf,
  poissonLimits,
  poissonPer1000,
  quantile,
  shareOf,
  wilson,
} from '../../../src/domain/outcomes/intervals';

describe('Wilson interval', () => {
  // Newcombe, Stat Med 1998;17:857-872, table I, method 3.
  it.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('%d of %d: %d to %d', (successes, n, low, high) => {
    const interval = wilson(successes, n);
    expect(interval?.low).toBeCloseTo(low, 4);
    expect(interval?.high).toBeCloseTo(high, 4);
  });

  it('lies within 0 and 1, contains the proportion and is mirrored for failures', () => {
    const counts = fc
      .integer({ min: 1, max: 100_000 })
      .chain((n) => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n)));
    fc.assert(
      fc.property(counts, ([successes, n]) => {
        const { low, high } = wilson(successes, n) ?? { low: NaN, high: NaN };
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1);
        expect(low).toBeLessThanOrEqual(successes / n);
        expect(high).toBeGreaterThanOrEqual(successes / n);
        expect(wilson(n - successes, n)?.high).toBeCloseTo(1 - low, 9);
      }),
      { examples: [[[0, 1]], [[1, 1]], [[99_999, 100_000]], [[100_000, 100_000]]] },
    );
  });

  it('reaches 0 and 1 exactly where all failed or all succeeded', () => {
    const sizes = Array.from({ length: 300 }, (_, index) => index + 1);
    expect(sizes.every((n) => wilson(0, n)?.low === 0 && wilson(n, n)?.high === 1)).toBe(true);
  });

  it('does not exist for nobody', () => {
    expect(wilson(0, 0)).toBeNull();
    expect(shareOf(0, 0)).toEqual({ n: 0, of: 0, share: null, interval: null });
  });

  it('comes with its counts', () => {
    expect(shareOf(1, 4)).toEqual({ n: 1, of: 4, share: 0.25, interval: wilson(1, 4) });
  });
});

describe('exact Poisson limits', () => {
  // Garwood, Biometrika 1936;28:437-442.
  it.each([
    [0, 0, 3.689],
    [1, 0.0253, 5.572],
    [10, 4.795, 18.39],
    [100, 81.36, 121.63],
  ])('%d events: %d to %d', (events, low, high) => {
    const limits = poissonLimits(events);
    expect(Math.abs(limits.low - low)).toBeLessThan(0.006);
    expect(Math.abs(limits.high - high)).toBeLessThan(0.006);
  });

  /** P(X ≤ events) for a Poisson mean, summed term by term: no gamma function in it. */
  function poissonUpTo(events: number, mean: number): number {
    let term = Math.exp(-mean);
    let sum = term;
    for (let k = 1; k <= events; k += 1) {
      term *= mean / k;
      sum += term;
    }
    return sum;
  }

  it('leave 2.5 % on each side, and bracket the count', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 400 }), (events) => {
        const { low, high } = poissonLimits(events);
        expect(low).toBeLessThan(events);
        expect(high).toBeGreaterThan(events);
        expect(1 - poissonUpTo(events - 1, low)).toBeCloseTo(0.025, 8);
        expect(poissonUpTo(events, high)).toBeCloseTo(0.025, 8);
      }),
    );
  });

  it('are given per 1,000 of exposure', () => {
    const rate = poissonPer1000(10, 500);
    // 10 events in 500 sessions: 20 per 1,000, and the limits of 10 events doubled.
    expect(rate?.rate).toBe(20);
    expect(rate?.low).toBeCloseTo(2 * 4.7954, 3);
    expect(rate?.high).toBeCloseTo(2 * 18.3904, 3);
    expect(poissonPer1000(0, 1000)).toMatchObject({ rate: 0, low: 0 });
    expect(poissonPer1000(0, 0)).toBeNull();
  });
});

describe('summary', () => {
  it.each([
    // Squares 2 × (1.5² + 0.5²) = 5; quartiles at places 0.75, 1.5 and 2.25 of 0 to 3.
    [[1, 2, 3, 4], { n: 4, mean: 2.5, sd: Math.sqrt(5 / 3), median: 2.5, q1: 1.75, q3: 3.25 }],
    // Squares 9 + 1 + 1 + 1 + 0 + 0 + 4 + 16 = 32; sorted 2 4 4 4 5 5 7 9, places 1.75 to 5.25.
    [
      [9, 2, 4, 7, 4, 5, 4, 5],
      { n: 8, mean: 5, sd: Math.sqrt(32 / 7), median: 4.5, q1: 4, q3: 5.5 },
    ],
    [[5], { n: 1, mean: 5, sd: null, median: 5, q1: 5, q3: 5 }],
    [[], { n: 0, mean: null, sd: null, median: null, q1: null, q3: null }],
  ])('%p', (values, expected) => {
    expect(summaryOf(values)).toEqual(expected);
  });

  it('sorts numbers as numbers and leaves the list alone', () => {
    const values = [10, 9, 100];
    expect(summaryOf(values).median).toBe(10);
    expect(values).toEqual([10, 9, 100]);
  });

  it('keeps the spread of values far from zero', () => {
    const far = [1, 2, 3, 4].map((value) => value + 1e9);
    expect(summaryOf(far).sd).toBeCloseTo(Math.sqrt(5 / 3), 9);
  });

  it('has quartiles in order and within the values', () => {
    // Adding 0 makes -0 a 0: the two are one value, in whichever order they are sorted.
    const point = fc.double({ min: -100, max: 100, noNaN: true }).map((value) => value + 0);
    const list = fc.array(point, { minLength: 1 });
    fc.assert(
      fc.property(list, (values) => {
        const sorted = [...values].sort((a, b) => a - b);
        const points = [0, 0.25, 0.5, 0.75, 1].map((p) => quantile(sorted, p));
        expect(points[0]).toBe(sorted[0]);
        expect(points[4]).toBe(sorted.at(-1));
        expect([...points].sort((a, b) => a - b)).toEqual(points);
      }),
    );
  });

  it('has no quantile of nothing', () => {
    expect(() => quantile([], 0.5)).toThrow(RangeError);
  });
});

describe('best and worst bounds', () => {
  it('takes the missing as failures, then as responders', () => {
    // 6 of 8 complete responded, 2 of the 10 eligible are missing: 6/10 and 8/10.
    expect(bestWorstBounds(6, 8, 10)).toEqual({ worst: 0.6, best: 0.8 });
    expect(bestWorstBounds(6, 8, 8)).toEqual({ worst: 0.75, best: 0.75 });
    expect(bestWorstBounds(0, 0, 0)).toBeNull();
  });

  it('brackets the share of the complete', () => {
    const counts = fc
      .tuple(fc.nat(500), fc.nat(500), fc.nat(500))
      .map(([responders, others, missing]) => ({
        responders,
        complete: responders + others,
        eligible: responders + others + missing,
      }));
    fc.assert(
      fc.property(counts, ({ responders, complete, eligible }) => {
        fc.pre(complete > 0);
        const bounds = bestWorstBounds(responders, complete, eligible);
        expect(bounds?.worst).toBeLessThanOrEqual(responders / complete);
        expect(bounds?.best).toBeGreaterThanOrEqual(responders / complete - 1e-12);
      }),
    );
  });
});
