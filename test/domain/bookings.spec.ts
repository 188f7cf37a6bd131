import type { AuthorizationId, SessionId } from '../../src/domain/ids';
import { anna, ben, carl, day, named, NOW, PATIENT, utc } from './cast';
import { givenEpisode, to } from './episode-commands';
import { assessed, booked, ready, was } from './episode-past';
import { SESSION } from './episode-values';

const second = named<SessionId>('second session');
const slot = (from: string, end: string) => ({ from: utc(from), to: utc(end) });

describe('booking a session', () => {
  const { when } = givenEpisode(...ready());

  it('keeps slot, therapist and techniques', () => {
    const outcome = when(to('ScheduleSession'));
    outcome.then({
      type: 'SessionScheduled',
      data: { sessionId: SESSION, therapistId: anna.id, techniques: ['DEEP_TISSUE'] },
    });
    expect(outcome.state?.sessions).toMatchObject([{ id: SESSION, status: 'booked' }]);
  });

  it('makes its id of the command when none is given', () => {
    const outcome = when(to('ScheduleSession', { sessionId: undefined }), { commandId: 'book' });
    expect(outcome.state?.sessions[0]?.id).toBe(named('book session 0'));
  });

  it('is refused for a slot that is none or over', () => {
    const empty = slot('2026-03-04T10:00', '2026-03-04T10:00');
    when(to('ScheduleSession', { slot: empty })).thenRefused('SLOT_EMPTY', empty);
    const past = slot('2026-03-02T10:00', '2026-03-02T11:59');
    when(to('ScheduleSession', { slot: past })).thenRefused('SLOT_PAST', { to: past.to });
    // Booked before it, entered after it.
    when(to('ScheduleSession', { slot: past }), { at: utc('2026-03-01T12:00') }).then({
      type: 'SessionScheduled',
    });
  });

  it('is refused where it overlaps another booking, not where it follows it', () => {
    const monday = givenEpisode(...booked());
    const again = (from: string, end: string) =>
      monday.when(to('ScheduleSession', { sessionId: second, slot: slot(from, end) }), {
        recordedAt: utc('2026-02-25T12:00'),
      });
    again('2026-03-02T09:59', '2026-03-02T11:00').thenRefused('SLOT_OVERLAPS', {
      sessionId: SESSION,
      from: '2026-03-02T09:00:00.000Z',
      to: '2026-03-02T10:00:00.000Z',
    });
    again('2026-03-02T10:00', '2026-03-02T11:00').then({ type: 'SessionScheduled' });
    again('2026-03-02T08:00', '2026-03-02T09:00').then({ type: 'SessionScheduled' });
  });

  it('warns of a booking of the same therapist or patient elsewhere, as the edge read it', () => {
    const free = { slot: slot('2026-03-04T09:00', '2026-03-04T10:00') };
    const taken = {
      sessionId: named<SessionId>('elsewhere'),
      therapistId: ben.id,
      patientId: PATIENT,
      slot: slot('2026-03-04T09:30', '2026-03-04T10:30'),
      recordedAt: NOW,
      entryId: named<string>('booked elsewhere'),
    };
    when(to('ScheduleSession', { ...free, elsewhere: [taken] })).thenWarns('DOUBLE_BOOKED');
    const ofOther = { ...taken, patientId: named<typeof PATIENT>('somebody') };
    when(to('ScheduleSession', { ...free, elsewhere: [ofOther] })).thenWarns();
    const ofAnna = { ...ofOther, therapistId: anna.id };
    when(to('ScheduleSession', { ...free, elsewhere: [ofAnna] })).thenWarns('DOUBLE_BOOKED');
  });

  it('is refused for an id that is taken', () => {
    givenEpisode(...booked())
      .when(to('ScheduleSession'))
      .thenRefused('SESSION_EXISTS', { sessionId: SESSION });
  });

  it('is refused before acceptance, on hold and after the discharge', () => {
    givenEpisode(was('ReferralReceived'))
      .when(to('ScheduleSession'))
      .thenRefused('REFERRAL_NOT_ACCEPTED');
    givenEpisode(...ready(), was('EpisodePutOnHold', {}, { at: NOW }))
      .when(to('ScheduleSession'))
      .thenRefused('EPISODE_ON_HOLD', { since: NOW, reason: 'ILLNESS' });
    givenEpisode(...assessed(), was('Discharged', { goals: [] }, { at: NOW }))
      .when(to('ScheduleSession'))
      .thenRefused('EPISODE_DISCHARGED', { dischargedOn: '2026-03-02' });
  });

  it('is refused to a person who may not treat that day', () => {
    when(to('ScheduleSession', { therapistId: named<typeof ben.id>('nobody') })).thenRefused(
      'STAFF_UNKNOWN',
    );
    when(to('ScheduleSession', { therapistId: carl.id })).thenRefused('THERAPIST_ROLE_MISSING');
    const [licence] = anna.credentials;
    const expiring = {
      ...anna,
      credentials: [{ ...licence!, validUntil: day('2026-03-03') }],
    };
    // Judged by the day of the slot: valid today is not enough.
    when(to('ScheduleSession'), { staff: [expiring] }).thenRefused('LICENCE_NOT_VALID', {
      therapistId: anna.id,
      day: '2026-03-04',
    });
  });

  it('is refused beyond the authorised period or visits, bookings included', () => {
    const july = slot('2026-07-01T09:00', '2026-07-01T10:00');
    when(to('ScheduleSession', { slot: july })).thenRefused('AUTHORIZATION_MISSING', {
      day: '2026-07-01',
    });
    const oneVisit = was('AuthorizationGranted', { visits: 1 });
    const [received, acceptance, , ...rest] = booked();
    givenEpisode(received!, acceptance!, oneVisit, ...rest)
      .when(to('ScheduleSession', { sessionId: second }))
      .thenRefused('AUTHORIZATION_MISSING', { day: '2026-03-04' });
    givenEpisode(received!, acceptance!, oneVisit, ...rest, was('SessionCancelled'))
      .when(to('ScheduleSession', { sessionId: second }))
      .then({ type: 'SessionScheduled' });
  });
});

