import type { GoalId, ObservationId, SessionId } from '../../src/domain/ids';
import { named, utc } from './cast';
import { givenEpisode, pain, to } from './episode-commands';
import { assessed, booked, ready, reassessed, was } from './episode-past';
import { GOAL, GOAL_V1, SESSION } from './episode-values';

const recordedAt = utc('2026-03-20T12:00');
const held = () => [...booked(), was('SessionCompleted')];

describe('a discharge', () => {
  const { when } = givenEpisode(...held());
  const end = (over: Parameters<typeof to<'Discharge'>>[1] = {}) =>
    when(to('Discharge', over), { recordedAt });

  it('settles the goals with its own observations, before their window too', () => {
    const outcome = end();
    const final = outcome.state?.observations.at(-1);
    expect(final).toMatchObject({ score: 2, assessment: 'DISCHARGE', occasion: 'ASSESSMENT' });
    outcome.then({
      type: 'Discharged',
      data: {
        reason: 'GOALS_MET',
        final: { observationId: final!.id },
        goals: [
          {
            goalId: GOAL,
            outcome: 'SCORED',
            version: GOAL_V1,
            observationId: final!.id,
            gasLevel: 1,
          },
        ],
      },
      texts: { report: 'Sleeps through the night' },
    });
    expect(outcome.state).toMatchObject({
      discharge: { on: '2026-03-20', reason: 'GOALS_MET' },
      goals: [{ status: { status: 'scored', gasLevel: 1 } }],
    });
  });

  it('takes a goal as abandoned or not measured, with a reason', () => {
    const outcome = end({ goals: [{ goalId: GOAL, outcome: 'ABANDONED', words: 'Moved away' }] });
    outcome.then({ type: 'Discharged', texts: { [`goal:${GOAL}`]: 'Moved away' } });
    expect(outcome.state?.goals[0]?.status).toMatchObject({ status: 'abandoned' });
    const unmeasured = end({ goals: [{ goalId: GOAL, outcome: 'NOT_MEASURED', words: 'Forgot' }] });
    expect(unmeasured.state?.goals[0]?.status).toMatchObject({ status: 'not_measured' });
    end({ goals: [{ goalId: GOAL, outcome: 'ABANDONED', words: '' }] }).thenRefused(
      'REASON_MISSING',
    );
  });

  it('leaves no goal open, settles none twice and none that is not there', () => {
    end({ goals: [] }).thenRefused('DISCHARGE_GOALS_OPEN', { goals: [GOAL] });
    const abandoned = { goalId: GOAL, outcome: 'ABANDONED' as const, words: 'Moved' };
    end({ goals: [abandoned, abandoned] }).thenRefused('GOAL_NOT_OPEN', {
      goalId: GOAL,
      status: 'abandoned',
    });
    end({ goals: [{ ...abandoned, goalId: named<GoalId>('another') }] }).thenRefused(
      'GOAL_UNKNOWN',
    );
    givenEpisode(...held(), was('GoalScored', {}, { at: utc('2026-03-19T08:00') }))
      .when(to('Discharge'), { recordedAt })
      .thenRefused('GOAL_NOT_OPEN', { goalId: GOAL, status: 'scored' });
  });

  it('scores a goal by an observation that counts only', () => {
    const goals = [
      {
        goalId: GOAL,
        outcome: 'SCORED' as const,
        gasLevel: 0 as const,
        observationId: named<ObservationId>('pain before'),
      },
    ];
    end({ goals }).thenRefused('GOAL_OBSERVATION_NOT_COUNTED');
    end({ observations: [], finalMissingBecause: 'Did not come' }).thenRefused(
      'GOAL_NO_OBSERVATION_IN_WINDOW',
    );
  });

  it('leaves no booking open: it is named in it, and is one', () => {
    const { when: whenBooked } = givenEpisode(...booked());
    const discharge = (cancelSessions: readonly SessionId[]) =>
      whenBooked(to('Discharge', { cancelSessions }), { recordedAt });
    discharge([]).thenRefused('DISCHARGE_BOOKINGS_OPEN', { sessions: [SESSION] });
    const outcome = discharge([SESSION]);
    outcome.then({ type: 'Discharged', data: { cancelledSessions: [SESSION] } });
    expect(outcome.state?.sessions[0]?.status).toBe('cancelled');
    const unknown = named<SessionId>('second session');
    discharge([SESSION, unknown]).thenRefused('SESSION_UNKNOWN', { sessionId: unknown });
    end({ cancelSessions: [SESSION] }).thenRefused('SESSION_ALREADY_SETTLED');
  });

  it('has a final score near the last session, or says why there is none', () => {
    const goals = [{ goalId: GOAL, outcome: 'NOT_MEASURED' as const, words: 'Forgot' }];
    const without = to('Discharge', { observations: [], goals });
    // The score before the last session is its final one; that right after it never is.
    when(without, { recordedAt }).then({
      type: 'Discharged',
      data: { final: { observationId: named('pain before') } },
    });
    const lost = givenEpisode(...ready(), reassessed('pain later', 5, '2026-03-05T09:00'));
    lost.when(without, { recordedAt }).thenRefused('DISCHARGE_FINAL_MISSING', { measure: 'NPRS' });
    lost
      .when({ ...without, finalMissingBecause: '  ' }, { recordedAt })
      .thenRefused('DISCHARGE_FINAL_MISSING');
    lost.when(without, { recordedAt, reasonCode: 'IMPORTED' }).then({ type: 'Discharged' });
    lost.when({ ...without, finalMissingBecause: 'Did not come back' }, { recordedAt }).then({
      type: 'Discharged',
      data: { final: { missing: true } },
      texts: { finalMissing: 'Did not come back' },
    });
  });

  it('has no final score to give where there is no primary measure', () => {
    const events = assessed().filter(({ type }) => type !== 'AssessmentDone');
    givenEpisode(...events)
      .when(to('Discharge', { goals: [], observations: [] }), { recordedAt })
      .then({ type: 'Discharged', data: { final: null } });
  });

  it('refuses an observation that is none', () => {
    end({ observations: [pain(12)] }).thenRefused('SCORE_OUT_OF_RANGE');
  });

  it('settles nothing that came later than it', () => {
    const at = utc('2026-03-01T08:00');
    const goals = [{ goalId: GOAL, outcome: 'ABANDONED' as const, words: 'Moved away' }];
    const command = to('Discharge', { goals, cancelSessions: [SESSION] });
    const later = { at: utc('2026-03-01T08:01') };
    const started = was('SessionStarted', {}, later);
    const onMonday = { at, recordedAt, reason: 'late' };
    givenEpisode(...booked(), started)
      .when(command, onMonday)
      .thenRefused('DISCHARGE_BEFORE_ENTRIES', { entries: [SESSION], at });
    const set = was('GoalSet', {}, later);
    givenEpisode(...assessed(), set, was('SessionScheduled'))
      .when(command, onMonday)
      .thenRefused('DISCHARGE_BEFORE_ENTRIES', { entries: [GOAL], at });
    // A booking of a later day is cancelled by it as well.
    const outcome = givenEpisode(...ready(), was('SessionScheduled', {}, later)).when(
      command,
      onMonday,
    );
    expect(outcome.state).toMatchObject({
      goals: [{ status: { status: 'abandoned' } }],
      sessions: [{ status: 'cancelled' }],
    });
  });

  it('is of a referral that was not declined', () => {
    givenEpisode(was('ReferralReceived'), was('ReferralDeclined'))
      .when(to('Discharge', { goals: [], observations: [] }))
      .thenRefused('REFERRAL_ALREADY_DECLINED', { declinedAt: '2026-02-23T09:00:00.000Z' });
  });

  it('happens once', () => {
    givenEpisode(...held(), was('Discharged'))
      .when(to('Discharge'), { recordedAt: utc('2026-04-15T08:00') })
      .thenRefused('EPISODE_DISCHARGED', { dischargedOn: '2026-04-14' });
  });
});
