import fc from 'fast-check';
import { xmr, type MonthlyValue, type XmrOptions } from '../../../src/domain/outcomes/xmr';

const FREE: XmrOptions = {
  range: { min: -Infinity, max: Infinity },
  screenRanges: false,
  rebasedAt: [],
};

/** Months from January 2025 on with these values. */
function months(...values: (number | null)[]): MonthlyValue[] {
  return values.map((value, index) => {
    const month = String((index % 12) + 1).padStart(2, '0');
    return { month: `${String(2025 + Math.floor(index / 12))}-${month}`, value };
  });
}

const signalsOf = (values: (number | null)[], options: Partial<XmrOptions> = {}) =>
  xmr(months(...values), { ...FREE, ...options }).points.map(({ signals }) => signals);

/** Ten calm points around 50: mean range 2, limits 50 ± 5.32 with what follows left alone. */
const times = <T>(n: number, ...values: T[]): T[] => Array.from({ length: n }, () => values).flat();

describe('limits of an individuals and moving range chart', () => {
  it('are those of the worked example of NIST/SEMATECH, e-Handbook, 6.3.2.2', () => {
    // Flow rate of ten batches: mean 50.81, mean range 1.8778, limits 45.8159 and 55.8041 (there
    // with 3 / 1.128, here with 2.66: alike to 0.002).
    const values = [49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1];
    const { limits, points } = xmr(months(...values), FREE);
    expect(limits).toHaveLength(1);
    expect(limits[0]?.mean).toBeCloseTo(50.81, 10);
    expect(limits[0]?.meanRange).toBeCloseTo(1.8778, 4);
    expect(Math.abs((limits[0]?.lower ?? 0) - 45.8159)).toBeLessThan(0.002);
    expect(Math.abs((limits[0]?.upper ?? 0) - 55.8041)).toBeLessThan(0.002);
    const ranges = points.map(({ movingRange }) => movingRange);
    expect(ranges[0]).toBeNull();
    [2.0, 2.3, 1.4, 3.5, 3.4, 1.4, 0.2, 1.2, 1.5].forEach((range, index) => {
      expect(ranges[index + 1]).toBeCloseTo(range, 10);
    });
    expect(points.flatMap(({ signals }) => signals)).toEqual([]);
  });

  it('are on trial below 12 points and frozen from 20 on', () => {
    const state = (n: number) => xmr(months(...times(n / 2, 49, 51)), FREE).limits[0]?.state;
    expect([state(10), state(12), state(18), state(20), state(30)]).toEqual([
      'TRIAL',
      'PRELIMINARY',
      'PRELIMINARY',
      'FROZEN',
      'FROZEN',
    ]);
  });

  it('stay as the first 20 points set them', () => {
    const calm = times(10, 49, 51);
    const { limits } = xmr(months(...calm, ...times(10, 70)), FREE);
    expect(limits[0]).toEqual(xmr(months(...calm), FREE).limits[0]);
  });

  it('are clipped to the range of the measure', () => {
    const { limits } = xmr(months(0.9, 1, 0.8, 1), { ...FREE, range: { min: 0, max: 1 } });
    expect(limits[0]?.upper).toBe(1);
    expect(limits[0]?.lower).toBeCloseTo(0.925 - 2.66 * (0.5 / 3), 10);
  });

  it('leave a gap a gap: no range across it', () => {
    const { limits, points } = xmr(months(10, 12, null, 40, 41), FREE);
    expect(points.map(({ movingRange }) => movingRange)).toEqual([null, 2, null, null, 1]);
    expect(limits[0]).toMatchObject({ points: 4, meanRange: 1.5 });
  });

  it('leave out ranges of 3.267 mean ranges and more, once, when asked to', () => {
    // Ranges 1 nine times and 20: mean 2.9, limit 9.4743; without the 20 the mean is 1.
    const values = [0, 1, 0, 1, 0, 20, 21, 20, 21, 20, 21];
    const meanRange = (screenRanges: boolean) =>
      xmr(months(...values), { ...FREE, screenRanges }).limits[0]?.meanRange;
    expect(meanRange(false)).toBeCloseTo(2.9, 10);
    expect(meanRange(true)).toBe(1);
  });

  it('begin anew where the chart was re-based', () => {
    const values = [...times(3, 10, 12), ...times(3, 30, 32)];
    const { limits, points } = xmr(months(...values), { ...FREE, rebasedAt: ['2025-07'] });
    expect(limits).toMatchObject([
      { from: '2025-01', mean: 11, points: 6 },
      { from: '2025-07', mean: 31, points: 6 },
    ]);
    expect(points[6]?.movingRange).toBeNull();
    expect(points.flatMap(({ signals }) => signals)).toEqual([]);
  });

  it('are not there before two months follow on one another', () => {
    expect(xmr(months(), FREE)).toEqual({ limits: [], points: [] });
    expect(xmr(months(5), FREE).limits).toEqual([]);
    expect(xmr(months(5, null, 6), FREE).limits).toEqual([]);
  });
});

