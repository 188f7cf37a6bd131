import { revisionFigures, type RevisedGoal } from '../../../src/domain/outcomes/revisions';

describe('figures of revisions', () => {
  const value = (attained: number) => ({ state: 'VALUE', value: attained }) as const;
  const missing = { state: 'MISSING', value: null } as const;
  const goal = (
    original: RevisedGoal['original'],
    current: RevisedGoal['current'],
    ...revisions: RevisedGoal['revisions']
  ): RevisedGoal => ({ original, current, abandoned: false, revisions });
  const easier = { day: 10, demand: 'EASIER', reason: 'PLATEAU' } as const;
  const harder = { day: 20, demand: 'HARDER', reason: 'FASTER_PROGRESS' } as const;

  it('say how often, when, which way and what it is worth', () => {
    // Worked by hand: three of five goals were revised, four times. Both results are known of two:
    // 0.5 → 1 and 0.8 → 1.2; gains 0.5 and 0.4, median 0.45; 0 and 2 of them reached.
    const figures = revisionFigures([
      goal(value(1), value(1)),
      goal(missing, missing),
      goal(value(0.5), value(1), easier),
      goal(value(0.8), value(1.2), easier, harder),
      goal(missing, value(1), { ...harder, day: 40 }),
    ]);
    expect(figures).toMatchObject({
      goals: 5,
      revised: 3,
      revisions: 4,
      easier: 2,
      harder: 2,
      mixed: 0,
      same: 0,
      reasons: { FASTER_PROGRESS: 2, PLATEAU: 2 },
      daysToFirst: { n: 3, median: 10 },
      worth: { n: 2, reachedOriginal: 0, reachedCurrent: 2 },
    });
    expect(figures.worth.gain.median).toBeCloseTo(0.45, 12);
  });

  it('leave goals that were given up out of what revisions are worth', () => {
    const given = { ...goal(value(0.5), value(1), easier), abandoned: true };
    expect(revisionFigures([given])).toMatchObject({ revised: 1, worth: { n: 0 } });
  });

  it('are nothing of nothing', () => {
    expect(revisionFigures([])).toMatchObject({ goals: 0, daysToFirst: { n: 0, median: null } });
  });
});
