import type { SessionId } from '../../src/domain/ids';
import { anna, ben, carl, day, named, utc } from './cast';
import { givenEpisode, to } from './episode-commands';
import { assessed, booked, ready, was } from './episode-past';
import { AUTHORIZATION, DEEP_NECK, SESSION } from './episode-values';

const monday = { recordedAt: utc('2026-03-02T09:00') };
const second = named<SessionId>('second session');
const LYMPHATIC = { ...DEEP_NECK, techniques: ['LYMPHATIC_DRAINAGE' as const] };

describe('starting a session', () => {
  it('keeps when, by whom, what is planned and whose visit it is', () => {
    const outcome = givenEpisode(...booked()).when(to('StartSession'), monday);
    outcome.then({
      type: 'SessionStarted',
      data: {
        sessionId: SESSION,
        startedAt: utc('2026-03-02T09:00'),
        planned: DEEP_NECK,
        authorizationId: AUTHORIZATION,
      },
    });
    expect(outcome.state?.sessions[0]?.status).toBe('started');
  });

  it('uses the shorter of two that hold the day, as long as it has visits', () => {
    const authorizationId = named<typeof AUTHORIZATION>('shorter authorisation');
    const shorter = (visits: number) =>
      was('AuthorizationGranted', { authorizationId, visits, to: day('2026-03-31') });
    const one = was(
      'SessionCompleted',
      { sessionId: second, authorizationId },
      {
        at: utc('2026-03-01T09:50'),
      },
    );
    givenEpisode(...booked(), shorter(2), one)
      .when(to('StartSession'), monday)
      .then({ type: 'SessionStarted', data: { authorizationId } });
    givenEpisode(...booked(), shorter(1), one)
      .when(to('StartSession'), monday)
      .then({ type: 'SessionStarted', data: { authorizationId: AUTHORIZATION } });
  });

  it('changes nothing when it is started, and is refused when it is settled', () => {
    givenEpisode(...booked(), was('SessionStarted'))
      .when(to('StartSession'), monday)
      .thenNothing();
    givenEpisode(...booked(), was('SessionCancelled'))
      .when(to('StartSession'), monday)
      .thenRefused('SESSION_ALREADY_SETTLED', { sessionId: SESSION, status: 'cancelled' });
  });

  it('is refused when it was started otherwise', () => {
    const { when } = givenEpisode(...booked(), was('SessionStarted'));
    const startedAt = utc('2026-03-02T09:00');
    const refusal = { sessionId: SESSION, therapistId: anna.id, startedAt };
    const others = [
      { therapistId: ben.id },
      { planned: LYMPHATIC },
      { startedAt: utc('2026-03-02T08:59') },
    ];
    for (const other of others) {
      when(to('StartSession', other)).thenRefused('SESSION_STARTED_OTHERWISE', refusal);
    }
    when(to('StartSession', { startedAt })).thenNothing();
  });

  it('happened when it says, and needs a reason when that is long ago', () => {
    const { when } = givenEpisode(...booked());
    const startedAt = utc('2026-02-27T09:00');
    const late = { recordedAt: utc('2026-03-02T09:01') };
    when(to('StartSession', { startedAt }), late).thenRefused('LATE_ENTRY_NEEDS_REASON', {
      hours: 72,
      occurredAt: startedAt,
    });
    const outcome = when(to('StartSession', { startedAt }), { ...late, reason: 'No network' });
    expect(outcome.events.at(-1)?.header.occurredAt).toBe(startedAt);
    expect(outcome.state).toMatchObject({
      lateEntries: 1,
      sessions: [{ status: 'started', at: startedAt, start: { startedAt } }],
    });
  });

  it('needs the screening questions asked', () => {
    givenEpisode(...booked())
      .when(to('StartSession', { screening: [] }), monday)
      .thenRefused('SCREENING_MISSING');
  });

  it('is refused by what is missing', () => {
    const at = { at: '2026-03-02T09:00:00.000Z' };
    const start = (...events: ReturnType<typeof was>[]) =>
      givenEpisode(...events).when(to('StartSession'), monday);
    const [received, acceptance, authorization, consent, , assessment, goal] = ready();
    const base = [received!, acceptance!, authorization!];
    start(received!).thenRefused('REFERRAL_NOT_ACCEPTED');
    start(...base).thenRefused('CONSENT_MISSING', at);
    start(...base, consent!).thenRefused('ASSESSMENT_MISSING', at);
    start(...base, consent!, assessment!).thenRefused('GOAL_MISSING', at);
    const all = [consent!, assessment!, goal!];
    start(...base, ...all).then({ type: 'SessionStarted' });
    start(received!, acceptance!, ...all).thenRefused('AUTHORIZATION_MISSING', {
      day: '2026-03-02',
    });
    start(
      ...base,
      ...all,
      was('EpisodePutOnHold', {}, { at: utc('2026-03-01T08:00') }),
    ).thenRefused('EPISODE_ON_HOLD', { since: '2026-03-01T08:00:00.000Z', reason: 'ILLNESS' });
    start(
      ...assessed(),
      was('Discharged', { goals: [] }, { at: utc('2026-03-01T08:00') }),
    ).thenRefused('EPISODE_DISCHARGED');
  });

  it('is refused to a person who may not treat', () => {
    const { when } = givenEpisode(...booked());
    when(to('StartSession', { therapistId: carl.id }), monday).thenRefused(
      'THERAPIST_ROLE_MISSING',
    );
    when(to('StartSession', { therapistId: named<typeof carl.id>('nobody') }), monday).thenRefused(
      'STAFF_UNKNOWN',
    );
    when(to('StartSession', { planned: LYMPHATIC }), monday).thenRefused('CERTIFICATE_MISSING', {
      technique: 'LYMPHATIC_DRAINAGE',
      certificate: 'LYMPHATIC',
      therapistId: anna.id,
      day: '2026-03-02',
    });
    when(to('StartSession', { planned: LYMPHATIC, therapistId: ben.id }), monday).then({
      type: 'SessionStarted',
    });
  });
});

