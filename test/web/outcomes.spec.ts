import { askingOf, keptOf } from '../../web/src/outcomes/frozen';
import { INDICATORS, indicatorOf, wilson } from '../../web/src/outcomes/indicators';
import {
  closedMonths,
  closedQuarter,
  comparedWith,
  lastDayOf,
  monthsOf,
  periodOf,
  quarterOf,
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

describe('quarters, and what a period is compared with', () => {
  it('are those that are over', () => {
    expect(closedQuarter('2026-11-22')).toEqual({ from: '2026-07-01', to: '2026-09-30' });
    expect(closedQuarter('2026-01-01')).toEqual({ from: '2025-10-01', to: '2025-12-31' });
    expect(closedQuarter('2026-03-31', 2)).toEqual({ from: '2025-07-01', to: '2025-09-30' });
    expect(quarterOf(closedQuarter('2026-11-22'))).toEqual({ year: '2026', quarter: 3 });
    expect(quarterOf({ from: '2026-02-01', to: '2026-04-30' })).toBeNull();
    expect(quarterOf({ from: '2026-01-01', to: '2026-03-30' })).toBeNull();
  });

  it('is as long before, whole months by months and days by days', () => {
    const third = { from: '2026-07-01', to: '2026-09-30' };
    expect(comparedWith(third, 'before')).toEqual({ from: '2026-04-01', to: '2026-06-30' });
    expect(comparedWith({ from: '2026-03-10', to: '2026-03-19' }, 'before')).toEqual({
      from: '2026-02-28',
      to: '2026-03-09',
    });
  });

  it('is the same a year earlier, leap days included', () => {
    expect(comparedWith({ from: '2024-02-01', to: '2024-02-29' }, 'year')).toEqual({
      from: '2023-02-01',
      to: '2023-02-28',
    });
    expect(comparedWith({ from: '2025-02-10', to: '2025-02-28' }, 'year')).toEqual({
      from: '2024-02-10',
      to: '2024-02-29',
    });
    expect(comparedWith({ from: null, to: '2025-02-28' }, 'year')).toBeNull();
  });
});

describe('a frozen report', () => {
  const own = ['a', 'b'];
  it('leads to the page that asks the same', () => {
    const args = {
      figure: 'RESPONDERS',
      filter: { clinicIds: ['b', 'a'], to: '2026-09-30', measure: { instrument: 'NPRS' } },
    };
    expect(askingOf('CONTROL_CHART', args, own)).toEqual({
      indicator: 'responders',
      search: { to: '2026-09-30', measure: 'NPRS' },
    });
    const one = { filter: { clinicIds: ['a'], from: '2026-07-01' } };
    expect(askingOf('OUTCOMES', one, own)).toEqual({
      indicator: null,
      search: { clinic: 'a', from: '2026-07-01' },
    });
  });

  it('leads nowhere where no address says the same', () => {
    expect(askingOf('OUTCOMES', { filter: { clinicIds: ['a', 'c'] } }, own)).toBeNull();
    expect(askingOf('OUTCOMES', { filter: { payers: ['PUBLIC', 'SELF_PAY'] } }, own)).toBeNull();
    expect(askingOf('REFERRAL_FUNNEL', { filter: {} }, own)).toBeNull();
  });

  it('is drawn where the parts that are drawn were kept', () => {
    expect(keptOf('OUTCOMES', { groups: [] }).query).toBe('OUTCOMES');
    expect(keptOf('OUTCOMES', { parts: [] }).query).toBe('OTHER');
    expect(keptOf('CONTROL_CHART', { points: [] }).query).toBe('OTHER');
    expect(keptOf('REFERRAL_FUNNEL', { groups: [] }).query).toBe('OTHER');
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
