import type { EntryId, SessionId } from '../../src/domain/ids';
import { anna, ben, carl, day, named, NOW, utc } from './cast';
import { givenEpisode, to } from './episode-commands';
import { assessed, booked, ready, was } from './episode-past';
import { SESSION } from './episode-values';

const second = named<SessionId>('second session');
const slot = (from: string, end: string) => ({ from: utc(from), to: utc(end) });
/** Before the slot of Monday morning. */
const sunday = { recordedAt: utc('2026-03-01T12:00') };

describe('rescheduling a session', () => {
  const { when } = givenEpisode(...booked());

  it('moves the booking, with a reason', () => {
    const outcome = when(to('RescheduleSession'), sunday);
    const moved = slot('2026-03-03T09:00', '2026-03-03T10:00');
    outcome.then({
      type: 'SessionRescheduled',
      data: { sessionId: SESSION, slot: moved, therapistId: anna.id },
      texts: { reason: 'The patient asked for the morning' },
    });
    expect(outcome.state?.sessions).toMatchObject([
      {
        id: SESSION,
        status: 'booked',
        booking: { slot: moved, therapistId: anna.id, bookedAt: sunday.recordedAt },
      },
    ]);
    when(to('RescheduleSession', { words: ' ' }), sunday).thenRefused('REASON_MISSING');
  });

  it('changes nothing when it is booked so, and may change the therapist alone', () => {
    const same = { slot: slot('2026-03-02T09:00', '2026-03-02T10:00') };
    when(to('RescheduleSession', same), sunday).thenNothing();
    givenEpisode(...booked(), was('SessionRescheduled'))
      .when(to('RescheduleSession', { slot: slot('2026-03-02T13:00', '2026-03-02T14:00') }), sunday)
      .thenNothing();
    const outcome = when(to('RescheduleSession', { ...same, toTherapistId: ben.id }), sunday);
    outcome.then({ type: 'SessionRescheduled', data: { therapistId: ben.id } });
  });

  it('is of a booking that is open and still to come', () => {
    when(to('RescheduleSession', { sessionId: second }), sunday).thenRefused('SESSION_UNKNOWN');
    givenEpisode(...booked(), was('SessionCancelled'))
      .when(to('RescheduleSession'), sunday)
      .thenRefused('SESSION_ALREADY_SETTLED', { sessionId: SESSION, status: 'cancelled' });
    when(to('RescheduleSession')).thenRefused('SESSION_SLOT_BEGUN', {
      sessionId: SESSION,
      from: '2026-03-02T09:00:00.000Z',
      at: NOW,
    });
    const before = { at: utc('2026-02-24T09:39'), reason: 'Late' };
    when(to('RescheduleSession'), before).thenRefused('SESSION_BOOKED_LATER', {
      sessionId: SESSION,
      bookedAt: '2026-02-24T09:40:00.000Z',
      at: before.at,
    });
  });

  it('follows the rules of a booking, its own slot and visit being free for it', () => {
    const move = (from: string, end: string) => to('RescheduleSession', { slot: slot(from, end) });
    when(move('2026-03-02T09:30', '2026-03-02T10:30'), sunday).then({ type: 'SessionRescheduled' });
    when(move('2026-03-03T09:00', '2026-03-03T09:00'), sunday).thenRefused('SLOT_EMPTY');
    when(move('2026-03-01T09:00', '2026-03-01T10:00'), sunday).thenRefused('SLOT_PAST');
    when(move('2026-07-01T09:00', '2026-07-01T10:00'), sunday).thenRefused(
      'AUTHORIZATION_MISSING',
      { day: '2026-07-01' },
    );
    when(to('RescheduleSession', { toTherapistId: carl.id }), sunday).thenRefused(
      'THERAPIST_ROLE_MISSING',
    );
    const other = was('SessionScheduled', {
      sessionId: second,
      slot: slot('2026-03-03T09:30', '2026-03-03T10:30'),
    });
    givenEpisode(...booked(), other)
      .when(to('RescheduleSession'), sunday)
      .thenRefused('SLOT_OVERLAPS', {
        sessionId: second,
        from: '2026-03-03T09:30:00.000Z',
        to: '2026-03-03T10:30:00.000Z',
      });
    const [received, acceptance, , ...rest] = booked();
    const oneVisit = was('AuthorizationGranted', { visits: 1 });
    givenEpisode(received!, acceptance!, oneVisit, ...rest)
      .when(to('RescheduleSession'), sunday)
      .then({ type: 'SessionRescheduled' });
  });

  it('is refused on hold and after the discharge', () => {
    givenEpisode(...booked(), was('EpisodePutOnHold', {}, { at: utc('2026-03-01T08:00') }))
      .when(to('RescheduleSession'), sunday)
      .thenRefused('EPISODE_ON_HOLD');
    const discharged = was('Discharged', { goals: [] }, { at: utc('2026-03-01T08:00') });
    givenEpisode(...assessed(), was('SessionScheduled'), discharged)
      .when(to('RescheduleSession'), sunday)
      .thenRefused('EPISODE_DISCHARGED', { dischargedOn: '2026-03-01' });
  });

  it('moves the day of a miss that is known, and is undone when it is marked in error', () => {
    const moved = was(
      'SessionRescheduled',
      { slot: slot('2026-03-03T13:00', '2026-03-03T14:00') },
      { as: 'moved' },
    );
    const missed = was('SessionMissed', {}, { at: utc('2026-03-04T08:00') });
    const { state } = givenEpisode(...booked(), moved, missed);
    expect(state?.sessions).toMatchObject([{ status: 'missed', on: day('2026-03-03') }]);
    const back = givenEpisode(...booked(), moved).when(
      to('MarkEntryInError', { entryId: named<EntryId>('moved') }),
    );
    expect(back.state?.sessions[0]?.booking?.slot.from).toBe('2026-03-02T09:00:00.000Z');
    // Of a booking that never was, nothing is moved.
    expect(givenEpisode(...ready(), moved).state?.sessions).toEqual([]);
  });
});
