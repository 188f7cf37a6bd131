import fc from 'fast-check';
import {
  type CohortGoal,
  type CohortRow,
  finalScore,
  summarise,
} from '../../../src/domain/outcomes/cohort';
import { poissonPer1000, wilson } from '../../../src/domain/outcomes/intervals';

const row = (over: Partial<CohortRow> = {}): CohortRow => ({
  episodeId: 'e',
  status: 'discharged',
  eligible: true,
  baseline: 7,
  final: 4,
  responder: true,
  change: 3,
  goals: [],
  gas: null,
  sessionsCompleted: 6,
  sessionsMissed: 0,
  reactions: 0,
  daysToFirstSession: 5,
  dischargeReason: 'GOALS_MET',
  ...over,
});

const MISSING = { state: 'MISSING', value: null } as const;
const PENDING = { state: 'PENDING', value: null } as const;
const value = (number: number) => ({ state: 'VALUE', value: number }) as const;

const goal = (over: Partial<CohortGoal> = {}): CohortGoal => ({
  kind: 'improve',
  original: value(1),
  current: value(1),
  abandoned: false,
  ...over,
});

const lost = { final: null, responder: null, change: null };

describe('who is counted', () => {
  const figures = summarise([
    row(),
    row({ final: 6, responder: false, change: 1 }),
    row({ final: 3, change: 4 }),
    row({ ...lost, dischargeReason: 'LOST_TO_FOLLOW_UP' }),
    row({ ...lost, status: 'lapsed', dischargeReason: null }),
    // Nearly no pain at the start: cannot respond, and is counted apart.
    row({ eligible: false, baseline: 1, final: 0, responder: false, change: 1 }),
    row({ eligible: false, baseline: null, ...lost, status: 'lapsed', dischargeReason: null }),
  ]);

  it('lists eligible, complete, missing and lapsed', () => {
    expect(figures).toMatchObject({
      episodes: 7,
      eligible: 5,
      ineligible: 2,
      complete: 3,
      missing: 2,
      lapsed: 2,
      completionShare: 3 / 5,
    });
  });

  it('gives responders of the complete, with interval and bounds of the eligible', () => {
    expect(figures.responders).toEqual({
      n: 2,
      of: 3,
      share: 2 / 3,
      interval: wilson(2, 3),
      unjudged: 0,
    });
    // 2 of 5 if both missing failed, 4 of 5 if both responded.
    expect(figures.bounds).toEqual({ worst: 2 / 5, best: 4 / 5 });
  });

  it('describes the change of the complete only', () => {
    // 3, 1, 4: mean 8/3, squares 1/9 + 25/9 + 16/9 = 42/9, SD √(42/18).
    expect(figures.change).toMatchObject({ n: 3, mean: 8 / 3, median: 3, q1: 2, q3: 3.5 });
    expect(figures.change.sd).toBeCloseTo(Math.sqrt(42 / 18), 12);
  });

  it('counts discharge reasons, in the order of their codes', () => {
    expect(Object.entries(figures.dischargeReasons)).toEqual([
      ['GOALS_MET', 4],
      ['LOST_TO_FOLLOW_UP', 1],
    ]);
  });
});

describe('a measure without a threshold', () => {
  const unjudged = row({ responder: null });

  it('has no responder rate and no bounds', () => {
    const figures = summarise([unjudged, row({ ...lost })]);
    expect(figures.responders).toEqual({ n: 0, of: 0, share: null, interval: null, unjudged: 1 });
    expect(figures.bounds).toBeNull();
    expect(figures).toMatchObject({ complete: 1, missing: 1, change: { n: 1, mean: 3 } });
  });

  it('does not dilute the rate of a group in which others have one', () => {
    const figures = summarise([unjudged, row(), row({ ...lost })]);
    expect(figures.responders).toMatchObject({ n: 1, of: 1, share: 1, unjudged: 1 });
    expect(figures.bounds).toEqual({ worst: 1 / 2, best: 1 });
  });
});

