import fc from 'fast-check';
import {
  proportionFunnel,
  proportionLimits,
  rateFunnel,
  rateLimits,
} from '../../../src/domain/outcomes/funnel';

const unit = (key: string, n: number, events: number) => ({ key, n, events });

describe('funnel limits of a proportion', () => {
  it('are those worked out by hand around one half', () => {
    // asin √½ = π/4 and sin²(π/4 ± a) = ½ ± ½ sin 2a. n = 100: a = 1.959964 / 20 = 0.0979982,
    // sin 0.1959964 = 0.1947439; a = 3.090232 / 20 = 0.1545116, sin 0.3090232 = 0.3041285.
    const { inner, outer, at } = proportionLimits(0.5, 100, 0);
    expect(at).toBe(100);
    expect(inner.low).toBeCloseTo(0.402628, 6);
    expect(inner.high).toBeCloseTo(0.597372, 6);
    expect(outer.low).toBeCloseTo(0.347936, 6);
    expect(outer.high).toBeCloseTo(0.652064, 6);
  });

  it('end at 0 and 1 instead of folding back', () => {
    const { inner, outer } = proportionLimits(0.02, 4, 0);
    expect(inner.low).toBe(0);
    expect(outer.low).toBe(0);
    expect(outer.high).toBeGreaterThan(inner.high);
    expect(proportionLimits(1, 3, 0).outer.high).toBe(1);
  });
});

describe('a funnel of proportions', () => {
  it('is centred at all events of all, and places each unit', () => {
    const units = [unit('a', 100, 50), unit('b', 100, 61), unit('c', 100, 34), unit('d', 0, 0)];
    const even = [unit('e', 100, 50), unit('f', 100, 55)];
    const funnel = proportionFunnel([...units, ...even]);
    expect(funnel.centre).toBeCloseTo(0.5, 12);
    expect(funnel.overDispersion).toEqual({ state: 'TOO_FEW_UNITS' });
    expect(funnel.units.map(({ key, place }) => [key, place])).toEqual([
      ['a', 'WITHIN'],
      ['b', 'BEYOND_INNER'],
      ['c', 'BEYOND_OUTER'],
      ['e', 'WITHIN'],
      ['f', 'WITHIN'],
    ]);
  });

  it('widens its limits for what differs between units beyond chance', () => {
    // Ten units of 100, half of them at sin²(π/4 + 0.1), half at sin²(π/4 - 0.1): the mean is ½,
    // z = ± 2 × 10 × 0.1 = ± 2, nothing to draw in; φ = 4. Σw = 4,000, Σw²/Σw = 400:
    // τ² = (10 × 4 - 9) / 3,600 = 0.00861111…
    const share = (sign: number) => Math.sin(Math.PI / 4 + sign * 0.1) ** 2;
    const units = Array.from({ length: 10 }, (_, index) =>
      unit(String(index), 100, 100 * share(index % 2 === 0 ? 1 : -1)),
    );
    const funnel = proportionFunnel(units);
    expect(funnel.overDispersion).toMatchObject({ state: 'ESTIMATED' });
    if (funnel.overDispersion.state !== 'ESTIMATED') throw new Error('not estimated');
    expect(funnel.overDispersion.phi).toBeCloseTo(4, 10);
    expect(funnel.overDispersion.tau2).toBeCloseTo(31 / 3600, 10);
    // 2 standard errors by chance alone would be beyond; with τ² it is within.
    expect(funnel.units.map(({ place }) => place)).toEqual(Array(10).fill('WITHIN'));
    expect(proportionFunnel(units.slice(0, 8)).units[0]?.place).toBe('BEYOND_INNER');
  });

  it('draws the most extreme units in before it judges the spread', () => {
    const calm = Array.from({ length: 19 }, (_, index) => unit(String(index), 100, 50));
    const funnel = proportionFunnel([...calm, unit('wild', 100, 95)]);
    if (funnel.overDispersion.state !== 'ESTIMATED') throw new Error('not estimated');
    expect(funnel.overDispersion.tau2).toBe(0);
    expect(funnel.units.at(-1)?.place).toBe('BEYOND_OUTER');
  });

  it('has no centre without a case', () => {
    expect(proportionFunnel([unit('a', 0, 0)])).toMatchObject({ centre: null, units: [] });
  });
});

