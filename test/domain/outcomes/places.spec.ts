import fc from 'fast-check';
import { summarise, type CohortGoal, type CohortRow } from '../../../src/domain/outcomes/cohort';
import { addedBy, countOf, PLACES } from '../../../src/domain/outcomes/places';

const score = fc.option(fc.integer({ min: 0, max: 10 }));
const result = fc.oneof(
  fc.constant({ state: 'MISSING', value: null } as const),
  fc.constant({ state: 'PENDING', value: null } as const),
  fc.double({ min: -1, max: 2, noNaN: true }).map((value) => ({ state: 'VALUE', value }) as const),
  fc.constantFrom(0, 1).map((value) => ({ state: 'VALUE', value }) as const),
);
const kind = fc.constantFrom('improve' as const, 'maintain' as const);
const goal: fc.Arbitrary<CohortGoal> = fc.record({
  kind,
  originalKind: kind,
  original: result,
  current: result,
  abandoned: fc.boolean(),
});
const scores = fc.record({ baselineT: score, achievedT: score, unscored: fc.nat(2) });
const row: fc.Arbitrary<CohortRow> = fc.record({
  episodeId: fc.uuid(),
  status: fc.constantFrom('discharged' as const, 'lapsed' as const),
  eligible: fc.boolean(),
  baseline: score,
  final: score,
  responder: fc.option(fc.boolean()),
  change: score,
  goals: fc.array(goal, { maxLength: 4 }),
  gas: fc.option(fc.tuple(scores, scores).map(([current, original]) => ({ ...current, original }))),
  sessionsCompleted: fc.nat(12),
  sessionsMissed: fc.nat(3),
  reactions: fc.nat(2),
  daysToFirstSession: fc.option(fc.nat(30)),
  dischargeReason: fc.constantFrom(null, 'GOALS_MET'),
});

describe('the episodes behind a count', () => {
  it.each(PLACES)('come to it together: %s', (place) => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 12 }), (rows) => {
        const sum = rows.reduce((total, each) => total + addedBy(each, place), 0);
        expect(sum).toBe(countOf(summarise(rows), place));
      }),
      { numRuns: 60 },
    );
  });
});