describe('attainment of goals', () => {
  it('reports both versions, missing and pending apart, medians and never a mean', () => {
    const figures = summarise([
      row({
        goals: [
          goal({ original: value(0.5), current: value(1.5) }),
          goal({ original: value(1), current: value(1) }),
          goal({ original: MISSING, current: value(0) }),
          goal({ original: value(-30), current: PENDING }),
        ],
      }),
    ]);
    expect(figures.attainment.original).toEqual({
      n: 3,
      missing: 1,
      pending: 0,
      abandoned: 0,
      reached: 1,
      shareReached: 1 / 3,
      // -30, 0.5, 1: type 7 quartiles lie halfway.
      median: 0.5,
      q1: -14.75,
      q3: 0.75,
    });
    expect(figures.attainment.current).toMatchObject({
      n: 3,
      pending: 1,
      shareReached: 2 / 3,
      median: 1,
    });
  });

  it('counts an abandoned goal as not reached and keeps it out of the median', () => {
    const goals = [goal(), goal({ current: MISSING, abandoned: true })];
    expect(summarise([row({ goals })]).attainment.current).toEqual({
      n: 2,
      missing: 0,
      pending: 0,
      abandoned: 1,
      reached: 1,
      shareReached: 1 / 2,
      median: 1,
      q1: 1,
      q3: 1,
    });
  });

  it('reports goals to maintain apart', () => {
    const maintain = (current: CohortGoal['current'], abandoned = false) =>
      goal({ kind: 'maintain', original: value(1), current, abandoned });
    const figures = summarise([
      row({ goals: [maintain(value(1)), maintain(value(0)), maintain(PENDING), goal()] }),
      row({ goals: [maintain(MISSING), maintain(value(1), true)] }),
    ]);
    expect(figures.maintain).toEqual({ n: 3, kept: 1, share: 1 / 3, missing: 1, pending: 1 });
    expect(figures.attainment.current.n).toBe(1);
  });

  it('counts a goal whose kind changed on each side by the kind that it had there', () => {
    const turned = goal({ kind: 'maintain', originalKind: 'improve', current: value(1) });
    const { attainment, maintain } = summarise([row({ goals: [turned] })]);
    expect(attainment.original.n).toBe(1);
    expect(attainment.current.n).toBe(0);
    expect(maintain.n).toBe(1);
  });
});

describe('scaled goals, sessions and reactions', () => {
  const gas = (baselineT: number | null, achievedT: number | null) => ({ baselineT, achievedT });
  const figures = summarise([
    row({
      gas: { ...gas(40, 55), unscored: 1, original: { ...gas(38, 52), unscored: 2 } },
      sessionsCompleted: 10,
      sessionsMissed: 2,
      reactions: 1,
      daysToFirstSession: 3,
    }),
    row({
      gas: { ...gas(36, 50), unscored: 0, original: { ...gas(null, null), unscored: 0 } },
      sessionsCompleted: 4,
      sessionsMissed: 1,
      daysToFirstSession: null,
    }),
    row({
      gas: { ...gas(null, null), unscored: 2, original: { ...gas(null, null), unscored: 0 } },
      sessionsCompleted: 0,
      daysToFirstSession: 9,
    }),
  ]);

  it('gives mean T scores of the episodes that have both', () => {
    // (40 + 36)/2, (55 + 50)/2, (15 + 14)/2; 1 + 0 + 2 goals without a score.
    expect(figures.gas).toEqual({
      n: 2,
      baselineT: 38,
      achievedT: 52.5,
      changeT: 14.5,
      unscored: 3,
      original: { n: 1, baselineT: 38, achievedT: 52, changeT: 14, unscored: 2 },
    });
  });

  it('describes sessions and waiting', () => {
    expect(figures.sessionsPerEpisode).toMatchObject({ n: 3, mean: 14 / 3, median: 4 });
    expect(figures.daysToFirstSession).toMatchObject({ n: 2, mean: 6, median: 6 });
  });

  it('gives reactions per 1,000 sessions and the share of missed ones', () => {
    expect(figures.reactionsPer1000).toEqual({
      reactions: 1,
      sessions: 14,
      ...poissonPer1000(1, 14),
    });
    expect(figures.missedSessionRate).toEqual({
      missed: 3,
      of: 17,
      share: 3 / 17,
      interval: wilson(3, 17),
    });
  });
});

