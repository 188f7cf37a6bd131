import { originalLevel } from '../../src/domain/episode/goal-lineage';
import type { Episode } from '../../src/domain/episode/state';
import { episodeSpan } from '../../src/projections/episode-span';
import { named, utc } from './cast';
import { givenEpisode, to } from './episode-commands';
import { assessed, ready, reassessed, was } from './episode-past';
import { GOAL, TERMS } from './episode-values';

const recordedAt = utc('2026-04-10T12:00');
const WORDS = { '-2': 'Wakes five times', '0': 'Wakes once', '2': ' ' } as const;

const scaled = [
  ...ready(),
  reassessed('pain later', 6, '2026-03-16T08:30'),
  reassessed('pain in window', 3, '2026-04-09T09:00'),
];
const relevelled = was(
  'GoalRevised',
  { changed: ['levels'], terms: { ...TERMS, importance: 3, levels: { baseline: -2 } } },
  { as: 'revision' },
);

function levelOf(episode: Episode | null) {
  const goal = episode?.goals[0];
  return episode && goal ? originalLevel(episode.goals, goal) : undefined;
}

describe('levels of goal attainment scaling', () => {
  it('are kept in own words, sealed, each by its level', () => {
    const outcome = givenEpisode(...assessed()).when(to('SetGoal', { levelWords: WORDS }));
    outcome.then({
      type: 'GoalSet',
      texts: { 'level:-2': 'Wakes five times', 'level:0': 'Wakes once' },
    });
    const eventId = outcome.events.at(-1)?.header.id;
    expect(outcome.state?.goals[0]?.versions[0].levelWords).toEqual([
      { level: -2, words: { eventId, field: 'level:-2' } },
      { level: 0, words: { eventId, field: 'level:0' } },
    ]);
  });

  it('keep their words over a revision that gives others to some of them', () => {
    const set = was('GoalSet', {}, { as: 'goal set', texts: ['level:-2', 'level:0'] });
    const outcome = givenEpisode(
      ...assessed(),
      set,
      reassessed('pain later', 6, '2026-03-16T08:30'),
    ).when(to('ReviseGoal', { target: undefined, levelWords: { '0': 'Sleeps through' } }), {
      recordedAt: utc('2026-03-16T09:00'),
    });
    outcome.then({ type: 'GoalRevised', data: { changed: ['levels'] } });
    const revision = outcome.events.at(-1)?.header.id;
    expect(outcome.state?.goals[0]?.versions[1]?.levelWords).toMatchObject([
      { level: -2, words: { eventId: named('goal set') } },
      { level: 0, words: { eventId: revision } },
    ]);
  });

  it('are refused where the goal is not scaled', () => {
    const unscaled = { gasBaselineLevel: null };
    givenEpisode(...assessed())
      .when(to('SetGoal', { ...unscaled, levelWords: WORDS }))
      .thenRefused('GOAL_NOT_SCALED', { goalId: GOAL });
    const { when } = givenEpisode(
      ...assessed(),
      was('GoalSet', { terms: { ...TERMS, levels: null } }, { as: 'goal set' }),
      reassessed('pain later', 6, '2026-03-16T08:30'),
      reassessed('pain in window', 3, '2026-04-09T09:00'),
    );
    when(to('ReviseGoal', { levelWords: WORDS }), { recordedAt }).thenRefused('GOAL_NOT_SCALED');
    when(to('ScoreGoal'), { recordedAt }).thenRefused('GOAL_NOT_SCALED');
    when(to('ScoreGoal', { gasLevel: null }), { recordedAt }).then({ type: 'GoalScored' });
    const goals = [{ goalId: GOAL, outcome: 'SCORED' as const, gasLevel: 1 as const }];
    when(to('Discharge', { goals }), { recordedAt }).thenRefused('GOAL_NOT_SCALED');
  });

  it('that were not changed are those of the original too', () => {
    const scored = givenEpisode(...scaled).when(to('ScoreGoal', { gasLevel: 1 }), { recordedAt });
    expect(levelOf(scored.state)).toBe(1);
    // Judged by the original levels apart only where those were others.
    const both = to('ScoreGoal', { gasLevel: 1, gasLevelOriginal: 2 });
    expect(levelOf(givenEpisode(...scaled).when(both, { recordedAt }).state)).toBe(1);
  });

  it('that were changed say nothing about the original, unless it was judged by those', () => {
    const { when } = givenEpisode(...scaled, relevelled);
    expect(levelOf(when(to('ScoreGoal', { gasLevel: 0 }), { recordedAt }).state)).toBeNull();
    const both = when(to('ScoreGoal', { gasLevel: 0, gasLevelOriginal: -1 }), { recordedAt });
    both.then({ type: 'GoalScored', data: { gasLevel: 0, gasLevelOriginal: -1 } });
    expect(levelOf(both.state)).toBe(-1);
    const settled = { goalId: GOAL, outcome: 'SCORED' as const };
    const goals = [{ ...settled, gasLevel: 0 as const, gasLevelOriginal: 2 as const }];
    expect(levelOf(when(to('Discharge', { goals }), { recordedAt }).state)).toBe(2);
  });

  it('make two T: by the current versions, and by the original levels and weights', () => {
    const { when } = givenEpisode(...scaled, relevelled);
    const scored = when(to('ScoreGoal', { gasLevel: 1, gasLevelOriginal: -1 }), { recordedAt });
    // One goal: T = 50 + 10 x / √(0.7 + 0.3) = 50 + 10 x, whatever it weighs.
    expect(episodeSpan.rows(scored.state!)).toMatchObject([
      {
        gas_baseline_t: 30,
        gas_achieved_t: 60,
        gas_unscored: 0,
        gas_original_baseline_t: 40,
        gas_original_achieved_t: 40,
        gas_original_unscored: 0,
      },
    ]);
    const unjudged = when(to('ScoreGoal', { gasLevel: 1 }), { recordedAt });
    expect(episodeSpan.rows(unjudged.state!)).toMatchObject([
      { gas_achieved_t: 60, gas_original_achieved_t: null, gas_original_unscored: 1 },
    ]);
  });
});
