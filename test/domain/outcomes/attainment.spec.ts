import fc from 'fast-check';
import {
  attainment,
  countedObservation,
  goalResult,
  type GoalWindow,
  isReached,
  maintainKept,
  targetFrom,
} from '../../../src/domain/outcomes/attainment';
import type { ScoredObservation } from '../../../src/domain/outcomes/observations';
import { named } from './named';

/** Noon of a day of March 2025. */
const march = (day: number) => `2025-03-${String(day).padStart(2, '0')}T12:00:00.000Z`;

function observed(id: string, day: number, points = 3): ScoredObservation {
  return { id, at: march(day), score: points, afterSession: false };
}

/** A goal set on the 5th and due on the 20th; for the test the window is the 15th to the 25th. */
const WINDOW: GoalWindow = {
  setAt: march(5),
  windowFrom: '2025-03-15T00:00:00.000Z',
  windowTo: '2025-03-26T00:00:00.000Z',
  dischargeObservationIds: new Set(),
};

describe('attainment = (baseline - current) / (baseline - target)', () => {
  it.each([
    // (8 - 5) / (8 - 2) = 3/6, and so on by hand.
    [8, 2, 5, 0.5],
    [8, 2, 2, 1],
    [8, 2, 8, 0],
    [8, 2, 1, 7 / 6],
    [8, 2, 10, -1 / 3],
    // Higher is better: (3 - 6) / (3 - 7) = 3/4.
    [3, 7, 6, 0.75],
    [3, 7, 1, -0.5],
    [3, 7, 3, 0],
  ])('baseline %d, target %d, now %d: %d', (baseline, target, current, expected) => {
    expect(attainment(baseline, target, current)).toBe(expected);
  });

  it('has no value when nothing was to change', () => {
    expect(attainment(5, 5, 3)).toBeNull();
  });

  it('is 0 at the baseline and 1 at the target', () => {
    const point = fc.double({ min: -1000, max: 1000, noNaN: true });
    fc.assert(
      fc.property(point, point, (baseline, target) => {
        // Differences near the smallest double vanish in the division, and mean nothing here.
        fc.pre(Math.abs(baseline - target) > 1e-6);
        expect(attainment(baseline, target, baseline)).toBe(0);
        expect(attainment(baseline, target, target)).toBe(1);
      }),
    );
  });

  it('calls the target reached, whatever binary fractions do', () => {
    expect(isReached(1)).toBe(true);
    expect(isReached(0.99)).toBe(false);
    // Two steps of a double below 1.
    expect(isReached(0.9999999999999998)).toBe(true);
  });
});

describe('target', () => {
  it.each([
    // Lower is better: 6 × (1 - 50/100) = 3; 7 × 0.7 = 4.9; 100 % is the end of the scale.
    ['NPRS', { percent: 50 }, 6, 3],
    ['NPRS', { percent: 30 }, 7, 4.9],
    ['NPRS', { percent: 100 }, 7, 0],
    // Higher is better: 4 × (1 + 50/100) = 6.
    ['PSFS', { percent: 50 }, 4, 6],
    ['ODI', { value: 12 }, 40, 12],
    ['PSFS', { value: 10 }, 4, 10],
  ])('%s %p from %d is %d', (code, wish, baseline, target) => {
    expect(targetFrom(wish, baseline, named(code))).toEqual({ ok: true, target });
  });

  it.each([
    ['NPRS', { percent: 120 }, 6, 'TARGET_OUT_OF_RANGE'],
    ['PSFS', { percent: 50 }, 7, 'TARGET_OUT_OF_RANGE'],
    ['NPRS', { value: 11 }, 6, 'TARGET_OUT_OF_RANGE'],
    ['NPRS', { value: Number.NaN }, 6, 'TARGET_OUT_OF_RANGE'],
    ['NPRS', { value: 6 }, 6, 'TARGET_NO_IMPROVEMENT'],
    ['NPRS', { value: 7 }, 6, 'TARGET_NO_IMPROVEMENT'],
    ['PSFS', { value: 3 }, 4, 'TARGET_NO_IMPROVEMENT'],
    ['NPRS', { percent: 0 }, 6, 'TARGET_NO_IMPROVEMENT'],
    ['NPRS', { percent: -10 }, 6, 'TARGET_NO_IMPROVEMENT'],
    ['NPRS', { percent: 50 }, 0, 'TARGET_NO_IMPROVEMENT'],
  ])('%s %p from %d is refused: %s', (code, wish, baseline, refusal) => {
    expect(targetFrom(wish, baseline, named(code))).toMatchObject({ ok: false, code: refusal });
  });

  it('allows a percentage only where 0 is a true zero', () => {
    const shifted = { ...named('NPRS'), trueZero: false };
    expect(targetFrom({ percent: 50 }, 6, shifted)).toMatchObject({ code: 'PERCENT_NOT_ALLOWED' });
    expect(targetFrom({ value: 3 }, 6, shifted)).toEqual({ ok: true, target: 3 });
  });

  it('is refused on an instrument that rates change itself', () => {
    const transition = { ...named('NPRS'), kind: 'transition' as const };
    expect(targetFrom({ value: 3 }, 6, transition)).toMatchObject({ code: 'MEASURE_RATES_CHANGE' });
  });

  it('that is accepted lies in the range and is an improvement', () => {
    const wish = fc.oneof(
      fc.record({ percent: fc.double({ min: -50, max: 200, noNaN: true }) }),
      fc.record({ value: fc.double({ min: -5, max: 15 }) }),
    );
    const code = fc.constantFrom('NPRS', 'PSFS');
    fc.assert(
      fc.property(code, wish, fc.integer({ min: 0, max: 10 }), (which, wished, baseline) => {
        const result = targetFrom(wished, baseline, named(which));
        if (!result.ok) return;
        const step = which === 'NPRS' ? baseline - result.target : result.target - baseline;
        expect(step).toBeGreaterThan(0);
        expect(result.target).toBeGreaterThanOrEqual(0);
        expect(result.target).toBeLessThanOrEqual(10);
      }),
    );
  });
});