describe('an empty group', () => {
  it('has counts of 0 and no shares', () => {
    const figures = summarise([]);
    expect(figures).toMatchObject({
      episodes: 0,
      eligible: 0,
      completionShare: null,
      bounds: null,
      responders: { share: null },
      change: { n: 0, mean: null },
      attainment: { original: { n: 0, shareReached: null, median: null } },
      maintain: { share: null },
      gas: { n: 0, changeT: null },
      dischargeReasons: {},
      reactionsPer1000: { sessions: 0, rate: null, low: null, high: null },
      missedSessionRate: { of: 0, share: null, interval: null },
    });
  });
});

describe('properties of every group', () => {
  const result = fc.oneof(
    fc.constant(MISSING),
    fc.constant(PENDING),
    fc.double({ min: -5, max: 5, noNaN: true }).map(value),
  );
  const goals = fc.array(
    fc.record({
      kind: fc.constantFrom('improve' as const, 'maintain' as const),
      original: result,
      current: result,
      abandoned: fc.boolean(),
    }),
    { maxLength: 4 },
  );
  const rows = fc.array(
    fc
      .record({
        lapsed: fc.boolean(),
        eligible: fc.boolean(),
        responder: fc.option(fc.boolean()),
        isComplete: fc.boolean(),
        goals,
      })
      .map(({ lapsed, eligible, responder, isComplete, goals: list }) =>
        row({
          status: lapsed ? 'lapsed' : 'discharged',
          eligible,
          goals: list,
          ...(isComplete ? { responder } : lost),
        }),
      ),
    { maxLength: 30 },
  );

  it('nobody and no goal is lost, and the rate lies within the bounds', () => {
    fc.assert(
      fc.property(rows, (list) => {
        const figures = summarise(list);
        const { responders, bounds, attainment, maintain } = figures;
        expect(figures.eligible + figures.ineligible).toBe(list.length);
        expect(figures.complete + figures.missing).toBe(figures.eligible);
        expect(responders.of + responders.unjudged).toBe(figures.complete);
        if (bounds !== null && responders.share !== null) {
          expect(bounds.worst).toBeLessThanOrEqual(responders.share);
          expect(bounds.best).toBeGreaterThanOrEqual(responders.share - 1e-12);
          expect(bounds.best).toBeLessThanOrEqual(1);
        }
        const { n, missing, pending } = attainment.original;
        const all = maintain.n + maintain.missing + maintain.pending + n + missing + pending;
        expect(all).toBe(list.flatMap((one) => one.goals).length);
      }),
    );
  });
});

describe('final score', () => {
  const observed = (id: string, day: number) => ({
    id,
    at: `2025-03-${String(day).padStart(2, '0')}T12:00:00.000Z`,
    score: day,
    afterSession: false,
  });
  const rule = {
    baselineAt: '2025-03-01T12:00:00.000Z',
    window: { from: '2025-03-10T00:00:00.000Z', to: '2025-03-21T00:00:00.000Z' },
    dischargeObservationIds: new Set(['discharge']),
  };

  it.each([
    ['the last in the window', [observed('a', 11), observed('b', 20), observed('c', 21)], 'b'],
    [
      'the discharge assessment, later',
      [observed('a', 11), observed('discharge', 30)],
      'discharge',
    ],
    ['none outside', [observed('a', 9), observed('b', 25)], undefined],
    ['none taken right after a session', [{ ...observed('a', 20), afterSession: true }], undefined],
  ])('is %s', (_name, observations, expected) => {
    expect(finalScore(observations, rule)?.id).toBe(expected);
  });

  it('is never the baseline itself, though the only session was on that day', () => {
    const sameDay = { ...rule, window: { from: '2025-02-15T00:00:00.000Z', to: rule.window.to } };
    expect(finalScore([observed('baseline', 1)], sameDay)).toBeNull();
  });

  it('without sessions is that of the discharge assessment only', () => {
    const without = { ...rule, window: null };
    expect(finalScore([observed('a', 11)], without)).toBeNull();
    expect(finalScore([observed('a', 11), observed('discharge', 12)], without)?.id).toBe(
      'discharge',
    );
  });
});
