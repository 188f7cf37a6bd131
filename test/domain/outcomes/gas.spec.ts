import fc from 'fast-check';
import { gas, type GasGoal, gasT } from '../../../src/domain/outcomes/gas';

const goal = (over: Partial<GasGoal> = {}): GasGoal => ({
  importance: 1,
  difficulty: 1,
  baselineLevel: -1,
  outcome: { kind: 'scored', level: 0 },
  ...over,
});

const scored = (level: -2 | -1 | 0 | 1 | 2) => ({ kind: 'scored', level }) as const;

const plain = (...levels: number[]) => levels.map((level) => ({ level, weight: 1 }));

describe('T = 50 + 10 Σwx / √((1 - ρ) Σw² + ρ (Σw)²)', () => {
  // All by hand from the formula of Kiresuk & Sherman 1968 with ρ = 0.3.
  it.each([
    // One goal: the root is √(0.7 + 0.3) = 1, so each level is 10 points of T.
    [plain(-2), 30],
    [plain(-1), 40],
    [plain(0), 50],
    [plain(1), 60],
    [plain(2), 70],
    // Two equal goals: √(0.7 × 2 + 0.3 × 4) = √2.6.
    [plain(1, 1), 50 + 20 / Math.sqrt(2.6)],
    [plain(1, -1), 50],
    // Three equal goals: √(0.7 × 3 + 0.3 × 9) = √4.8.
    [plain(2, 1, 0), 50 + 30 / Math.sqrt(4.8)],
    // Σw = 21, Σw² = 91, Σwx = 7: √(63.7 + 132.3) = √196 = 14, T = 50 + 70/14.
    [
      [
        { level: -2, weight: 3 },
        { level: 0, weight: 5 },
        { level: -1, weight: 1 },
        { level: 2, weight: 4 },
        { level: 0, weight: 2 },
        { level: 1, weight: 6 },
      ],
      55,
    ],
  ])('%p: %d', (scales, expected) => {
    expect(gasT(scales)).toBeCloseTo(expected, 10);
  });

  it('has no value without goals', () => {
    expect(gasT([])).toBeNull();
  });

  const scales = fc.array(
    fc.record({ level: fc.integer({ min: -2, max: 2 }), weight: fc.integer({ min: 1, max: 9 }) }),
    { minLength: 1, maxLength: 8 },
  );

  it('is mirrored at 50 when all levels are', () => {
    fc.assert(
      fc.property(scales, (list) => {
        const mirrored = list.map(({ level, weight }) => ({ level: -level, weight }));
        expect((gasT(list) ?? 0) + (gasT(mirrored) ?? 0)).toBeCloseTo(100, 9);
      }),
    );
  });

  it('does not change when all weights are multiplied by one number', () => {
    fc.assert(
      fc.property(scales, fc.integer({ min: 2, max: 9 }), (list, factor) => {
        const heavier = list.map(({ level, weight }) => ({ level, weight: weight * factor }));
        expect(gasT(heavier)).toBeCloseTo(gasT(list) ?? 0, 9);
      }),
    );
  });
});

describe('the figures of an episode', () => {
  it('compares baseline and achieved levels, weighted by importance × difficulty', () => {
    // Given weights 6 and 1, from -1 and -2 to +1 and 0: the root is √(0.7 × 37 + 0.3 × 49).
    const root = Math.sqrt(0.7 * 37 + 0.3 * 49);
    const figures = gas([
      goal({ importance: 3, difficulty: 2, outcome: scored(1) }),
      goal({ baselineLevel: -2, outcome: scored(0) }),
    ]);
    expect(figures.baselineT).toBeCloseTo(50 - 80 / root, 10);
    expect(figures.achievedT).toBeCloseTo(50 + 60 / root, 10);
    expect(figures.changeT).toBeCloseTo(140 / root, 10);
    expect(figures).toMatchObject({ counted: 2, abandoned: 0, unscored: 0 });
  });

  it('counts an abandoned goal as -2', () => {
    expect(gas([goal({ outcome: { kind: 'abandoned' } })])).toEqual({
      baselineT: 40,
      achievedT: 30,
      changeT: -10,
      counted: 1,
      abandoned: 1,
      unscored: 0,
    });
  });

  it('leaves an unscored goal out of both scores and says how many', () => {
    const one = goal({ outcome: scored(1) });
    const open = goal({ baselineLevel: -2, importance: 3, outcome: { kind: 'unscored' } });
    expect(gas([one, open])).toEqual({ ...gas([one]), unscored: 1 });
    expect(gas([open])).toEqual({
      baselineT: null,
      achievedT: null,
      changeT: null,
      counted: 0,
      abandoned: 0,
      unscored: 1,
    });
  });
});
