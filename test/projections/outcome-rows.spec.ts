import { episodeSpan } from '../../src/projections/episode-span';
import { cohortFacts, cohortGoals } from '../../src/projections/cohort-facts';
import { episodeCohort } from '../../src/projections/episode-cohort';
import { outcomeFact } from '../../src/projections/outcome-fact';
import { gasT } from '../../src/domain/outcomes/gas';
import { givenEpisode } from '../domain/episode-commands';
import { ready, was } from '../domain/episode-past';
import type { Instant } from '../../src/domain/time';
import { TERMS } from '../domain/episode-values';

describe('the rows that outcome figures are made of', () => {
  it('have goal attainment scaling by the original version of a goal beside the current one', () => {
    const terms = { ...TERMS, levels: { baseline: -2 as const } };
    const revised = was('GoalRevised', { changed: ['levels'], terms });
    const { state } = givenEpisode(
      ...ready(),
      revised,
      was('GoalScored', { gasLevel: 1, gasLevelOriginal: 1 }),
    );
    // One goal: whatever its weight, T moves by 10 points a level.
    expect(gasT([{ level: -2, weight: 2 }])).toBeCloseTo(30);
    expect(state && episodeSpan.rows(state)).toMatchObject([
      {
        gas_baseline_t: 30,
        gas_achieved_t: 60,
        gas_original_baseline_t: 40,
        gas_original_achieved_t: 60,
      },
    ]);
    // A level of other levels says nothing of the first ones: that is not guessed.
    const { state: unsaid } = givenEpisode(...ready(), revised, was('GoalScored', { gasLevel: 1 }));
    expect(unsaid && episodeSpan.rows(unsaid)).toMatchObject([
      { gas_achieved_t: 60, gas_original_achieved_t: null, gas_original_unscored: 1 },
    ]);
  });

  it('put a lapse no nearer by a session that begins: it keeps its slot', () => {
    const rowAfter = (...past: ReturnType<typeof ready>) =>
      episodeSpan.rows(givenEpisode(...ready(), ...past).state!)[0]!;
    const slot = was('SessionScheduled');
    const begun = was('SessionStarted');
    // Sixty days after the end of the slot, at ten.
    expect(rowAfter(slot).lapses_at).toBe('2026-05-01T10:00:00.000Z');
    expect(rowAfter(slot, begun).lapses_at).toBe('2026-05-01T10:00:00.000Z');
    // Without a slot: after it began, at nine; held, after it ended.
    expect(rowAfter(begun).lapses_at).toBe('2026-05-01T09:00:00.000Z');
    const held = rowAfter(slot, begun, was('SessionCompleted'));
    expect(held.lapses_at).toBe('2026-05-01T09:50:00.000Z');
  });

  it('say by which policy a measure is judged', () => {
    const { state } = givenEpisode(...ready());
    const measure = state && outcomeFact.rows(state).find(({ kind }) => kind === 'measure');
    expect(JSON.parse(measure?.detail ?? '{}')).toMatchObject({ policy: 'default-1' });
  });

  it('are together in one row for the figures of now: the same facts, results by the moment', () => {
    const { state } = givenEpisode(...ready());
    if (!state) throw new Error('it was referred');
    const { facts: text, measure, ...shown } = episodeCohort.rows(state)[0]!;
    const facts = cohortFacts(outcomeFact.rows(state));
    expect(episodeSpan.rows(state)).toMatchObject([shown]);
    expect(measure).toBe('NPRS');
    expect(JSON.parse(text)).toEqual(facts);
    const [end] = facts.times;
    const before = new Date(Date.parse(end ?? '') - 1).toISOString();
    const resultAt = (at: string | undefined) =>
      cohortGoals(facts, at as Instant)[0]?.current.state;
    expect([resultAt(before), resultAt(end)]).toEqual(['PENDING', 'MISSING']);
  });
});