describe('visits that are left', () => {
  const early = named<AuthorizationId>('early authorization');
  const visit = (name: string, from: string, to: string) =>
    was('AuthorizationGranted', {
      authorizationId: named<AuthorizationId>(name),
      visits: 1,
      from: day(from),
      to: day(to),
    });
  const [received, acceptance, , ...rest] = ready();
  const givenVisits = (...more: ReturnType<typeof was>[]) =>
    givenEpisode(
      received!,
      acceptance!,
      visit('early authorization', '2026-02-24', '2026-03-10'),
      visit('late authorization', '2026-03-05', '2026-03-31'),
      ...rest,
      ...more,
    );
  const onDay = (sessionId: SessionId, date: string) => ({
    sessionId,
    slot: slot(`${date}T09:00`, `${date}T10:00`),
  });
  const refusedOn = (date: string) => ['AUTHORIZATION_MISSING', { day: date }] as const;

  it('are taken by a booking from one authorization only', () => {
    const first = was('SessionScheduled', onDay(SESSION, '2026-03-09'));
    const { when } = givenVisits(first);
    // Either authorization covers the ninth: the other one is left.
    when(to('ScheduleSession', onDay(second, '2026-03-04'))).then({ type: 'SessionScheduled' });
    when(to('ScheduleSession', onDay(second, '2026-03-20'))).then({ type: 'SessionScheduled' });
    const third = named<SessionId>('third session');
    givenVisits(first, was('SessionScheduled', onDay(second, '2026-03-08')))
      .when(to('ScheduleSession', onDay(third, '2026-03-20')))
      .thenRefused(...refusedOn('2026-03-20'));
  });

  it('are taken by a session that has begun, of the authorization that it began with', () => {
    const started = was('SessionStarted', { authorizationId: early });
    const { when } = givenVisits(started);
    when(to('StartSession', { sessionId: second })).thenRefused(...refusedOn('2026-03-02'));
    when(to('ScheduleSession', onDay(second, '2026-03-04'))).thenRefused(
      ...refusedOn('2026-03-04'),
    );
    when(to('ScheduleSession', onDay(second, '2026-03-09'))).then({ type: 'SessionScheduled' });
    // Its own visit is still its own when it is written up.
    when(to('CompleteSession')).then({
      type: 'SessionCompleted',
      data: { authorizationId: early, deviations: [] },
    });
    when(to('CompleteSession', { sessionId: second })).thenRefused('DEVIATION_NEEDS_REASON', {
      codes: ['AUTHORIZATION_MISSING'],
    });
    givenVisits(started, was('SessionCancelled', {}, { at: utc('2026-03-02T09:05') }))
      .when(to('StartSession', { sessionId: second }))
      .then({ type: 'SessionStarted' });
  });
});

