import { goalStanding } from '../../src/domain/episode/goal-result';
import { lineageOf } from '../../src/domain/episode/goal-lineage';
import type { Episode } from '../../src/domain/episode/state';
import type { EntryId, GoalId, ObservationId } from '../../src/domain/ids';
import { day, named, utc } from './cast';
import { givenEpisode, to } from './episode-commands';
import { ready, was } from './episode-past';
import { GOAL, GOAL_V1, NPRS, painOf, SECOND_GOAL, WALK } from './episode-values';

const at = utc('2026-03-16T09:10');

/** An assessment on a later day with how long a walk takes, and pain where it is asked. */
function walked(name: string, seconds: number, when: string, pain?: number) {
  const walk = painOf(name, seconds, { instrument: 'TUG', instrumentVersion: '1991' });
  const observations = pain === undefined ? [walk] : [painOf(`${name}, pain`, pain), walk];
  const data = { kind: 'REASSESSMENT' as const, observations, primary: null };
  return was('AssessmentDone', data, { at: utc(when), as: `assessment of ${name}` });
}

const later = [...ready(), walked('walk later', 20, '2026-03-16T08:30')];
const replaced = [...later, was('GoalReplaced', {}, { as: 'replacement' })];

function goalOf(episode: Episode | null, id: GoalId) {
  const goal = episode?.goals.find((each) => each.id === id);
  if (!episode || !goal) throw new Error('the goal is not there');
  return { goal, standing: goalStanding(goal, episode), lineage: lineageOf(episode.goals, goal) };
}

describe('replacing a goal', () => {
  const { when } = givenEpisode(...later);
  const replace = (over: Parameters<typeof to<'ReplaceGoal'>>[1] = {}) =>
    when(to('ReplaceGoal', over), { recordedAt: at });
  const by = to('ReplaceGoal').by;

  it('goes on by another measure from its own baseline, and says what it replaces and why', () => {
    const outcome = replace();
    outcome.then({
      type: 'GoalReplaced',
      data: {
        goalId: SECOND_GOAL,
        measure: WALK,
        baseline: { observationId: named('walk later'), score: 20 },
        replaces: { goalId: GOAL, version: GOAL_V1 },
        reason: 'NEW_FINDING',
      },
      texts: {
        statement: 'Cross the street in one green',
        reason: 'Walking limits more than the pain',
      },
    });
    expect(outcome.state?.goals).toMatchObject([
      { id: GOAL, status: { status: 'replaced', by: SECOND_GOAL, at } },
      { id: SECOND_GOAL, status: { status: 'open' }, replaces: GOAL },
    ]);
  });

  it('makes its id of the command when none is given', () => {
    const outcome = when(to('ReplaceGoal', { by: { ...by, goalId: undefined } }), {
      recordedAt: at,
      commandId: 'replaced once',
    });
    expect(outcome.state?.goals[1]?.id).toBe(named('replaced once goal 0'));
  });

  it('done again changes nothing', () => {
    givenEpisode(...replaced)
      .when(to('ReplaceGoal'), { recordedAt: at })
      .thenNothing();
  });

  it('is refused by the same measure, or by an id that is taken', () => {
    replace({
      by: { ...by, measure: NPRS, target: { value: 3 } },
      evidence: [{ kind: 'OBSERVATION', id: named<ObservationId>('walk later') }],
    }).thenRefused('GOAL_MEASURE_SAME', { goalId: GOAL, measure: 'NPRS' });
    replace({ by: { ...by, goalId: GOAL } }).thenRefused('GOAL_EXISTS');
  });

  it('is refused like a goal that is set, and like one that is revised', () => {
    replace({ by: { ...by, target: null } }).thenRefused('GOAL_TARGET_MISSING');
    replace({ by: { ...by, due: day('2026-03-15') } }).thenRefused('GOAL_DUE_PAST');
    replace({ by: { ...by, measure: { ...WALK, bodySite: 'KNEE' } } }).thenRefused(
      'GOAL_BASELINE_MISSING',
    );
    replace({ evidence: [] }).thenRefused('EVIDENCE_MISSING');
    replace({ words: ' ' }).thenRefused('REASON_MISSING');
    replace({ revises: named<EntryId>('an older one') }).thenRefused('GOAL_VERSION_STALE');
    replace({
      evidence: [{ kind: 'OBSERVATION', id: named<ObservationId>('pain at start') }],
    }).thenRefused('EVIDENCE_NOT_NEWER');
    replace({ goalId: named<GoalId>('another') }).thenRefused('GOAL_UNKNOWN');
  });

  it('leaves a goal to which nothing more is done, and names the one that goes on', () => {
    givenEpisode(...replaced)
      .when(to('ReviseGoal'), { recordedAt: utc('2026-03-16T10:00') })
      .thenRefused('GOAL_NOT_OPEN', {
        goalId: GOAL,
        status: 'replaced',
        replacedBy: SECOND_GOAL,
      });
  });

  it('is judged by the first of its lineage as its original', () => {
    const measured = walked('walk in window', 14, '2026-05-07T09:00');
    const original = walked('pain in window', 18, '2026-04-09T09:00', 4);
    const { goal, standing, lineage } = goalOf(
      givenEpisode(...replaced, original, measured).state,
      SECOND_GOAL,
    );
    expect(lineage.map(({ id }) => id)).toEqual([GOAL, SECOND_GOAL]);
    expect(goal.versions[0].revision).toMatchObject({ changed: ['measure'] });
    // (7 − 4) / (7 − 3) by pain in its window; (20 − 14) / (20 − 12) by the walk in its own.
    expect(standing.original).toMatchObject({ value: 0.75, settledAt: utc('2026-04-17T22:00') });
    expect(standing.current).toMatchObject({ value: 0.75, settledAt: utc('2026-05-15T22:00') });
    expect(standing.progressOriginal).toBe(0.75);
    const worse = walked('walk in window', 18, '2026-05-07T09:00');
    const other = goalOf(givenEpisode(...replaced, original, worse).state, SECOND_GOAL);
    expect(other.standing).toMatchObject({ original: { value: 0.75 }, current: { value: 0.25 } });
  });

  it('stands for itself where the goal that it replaced is out', () => {
    const out = { entryId: GOAL_V1, entryType: 'GoalSet' };
    const marked = was('EntryMarkedInError', out, { at: utc('2026-03-20T09:00') });
    const { lineage } = goalOf(givenEpisode(...replaced, marked).state, SECOND_GOAL);
    expect(lineage.map(({ id }) => id)).toEqual([SECOND_GOAL]);
  });

  it('ends no endless line where corrections let two goals replace each other', () => {
    const back = was(
      'GoalReplaced',
      { goalId: GOAL, replaces: { goalId: SECOND_GOAL, version: named<EntryId>('replacement') } },
      { at: utc('2026-03-17T09:00') },
    );
    const { state } = givenEpisode(...replaced, back);
    expect(goalOf(state, SECOND_GOAL).lineage).toHaveLength(2);
  });
});
