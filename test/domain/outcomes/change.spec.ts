import { changeFrom, isEligible, isResponder } from '../../../src/domain/outcomes/change';
import type { Threshold } from '../../../src/domain/outcomes/instrument';
import { fromCustom } from '../../../src/domain/outcomes/instruments';
import { named } from './named';

/** Whether someone with these two scores is a responder by the default threshold. */
function responds(code: string, baseline: number, final: number): boolean | null {
  const { threshold, better } = named(code);
  return isResponder(threshold, better, baseline, final);
}

describe('change', () => {
  it.each([
    ['NPRS', 7, 4, 3],
    ['NPRS', 4, 7, -3],
    ['PSFS', 3, 8, 5],
    ['PSFS', 8, 3, -5],
    ['ODI', 40, 40, 0],
  ])('%s from %d to %d is an improvement of %d points', (code, baseline, final, expected) => {
    expect(changeFrom(named(code), baseline, final)).toBe(expected);
  });
});

describe('responder', () => {
  it.each([
    // NPRS: 2 points and 30 % of the baseline (Farrar 2001).
    ['NPRS', 5, 3, true, '2 points, 40 %'],
    ['NPRS', 10, 8, false, '2 points, but 20 %'],
    ['NPRS', 10, 7, true, '3 points, exactly 30 %'],
    ['NPRS', 7, 5, false, '2 points, 28.6 %'],
    ['NPRS', 3, 2, false, '33 %, but 1 point'],
    ['NPRS', 2, 0, true, '2 points, 100 %'],
    ['NPRS', 5, 8, false, 'worse'],
    ['PSFS', 4, 6, true, '2 points up'],
    ['PSFS', 6, 4, false, '2 points down'],
    ['PSFS', 4, 5.9, false, '1.9 points'],
    ['ODI', 40, 30, true, '10 points'],
    ['ODI', 40, 30.5, false, '9.5 points'],
    ['NDI', 50, 30, true, '20 points'],
    ['NDI', 50, 32, false, '18 points'],
  ])('%s %d → %d: %s (%s)', (code, baseline, final, expected) => {
    expect(responds(code, baseline, final)).toBe(expected);
  });

  it('is not lost to binary fractions', () => {
    // Means of three activities, each pair two points apart: as doubles some are a hair less.
    const pairs = Array.from({ length: 25 }, (_, sum) => [sum / 3, (sum + 6) / 3] as const);
    expect(pairs.some(([baseline, final]) => final - baseline < 2)).toBe(true);
    expect(pairs.every(([baseline, final]) => responds('PSFS', baseline, final))).toBe(true);
  });

  it('does not exist without a threshold', () => {
    expect(isResponder(null, 'lower', 8, 0)).toBeNull();
  });
});

describe('eligible', () => {
  it.each([
    ['NPRS', 2, true],
    ['NPRS', 1, false],
    ['NPRS', 0, false],
    ['PSFS', 8, true],
    ['PSFS', 8.5, false],
    ['ODI', 10, true],
    ['ODI', 9.9, false],
    ['NDI', 20, true],
    ['NDI', 18, false],
  ])('%s with a baseline of %d: %s', (code, baseline, expected) => {
    expect(isEligible(named(code), baseline)).toBe(expected);
  });

  it('counts the percentage in where it asks for more than the points', () => {
    // Higher is better, 0-100, 5 points and 50 %: at 60 there is room for 40, but 30 are needed;
    // at 70 there is room for 30, but 35 are needed.
    const threshold: Threshold = { value: 5, percent: 50, type: 'MCID', source: 'test' };
    const distance = fromCustom({
      code: 'WALK',
      name: 'Walking distance',
      unit: 'm',
      min: 0,
      max: 100,
      better: 'higher',
      trueZero: true,
      threshold,
    });
    expect(isEligible(distance, 60)).toBe(true);
    expect(isEligible(distance, 70)).toBe(false);
  });

  it('is everyone where there is no threshold', () => {
    expect(isEligible({ ...named('NPRS'), threshold: null }, 0)).toBe(true);
  });
});