describe('a funnel of rates', () => {
  it('has the exact limits of a Poisson count', () => {
    // Garwood's limits of 10 events: 4.795 and 18.390 (95 %); per 1,000 of exposure.
    const { inner } = rateLimits(0.01, 1000);
    expect(inner.low * 1000).toBeCloseTo(4.795, 3);
    expect(inner.high * 1000).toBeCloseTo(18.39, 3);
  });

  it('places units, and leaves out those without exposure', () => {
    const units = [
      { key: 'a', exposure: 1000, events: 10 },
      { key: 'b', exposure: 1000, events: 0 },
      { key: 'c', exposure: 0, events: 0 },
      { key: 'd', exposure: 1000, events: 20 },
    ];
    const funnel = rateFunnel(units);
    expect(funnel.centre).toBeCloseTo(0.01, 12);
    expect(funnel.units.map(({ key, place }) => [key, place])).toEqual([
      ['a', 'WITHIN'],
      ['b', 'BEYOND_OUTER'],
      ['d', 'BEYOND_INNER'],
    ]);
    expect(rateFunnel([{ key: 'c', exposure: 0, events: 0 }])).toEqual({ centre: null, units: [] });
  });
});

describe('laws of a funnel', () => {
  const anyUnit = fc
    .record({
      n: fc.integer({ min: 0, max: 500 }),
      share: fc.double({ min: 0, max: 1, noNaN: true }),
    })
    .map(({ n, share }) => ({ n, events: Math.round(n * share) }));
  const anyUnits = fc
    .array(anyUnit, { maxLength: 40 })
    .map((units) => units.map((each, index) => ({ key: String(index), ...each })));

  it('limits bracket the centre, lie in 0 to 1, and the outer hold the inner', () => {
    fc.assert(
      fc.property(anyUnits, (given) => {
        const { centre, units } = proportionFunnel(given);
        for (const { limits } of units) {
          const { inner, outer } = limits;
          const inOrder = [0, outer.low, inner.low, centre ?? NaN, inner.high, outer.high, 1];
          inOrder.slice(1).forEach((value, index) => {
            expect(value).toBeGreaterThanOrEqual((inOrder[index] ?? NaN) - 1e-9);
          });
        }
      }),
    );
  });

  it('limits narrow as n grows, and never fold back', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    const size = fc.integer({ min: 1, max: 5000 });
    fc.assert(
      fc.property(share, size, size, fc.double({ min: 0, max: 0.1, noNaN: true }), (p, a, b, t) => {
        const small = proportionLimits(p, Math.min(a, b), t);
        const large = proportionLimits(p, Math.max(a, b), t);
        expect(small.outer.low).toBeLessThanOrEqual(large.outer.low + 1e-12);
        expect(small.outer.high).toBeGreaterThanOrEqual(large.outer.high - 1e-12);
      }),
    );
  });

  it('rate limits bracket the rate', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.0001, max: 0.2, noNaN: true }),
        fc.integer({ min: 1, max: 20_000 }),
        (rate, exposure) => {
          const { inner, outer } = rateLimits(rate, exposure);
          const inOrder = [0, outer.low, inner.low, rate, inner.high, outer.high];
          inOrder.slice(1).forEach((value, index) => {
            expect(value).toBeGreaterThanOrEqual(inOrder[index] ?? NaN);
          });
        },
      ),
      // A hundredth of an event is expected: its quantiles are below what a number can hold.
      { examples: [[0.0007863171657204853, 13]] },
    );
  });
});