describe('signals', () => {
  // 20 points: the limits are set by them and frozen.
  const calm = times(10, 49, 51);

  it('OUTSIDE: beyond a limit', () => {
    // Mean 50, mean range 2, reach 5.32.
    const [inside, outside] = signalsOf([...calm, 55.3, 55.4]).slice(20);
    expect(inside).not.toContain('OUTSIDE');
    expect(outside).toContain('OUTSIDE');
    expect(signalsOf([...calm, 44.6]).at(-1)).toEqual(['OUTSIDE']);
  });

  it('RUN: from the 7th on one side; one on the mean or a gap ends it', () => {
    // The last of the calm ones is above as well.
    const above = signalsOf([...calm, ...times(4, 52, 51)]).slice(20);
    expect(above.map((signals) => signals.includes('RUN'))).toEqual([
      ...times(5, false),
      ...times(3, true),
    ]);
    const onMean = signalsOf([...calm, 52, 51, 52, 50, 52, 51, 52]).slice(20);
    expect(onMean.flat()).toEqual([]);
    const gap = signalsOf([...calm, 52, 51, 52, null, 52, 51, 52]).slice(20);
    expect(gap.flat()).toEqual([]);
  });

  it('TREND: six steps one way; a tie is no step', () => {
    const rising = signalsOf([...calm, 48, 48.5, 49, 49.5, 50, 50.5, 51]).slice(20);
    expect(rising.map((signals) => signals.includes('TREND'))).toEqual([...times(6, false), true]);
    const tie = signalsOf([...calm, 48, 48.5, 49, 49, 50, 50.5, 51, 51.5]).slice(20);
    expect(tie.flat()).not.toContain('TREND');
    const falling = signalsOf([...calm, 52, 51.5, 51, 50.5, 50, 49.5, 49]).slice(20);
    expect(falling.at(-1)).toEqual(['TREND']);
  });

  it('NEAR_LIMIT: two of three beyond two thirds on one side', () => {
    // Two thirds of 5.32 are 3.5467.
    expect(signalsOf([...calm, 53.6, 50.5, 53.6]).at(-1)).toEqual(['NEAR_LIMIT']);
    expect(signalsOf([...calm, 53.6, 50.5, 46.4]).at(-1)).toEqual([]);
    expect(signalsOf([...calm, 53.6, 50.5, 49, 53.6]).at(-1)).toEqual([]);
    expect(signalsOf([...calm, 53.5, 53.5]).at(-1)).toEqual([]);
  });
});

describe('laws of the chart', () => {
  const anyValues = fc.array(fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { freq: 6 }), {
    maxLength: 40,
  });

  it('limits bracket the mean and stay in the range', () => {
    fc.assert(
      fc.property(anyValues, fc.boolean(), (values, screenRanges) => {
        const range = { min: 0, max: 1 };
        for (const each of xmr(months(...values), { range, screenRanges, rebasedAt: [] }).limits) {
          expect(each.lower).toBeLessThanOrEqual(each.mean + 1e-12);
          expect(each.upper).toBeGreaterThanOrEqual(each.mean - 1e-12);
          expect(each.lower).toBeGreaterThanOrEqual(0);
          expect(each.upper).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  it('every month is there once, in order, with its own value', () => {
    fc.assert(
      fc.property(anyValues, (values) => {
        const given = months(...values);
        const { points } = xmr(given, { ...FREE, rebasedAt: ['2025-05', '2026-01'] });
        expect(points.map(({ month, value }) => ({ month, value }))).toEqual(given);
      }),
    );
  });

  it('adding months after the 20th never moves the limits', () => {
    const set = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), {
      minLength: 20,
      maxLength: 20,
    });
    fc.assert(
      fc.property(set, anyValues, (base, later) => {
        const before = xmr(months(...base), FREE).limits;
        expect(xmr(months(...base, ...later), FREE).limits).toEqual(before);
      }),
    );
  });
});
