import { goalStanding } from '../../src/domain/episode/goal-result';
import type { EpisodeId } from '../../src/domain/ids';
import { defaultPolicy } from '../../src/domain/policy/default';
import { readModels } from '../../src/projections/all';
import { EPISODE, named, utc } from './cast';
import { givenEpisode, pain, to } from './episode-commands';
import { booked, ready, was } from './episode-past';
import { GOAL } from './episode-values';

const recordedAt = utc('2026-04-20T10:00');
const discharged = () => [...ready(), was('Discharged')];

describe('reopening an episode', () => {
  const { when } = givenEpisode(...discharged());

  it('goes on with care: goals that the discharge settled are open again', () => {
    const outcome = when(to('ReopenEpisode'), { recordedAt });
    outcome.then({ type: 'EpisodeReopened', texts: { reason: 'The pain came back' } });
    expect(outcome.state).toMatchObject({
      discharge: null,
      goals: [{ id: GOAL, status: { status: 'open' } }],
    });
    expect(outcome.state?.observations.at(-1)).toMatchObject({
      id: named('pain at discharge'),
      assessment: 'REASSESSMENT',
    });
  });

  it('leaves a goal as it ended before the discharge', () => {
    const scored = was('GoalScored', {}, { at: utc('2026-04-10T09:00') });
    const { state } = givenEpisode(
      ...ready(),
      scored,
      was('Discharged', { goals: [] }),
      was('EpisodeReopened'),
    );
    expect(state?.goals[0]?.status).toMatchObject({ status: 'scored' });
  });

  it('makes a result pending again, and settles it anew at the next discharge', () => {
    const reopened = [...discharged(), was('EpisodeReopened', {}, { at: utc('2026-04-15T10:00') })];
    const open = givenEpisode(...reopened);
    const { state } = open;
    expect(goalStanding(state!.goals[0]!, state!).current.settledAt).toBe(utc('2026-04-17T22:00'));
    const again = open.when(to('Discharge', { observations: [pain(1)] }), {
      recordedAt: utc('2026-04-16T10:00'),
    });
    again.then({ type: 'Discharged' });
    // (7 − 1) / (7 − 3): the assessment of the second discharge counts, that of the first not.
    expect(goalStanding(again.state!.goals[0]!, again.state!).current).toEqual({
      value: 1.5,
      settledAt: utc('2026-04-16T10:00'),
    });
  });

  it('is refused for an open one, without a reason, before the discharge or after its days', () => {
    givenEpisode(...ready())
      .when(to('ReopenEpisode'), { recordedAt })
      .thenRefused('EPISODE_NOT_DISCHARGED');
    givenEpisode(...discharged(), was('EpisodeReopened'))
      .when(to('ReopenEpisode'), { recordedAt })
      .thenRefused('EPISODE_NOT_DISCHARGED');
    when(to('ReopenEpisode', { words: ' ' }), { recordedAt }).thenRefused('REASON_MISSING');
    const at = utc('2026-04-14T09:00');
    when(to('ReopenEpisode'), { at, recordedAt, reason: 'late' }).thenRefused(
      'REOPEN_BEFORE_DISCHARGE',
      { at, since: '2026-04-14T10:00:00.000Z' },
    );
    when(to('ReopenEpisode'), { recordedAt: utc('2026-07-13T10:00') }).then({
      type: 'EpisodeReopened',
    });
    when(to('ReopenEpisode'), { recordedAt: utc('2026-07-14T10:00') }).thenRefused(
      'REOPEN_TOO_LATE',
      { dischargedOn: '2026-04-14', days: 90, latest: '2026-07-13' },
    );
    const policy = { ...defaultPolicy, reopenDays: 5 };
    when(to('ReopenEpisode'), { recordedAt, policy }).thenRefused('REOPEN_TOO_LATE');
  });
});

describe('voiding an episode', () => {
  const episodes = readModels.filter(({ of }) => of === 'episode');
  /** Rows of every model of episodes; they take the state of one. */
  const rowsOf = (state: unknown) => episodes.flatMap(({ rows }) => rows(state as never));

  it('says why, and leaves no row in any list or figure', () => {
    const { when, state } = givenEpisode(...booked());
    expect(rowsOf(state).length).toBeGreaterThan(4);
    const outcome = when(to('VoidEpisode'));
    outcome.then({
      type: 'EpisodeVoided',
      data: { reason: 'WRONG_PATIENT', duplicateOf: null },
      texts: { words: 'Of the neighbour of the same name' },
    });
    expect(outcome.state?.voided).toMatchObject({ reason: 'WRONG_PATIENT' });
    expect(rowsOf(outcome.state)).toEqual([]);
  });

  it('of a duplicate names the other one', () => {
    const { when } = givenEpisode(...ready());
    const duplicateOf = named<EpisodeId>('another episode');
    when(to('VoidEpisode', { voidReason: 'DUPLICATE', duplicateOf })).then({
      type: 'EpisodeVoided',
      data: { reason: 'DUPLICATE', duplicateOf },
    });
    when(to('VoidEpisode', { voidReason: 'DUPLICATE' })).thenRefused('VOID_DUPLICATE_OF_NONE', {
      episodeId: EPISODE,
    });
    when(to('VoidEpisode', { voidReason: 'DUPLICATE', duplicateOf: EPISODE })).thenRefused(
      'VOID_DUPLICATE_OF_NONE',
    );
    when(to('VoidEpisode', { words: '' })).thenRefused('REASON_MISSING');
  });

  it('is the end: again changes nothing, and nothing more is recorded', () => {
    const { when } = givenEpisode(...discharged(), was('EpisodeVoided'));
    const later = { recordedAt: utc('2026-04-22T10:00') };
    when(to('VoidEpisode'), later).thenNothing();
    const voided = { voidedAt: '2026-04-21T10:00:00.000Z', reason: 'WRONG_PATIENT' };
    when(to('ReopenEpisode'), later).thenRefused('EPISODE_VOIDED', voided);
    when(to('CompleteSession'), later).thenRefused('EPISODE_VOIDED', voided);
    when(to('CorrectEntry'), later).thenRefused('EPISODE_VOIDED', voided);
  });
});