describe('a session held', () => {
  const { when } = givenEpisode(...booked());

  it('is recorded with pain before and after, and settles its booking', () => {
    const outcome = when(to('CompleteSession', { notes: 'Slow', homeAdvice: 'Walk' }));
    outcome.then({
      type: 'SessionCompleted',
      data: {
        sessionId: SESSION,
        authorizationId: AUTHORIZATION,
        stoppedEarly: false,
        deviations: [],
      },
      texts: { notes: 'Slow', homeAdvice: 'Walk' },
    });
    outcome.thenDeviates();
    outcome.thenWarns();
    expect(outcome.state?.sessions).toMatchObject([
      { status: 'completed', on: '2026-03-02', late: false, booking: { therapistId: anna.id } },
    ]);
    expect(outcome.state?.observations.slice(1)).toMatchObject([
      { score: 6, occasion: 'BEFORE_SESSION', assessment: null },
      { score: 4, occasion: 'AFTER_SESSION', assessment: null },
    ]);
    const ids = outcome.state?.observations.map(({ id }) => id);
    expect(new Set(ids).size).toBe(3);
  });

  it('may have had no booking, and no pain asked', () => {
    const outcome = givenEpisode(...ready()).when(
      to('CompleteSession', { sessionId: undefined, painBefore: null, painAfter: null }),
      { commandId: 'walk-in' },
    );
    outcome.thenDeviates();
    expect(outcome.state?.sessions).toMatchObject([
      { id: named('walk-in session 0'), status: 'completed', booking: null },
    ]);
  });

  it('says why it was stopped early', () => {
    when(to('CompleteSession', { stoppedBecause: 'Dizziness' })).then({
      type: 'SessionCompleted',
      data: { stoppedEarly: true },
      texts: { stoppedBecause: 'Dizziness' },
    });
    when(to('CompleteSession', { stoppedBecause: ' ' })).then({
      type: 'SessionCompleted',
      data: { stoppedEarly: false },
    });
  });

  it('is refused only where it cannot be: no length, no such person, pain off the scale', () => {
    const endedAt = utc('2026-03-02T09:00');
    when(to('CompleteSession', { endedAt })).thenRefused('SESSION_ENDS_BEFORE_START', {
      startedAt: endedAt,
      endedAt,
    });
    const therapistId = named<typeof carl.id>('nobody');
    when(to('CompleteSession', { therapistId })).thenRefused('STAFF_UNKNOWN');
    when(to('CompleteSession', { painAfter: 11 })).thenRefused('SCORE_OUT_OF_RANGE');
  });

  it('is recorded once', () => {
    givenEpisode(...booked(), was('SessionCompleted'))
      .when(to('CompleteSession'))
      .thenRefused('SESSION_ALREADY_SETTLED', { sessionId: SESSION, status: 'completed' });
  });

  it('stays held whatever was noted of its booking at a later hour', () => {
    const minutes = { endedAt: utc('2026-03-02T09:50') };
    const missed = givenEpisode(...booked(), was('SessionMissed'));
    // Marked as missed at eleven; written up in the evening with its own time.
    const outcome = missed.when(to('CompleteSession', minutes), { at: minutes.endedAt });
    expect(outcome.state?.sessions[0]).toMatchObject({ status: 'completed' });
    const discharged = givenEpisode(
      ...booked(),
      was(
        'Discharged',
        { goals: [], cancelledSessions: [SESSION] },
        {
          at: utc('2026-03-02T11:00'),
        },
      ),
    ).when(to('CompleteSession', minutes), { at: minutes.endedAt });
    discharged.thenDeviates();
    expect(discharged.state?.sessions[0]).toMatchObject({ status: 'completed' });
  });

  it('of unusual length is a warning, beyond the maximum a deviation', () => {
    const lasting = (minutes: number) =>
      when(
        to('CompleteSession', {
          startedAt: utc('2026-03-02T10:00'),
          endedAt: utc(minutes < 60 ? `2026-03-02T10:${minutes}` : `2026-03-02T11:${minutes - 60}`),
        }),
        { reason: 'took longer' },
      );
    lasting(45).thenWarns();
    lasting(44).thenWarns('SESSION_LENGTH_UNUSUAL');
    lasting(61 + 10).thenWarns('SESSION_LENGTH_UNUSUAL');
    lasting(90).thenDeviates();
    lasting(91).thenWarns();
    lasting(91).thenDeviates('SESSION_TOO_LONG');
  });
});
