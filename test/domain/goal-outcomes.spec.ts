import { finalObservation } from '../../src/domain/episode/final';
import { goalStanding } from '../../src/domain/episode/goal-result';
import type { Episode } from '../../src/domain/episode/state';
import type { GoalId, ObservationId } from '../../src/domain/ids';
import { named, NOW, utc } from './cast';
import { givenEpisode, to } from './episode-commands';
import { ready, reassessed, was } from './episode-past';
import { GOAL, GOAL_V1, painOf, TERMS } from './episode-values';

describe('scoring a goal', () => {
  const recordedAt = utc('2026-04-10T12:00');
  const score = (observed: string[], over: Parameters<typeof to<'ScoreGoal'>>[1] = {}) =>
    givenEpisode(
      ...ready(),
      ...observed.map((moment) => reassessed(`pain of ${moment}`, 3, moment)),
    ).when(to('ScoreGoal', over), { recordedAt });
  const of = (moment: string) => ({ observationId: named<ObservationId>(`pain of ${moment}`) });

  it('counts the last observation of the window, and it must be named', () => {
    const observed = ['2026-03-28T09:00', '2026-04-09T09:00'];
    const outcome = score(observed, of('2026-04-09T09:00'));
    outcome.then({ type: 'GoalScored', data: { version: GOAL_V1, gasLevel: 0 } });
    expect(outcome.state?.goals[0]?.status.status).toBe('scored');
    score(observed, of('2026-03-28T09:00')).thenRefused('GOAL_OBSERVATION_NOT_COUNTED', {
      observationId: named('pain of 2026-03-28T09:00'),
      counted: named('pain of 2026-04-09T09:00'),
    });
  });

  it('counts from the first local minute of the window on', () => {
    score(['2026-03-26T22:59'], of('2026-03-26T22:59')).thenRefused(
      'GOAL_NO_OBSERVATION_IN_WINDOW',
      { measure: 'NPRS', from: TERMS.window.from, to: TERMS.window.to },
    );
    score(['2026-03-26T23:00'], of('2026-03-26T23:00')).then({ type: 'GoalScored' });
  });

  it('is scored once; the same again changes nothing, another score is refused', () => {
    const { when } = givenEpisode(
      ...ready(),
      reassessed('pain in window', 3, '2026-04-09T09:00'),
      was('GoalScored'),
    );
    when(to('ScoreGoal'), { recordedAt }).thenNothing();
    when(to('ScoreGoal', { gasLevel: 1 }), { recordedAt }).thenRefused('GOAL_NOT_OPEN', {
      goalId: GOAL,
      status: 'scored',
    });
  });

  it('is refused for a goal that is unknown', () => {
    score([], { goalId: named<GoalId>('another') }).thenRefused('GOAL_UNKNOWN');
  });
});

describe('abandoning a goal', () => {
  it('needs a reason, and doing it again changes nothing', () => {
    const { when } = givenEpisode(...ready());
    when(to('AbandonGoal')).then({
      type: 'GoalAbandoned',
      data: { goalId: GOAL },
      texts: { reason: 'No longer wished' },
    });
    when(to('AbandonGoal', { words: '' })).thenRefused('REASON_MISSING');
    when(to('AbandonGoal', { goalId: named<GoalId>('another') })).thenRefused('GOAL_UNKNOWN');
    givenEpisode(...ready(), was('GoalAbandoned', {}, { at: NOW }))
      .when(to('AbandonGoal'))
      .thenNothing();
  });

  it('is no way out of a goal that is scored, or after the discharge', () => {
    givenEpisode(...ready(), was('GoalScored', {}, { at: NOW }))
      .when(to('AbandonGoal'))
      .thenRefused('GOAL_NOT_OPEN');
    givenEpisode(...ready(), was('Discharged', { goals: [] }, { at: NOW }))
      .when(to('AbandonGoal'))
      .thenRefused('EPISODE_DISCHARGED');
  });
});

describe('after the discharge', () => {
  // Of 14 April, three days before the window of the goal ends.
  const endedAt = utc('2026-04-13T10:00');
  const last = { startedAt: utc('2026-04-13T09:00'), endedAt };
  const discharged = [
    ...ready(),
    was('SessionCompleted', last, { at: endedAt }),
    was('Discharged'),
  ];
  const standing = (episode: Episode | null) => {
    const [goal] = episode?.goals ?? [];
    return goal && episode ? goalStanding(goal, episode) : undefined;
  };

  it('a settled result stays as it is, whatever is observed in the rest of the window', () => {
    const before = givenEpisode(...discharged).state;
    const after = givenEpisode(...discharged, reassessed('relapse', 9, '2026-04-16T09:00')).state;
    expect(standing(before)).toMatchObject({
      original: { value: 1.25, settledAt: utc('2026-04-14T10:00') },
      progressCurrent: 1.25,
    });
    expect(standing(after)).toEqual(standing(before));
    expect(after?.observations).toHaveLength((before?.observations.length ?? 0) + 1);
  });

  it('a follow-up within days of the last session does not take the place of the final score', () => {
    const followUp = was(
      'AssessmentDone',
      { kind: 'FOLLOW_UP', observations: [painOf('follow-up', 6)], primary: null },
      { at: utc('2026-04-20T09:00') },
    );
    const { state } = givenEpisode(...discharged, followUp);
    expect(state && finalObservation(state)?.id).toBe(named('pain at discharge'));
  });
});
