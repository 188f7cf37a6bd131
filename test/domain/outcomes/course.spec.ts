import { course } from '../../../src/domain/outcomes/course';

const at = (episode: string, dayFromReferral: number, value: number) => ({
  episode,
  dayFromReferral,
  value,
});

describe('course of a measure', () => {
  it('describes the scores of each day', () => {
    const observations = [at('a', 0, 6), at('b', 0, 8), at('a', 90, 3), at('b', 92, 5)];
    const expected = [
      { day: 0, n: 2, mean: 7, sd: Math.sqrt(2), median: 7, q1: 6.5, q3: 7.5 },
      { day: 90, n: 2, mean: 4, sd: Math.sqrt(2), median: 4, q1: 3.5, q3: 4.5 },
      { day: 365, n: 0, mean: null, sd: null, median: null, q1: null, q3: null },
    ];
    expect(course(observations, { days: [0, 90, 365], windowDays: 14 })).toEqual(expected);
  });

  it.each([
    ['the nearest', [at('a', 80, 1), at('a', 88, 2), at('a', 97, 3)], 2],
    ['of two equally near the later', [at('a', 95, 3), at('a', 85, 1)], 3],
    ['the same, listed the other way', [at('a', 85, 1), at('a', 95, 3)], 3],
    ['of two on one day the one given later', [at('a', 90, 1), at('a', 90, 3)], 3],
    ['one at the edge of the window', [at('a', 104, 4)], 4],
    ['one at the other edge', [at('a', 76, 4)], 4],
    ['none beyond it', [at('a', 105, 4), at('a', 75.5, 4)], null],
  ])('takes %s', (_name, observations, expected) => {
    expect(course(observations, { days: [90], windowDays: 14 })[0]?.mean).toBe(expected);
  });

  it('carries nothing forward', () => {
    const observations = [at('a', 0, 6), at('b', 0, 8), at('b', 90, 2)];
    expect(course(observations, { days: [90], windowDays: 14 })).toMatchObject([{ n: 1, mean: 2 }]);
  });

  it('can keep those scored at one day, at all days', () => {
    const observations = [at('a', 0, 6), at('b', 0, 8), at('b', 360, 2), at('c', 380, 1)];
    const options = { days: [0, 365], windowDays: 14, completeForDay: 365 };
    expect(course(observations, options)).toMatchObject([
      { day: 0, n: 1, mean: 8 },
      { day: 365, n: 1, mean: 2 },
    ]);
  });
});
