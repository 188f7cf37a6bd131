import { INDICATORS, indicatorOf, wilson } from '../../web/src/outcomes/indicators';
import {
  closedMonths,
  lastDayOf,
  monthsOf,
  periodOf,
  plusMonths,
} from '../../web/src/outcomes/period';
import { wilson as theirs95 } from '../../src/domain/outcomes/intervals';

describe('the period of the outcomes', () => {
  it('is the last twelve months that are over, unless one is chosen', () => {
    expect(closedMonths('2026-11-22')).toEqual({ from: '2025-11-01', to: '2026-10-31' });
    expect(closedMonths('2026-01-01')).toEqual({ from: '2025-01-01', to: '2025-12-31' });
    expect(periodOf({}, '2024-03-31')).toEqual({ from: '2023-03-01', to: '2024-02-29' });
    expect(periodOf({ from: '2026-01-01' }, '2026-11-22')).toEqual({
      from: '2026-01-01',
      to: null,
    });
    expect(periodOf({ from: 'all' }, '2026-11-22')).toEqual({ from: null, to: null });
    expect(periodOf({ from: 'x', to: '2026-13-45' }, '2026-11-22').from).toBe('2025-11-01');
  });

  it('counts months over the turn of a year', () => {
    expect(plusMonths('2026-01', -1)).toBe('2025-12');
    expect(plusMonths('2026-12', 1)).toBe('2027-01');
    expect(plusMonths('2026-03', -27)).toBe('2023-12');
    expect(lastDayOf('2028-02')).toBe('2028-02-29');
    expect(monthsOf({ from: '2026-01-05', to: null })).toBeNull();
    expect(monthsOf({ from: '2026-01-05', to: '2026-03-01' })).toEqual({
      from: '2026-01',
      to: '2026-03',
    });
  });
});

describe('indicators', () => {
  it('have an address of their own each', () => {
    const slugs = INDICATORS.map(({ slug }) => slug);
    expect(new Set(slugs).size).toBe(slugs.length);
    expect(indicatorOf('responders')?.chart).toBe('RESPONDERS');
    expect(indicatorOf('nonsense')).toBeNull();
  });

  it('give shares the interval that the service gives', () => {
    for (const [events, n] of [
      [0, 5],
      [3, 7],
      [45, 60],
      [9, 9],
    ] as const) {
      const ours = wilson(events, n);
      const theirs = theirs95(events, n);
      expect(ours?.low).toBeCloseTo(theirs?.low ?? NaN, 6);
      expect(ours?.high).toBeCloseTo(theirs?.high ?? NaN, 6);
    }
    expect(wilson(0, 0)).toBeNull();
  });
});