describe('what becomes of a booking', () => {
  const { when } = givenEpisode(...booked());
  const unknown = { sessionId: second };

  it('is cancelled with a reason, and cancelling it again changes nothing', () => {
    const outcome = when(to('CancelSession'));
    outcome.then({
      type: 'SessionCancelled',
      data: { sessionId: SESSION },
      texts: { reason: 'The patient asked' },
    });
    expect(outcome.state?.sessions[0]?.status).toBe('cancelled');
    when(to('CancelSession', { words: ' ' })).thenRefused('REASON_MISSING');
    when(to('CancelSession', unknown)).thenRefused('SESSION_UNKNOWN', unknown);
    givenEpisode(...booked(), was('SessionCancelled'))
      .when(to('CancelSession'))
      .thenNothing();
  });

  it('is missed once its slot has begun, and missing it again changes nothing', () => {
    const outcome = when(to('MissSession', { words: 'Did not call' }));
    outcome.then({
      type: 'SessionMissed',
      data: { sessionId: SESSION, reason: 'NO_SHOW' },
      texts: { reason: 'Did not call' },
    });
    expect(outcome.state?.sessions[0]).toMatchObject({ status: 'missed', on: '2026-03-02' });
    when(to('MissSession'), { at: utc('2026-03-02T08:59') }).thenRefused('SESSION_NOT_BEGUN', {
      sessionId: SESSION,
      from: '2026-03-02T09:00:00.000Z',
      at: '2026-03-02T08:59:00.000Z',
    });
    when(to('MissSession', unknown)).thenRefused('SESSION_UNKNOWN');
    const missed = givenEpisode(...booked(), was('SessionMissed'));
    missed.when(to('MissSession')).thenNothing();
    missed
      .when(to('MissSession', { missReason: 'LATE_CANCELLATION' }))
      .thenRefused('SESSION_ALREADY_SETTLED', { sessionId: SESSION, status: 'missed' });
  });

  it('is missed on the day of its slot, whenever that is noted', () => {
    const noted = utc('2026-03-04T17:00');
    const outcome = when(to('MissSession'), { recordedAt: noted });
    expect(outcome.state?.sessions[0]).toMatchObject({ at: noted, on: '2026-03-02' });
    const unbooked = givenEpisode(...ready(), was('SessionMissed', {}, { at: noted }));
    expect(unbooked.state?.sessions[0]).toMatchObject({ on: '2026-03-04' });
    const moment = { at: utc('2026-03-04T18:00') };
    const booking = was('SessionScheduled', {}, moment);
    const bookedAfter = givenEpisode(...ready(), was('SessionMissed', {}, { at: noted }), booking);
    expect(bookedAfter.state?.sessions[0]).toMatchObject({ status: 'missed', on: '2026-03-02' });
  });

  it('is neither cancelled nor missed at a moment before it was started', () => {
    const startedAt = utc('2026-03-02T09:10');
    const started = givenEpisode(...booked(), was('SessionStarted', {}, { at: startedAt }));
    const at = utc('2026-03-02T09:05');
    const refusal = { sessionId: SESSION, startedAt, at };
    started.when(to('CancelSession'), { at }).thenRefused('SESSION_STARTED_LATER', refusal);
    started.when(to('MissSession'), { at }).thenRefused('SESSION_STARTED_LATER', refusal);
    const outcome = started.when(to('CancelSession'), { at: startedAt });
    expect(outcome.state?.sessions[0]?.status).toBe('cancelled');
  });

  it('is neither cancelled nor missed once it was held', () => {
    const held = givenEpisode(...booked(), was('SessionCompleted'));
    held.when(to('CancelSession')).thenRefused('SESSION_ALREADY_SETTLED', {
      sessionId: SESSION,
      status: 'completed',
    });
    held.when(to('MissSession')).thenRefused('SESSION_ALREADY_SETTLED');
  });
});