describe('the observation that counts', () => {
  it.each([
    ['nothing observed', [], null],
    ['only before the window', [observed('early', 14)], null],
    ['only after the window', [observed('late', 26)], null],
    ['the last one inside', [observed('a', 16), observed('b', 24), observed('late', 27)], 'b'],
    ['the last in time, not in the list', [observed('b', 24), observed('a', 16)], 'b'],
    ['of two at one instant the later entry', [observed('a', 16), observed('b', 16)], 'b'],
  ])('%s', (_name, observations, expected) => {
    expect(countedObservation(observations, WINDOW)?.id ?? null).toBe(expected);
  });

  it('includes the first instant of the window and not its end', () => {
    const at = (instant: string) => ({ ...observed('edge', 1), at: instant });
    expect(countedObservation([at(WINDOW.windowFrom)], WINDOW)?.id).toBe('edge');
    expect(countedObservation([at('2025-03-25T23:59:59.999Z')], WINDOW)?.id).toBe('edge');
    expect(countedObservation([at(WINDOW.windowTo)], WINDOW)).toBeNull();
  });

  it('must be later than the version of the goal', () => {
    const revisedLate = { ...WINDOW, setAt: march(18) };
    expect(countedObservation([observed('a', 18)], revisedLate)).toBeNull();
    expect(countedObservation([observed('b', 19)], revisedLate)?.id).toBe('b');
  });

  it('may be of the discharge assessment outside the window', () => {
    const discharged = { ...WINDOW, dischargeObservationIds: new Set(['final', 'early']) };
    expect(countedObservation([observed('final', 9)], discharged)?.id).toBe('final');
    expect(countedObservation([observed('in', 16), observed('final', 28)], discharged)?.id).toBe(
      'final',
    );
    // Not when the goal was set after it.
    expect(countedObservation([observed('early', 4)], discharged)).toBeNull();
  });

  it('is never one taken right after a session', () => {
    const relief = { ...observed('relief', 20), afterSession: true };
    const discharged = { ...WINDOW, dischargeObservationIds: new Set(['relief']) };
    expect(countedObservation([relief], discharged)).toBeNull();
    expect(countedObservation([observed('a', 16), relief], WINDOW)?.id).toBe('a');
  });
});

describe('a goal to maintain', () => {
  const pain = { reference: 4, tolerance: 1, better: 'lower' as const };
  const function10 = { reference: 7, tolerance: 0.5, better: 'higher' as const };

  it.each([
    [pain, [4, 5, 5], true],
    [pain, [0], true],
    [pain, [4, 6, 4], false],
    [pain, [], null],
    [function10, [6.5, 9], true],
    [function10, [6.4, 9], false],
  ])('%p, observed %p: kept is %p', (goal, scores, expected) => {
    const observations = scores.map((points, index) =>
      observed(`o${String(index)}`, 16 + index, points),
    );
    expect(maintainKept(goal, observations, WINDOW)).toBe(expected);
  });

  it('is judged by the window alone', () => {
    expect(maintainKept(pain, [observed('before', 10, 9), observed('in', 16, 4)], WINDOW)).toBe(
      true,
    );
  });
});

describe('the result of a goal', () => {
  const open = { windowTo: WINDOW.windowTo, dischargedAt: null };

  it.each([
    ['until the window ends', 0.5, open, march(25), { state: 'PENDING', value: null }],
    ['from its very end', 0.5, open, WINDOW.windowTo, { state: 'VALUE', value: 0.5 }],
    ['after it, with a value', 0.5, open, march(26), { state: 'VALUE', value: 0.5 }],
    ['after it, without', null, open, march(26), { state: 'MISSING', value: null }],
    [
      'after a discharge that came first',
      1.2,
      { ...open, dischargedAt: march(10) },
      march(11),
      { state: 'VALUE', value: 1.2 },
    ],
    [
      'before that discharge',
      null,
      { ...open, dischargedAt: march(10) },
      march(9),
      { state: 'PENDING', value: null },
    ],
  ])('%s', (_name, value, closes, evaluatedAt, expected) => {
    expect(goalResult(value, closes, evaluatedAt)).toEqual(expected);
  });
});
