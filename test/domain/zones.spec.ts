import type { Episode } from '../../src/domain/episode/state';
import type { SessionId } from '../../src/domain/ids';
import { momentOf, type Instant } from '../../src/domain/time';
import { caseload } from '../../src/projections/caseload';
import { flagsOf } from '../../src/projections/caseload-flags';
import { episodeSpan } from '../../src/projections/episode-span';
import { BERLIN, clinic, day, named, utc, zone } from './cast';
import { givenEpisode, to } from './episode-commands';
import { ready, was } from './episode-past';

const NEW_YORK = zone('America/New_York');
/** The clinic of the specs, in another zone from July on. */
const moved = {
  ...clinic,
  laterZones: [{ zone: NEW_YORK, since: utc('2026-07-01T00:00') }],
};
const because = { reason: 'Written up at once' };
const session = named<SessionId>('night session');

const held = (startedAt: Instant, endedAt: Instant) =>
  to('CompleteSession', { sessionId: session, startedAt, endedAt });
const dayOf = (state: Episode | null) => {
  const found = state?.sessions.find(({ id }) => id === session);
  return found?.status === 'completed' ? found.on : null;
};
const spanOf = (state: Episode | null) => episodeSpan.rows(state!)[0]!;
const flagsAt = (state: Episode | null, at: Instant) => flagsOf(caseload.rows(state!)[0]!, at);

describe('the night on which clocks go forward', () => {
  // In Berlin 29 March 2026 has no time from 02:00 to 03:00: 01:59 CET is followed by 03:00 CEST.
  const halfPastTwo = momentOf(day('2026-03-29'), '02:30', BERLIN);

  it('has no half past two: a session said to be then is an hour later by the clock', () => {
    expect(halfPastTwo).toBe(utc('2026-03-29T01:30'));
    const { when } = givenEpisode(...ready());
    const outcome = when(held(halfPastTwo, utc('2026-03-29T02:20')), {
      ...because,
      recordedAt: utc('2026-03-29T02:20'),
    });
    outcome.thenDeviates();
    expect(dayOf(outcome.state)).toBe('2026-03-29');
    expect(spanOf(outcome.state).first_session_on).toBe('2026-03-29');
  });

  it('lengthens no session over it: an hour is an hour', () => {
    const [startedAt, endedAt] = [utc('2026-03-29T00:30'), utc('2026-03-29T01:30')];
    // From 01:30 to 03:30 by the clock.
    const outcome = givenEpisode(...ready()).when(held(startedAt, endedAt), {
      recordedAt: endedAt,
    });
    outcome.thenDeviates();
    outcome.thenWarns();
  });
});

describe('the night on which clocks go back', () => {
  // On 25 October 2026 it is half past two twice: in CEST at 00:30 UTC, in CET at 01:30 UTC.
  const authorized = was('AuthorizationGranted', {
    from: day('2026-02-24'),
    to: day('2026-10-25'),
  });
  const care = [...ready().filter(({ type }) => type !== 'AuthorizationGranted'), authorized];
  const [first, second] = [utc('2026-10-25T00:30'), utc('2026-10-25T01:30')];

  it('has two half past two: a session from one to the other took an hour', () => {
    const outcome = givenEpisode(...care).when(held(first, second), { recordedAt: second });
    outcome.thenDeviates();
    // The prescription of the sample is of February; the length of the session is not its matter.
    outcome.thenWarns('PRESCRIPTION_EXPIRED');
    expect(dayOf(outcome.state)).toBe('2026-10-25');
    expect(caseload.rows(outcome.state!)[0]).toMatchObject({ last_session_at: second });
  });

  it('is a day of 25 hours, all of them within an authorization that ends with it', () => {
    const late = (startedAt: string, endedAt: string) =>
      givenEpisode(...care).when(held(utc(startedAt), utc(endedAt)), {
        ...because,
        recordedAt: utc(endedAt),
      });
    // From 23:05 to 23:55 local, in CET.
    late('2026-10-25T22:05', '2026-10-25T22:55').thenDeviates();
    // From 00:05 of the next day.
    late('2026-10-25T23:05', '2026-10-25T23:55').thenDeviates('AUTHORIZATION_MISSING');
  });
});

describe('a due date', () => {
  // The day ends at 22:00 UTC: Berlin is two hours ahead in April.
  const due = day('2026-04-10');
  const goal = to('SetGoal', { goalId: named('evening goal'), due });

  it('may be today to the last minute of it, and not at midnight', () => {
    const { when } = givenEpisode(...ready());
    when(goal, { recordedAt: utc('2026-04-10T21:59') }).then({ type: 'GoalSet' });
    when(goal, { recordedAt: utc('2026-04-10T22:00') }).thenRefused('GOAL_DUE_PAST', {
      due,
      today: day('2026-04-11'),
    });
  });

  it('is over when its day is, in the rows that a caseload is flagged by', () => {
    const { state } = givenEpisode(...ready());
    expect(state?.goals[0]?.versions.at(-1)?.terms.due).toBe(due);
    expect(flagsAt(state, utc('2026-04-10T21:59'))).not.toContain('GOAL_OVERDUE');
    expect(flagsAt(state, utc('2026-04-10T22:00'))).toContain('GOAL_OVERDUE');
  });
});

describe("a change of the clinic's zone", () => {
  const [start, end] = [utc('2026-07-10T02:00'), utc('2026-07-10T02:50')];

  it('gives later sessions of an open episode the days of the new zone', () => {
    const { when } = givenEpisode(...ready());
    const at = { recordedAt: end, reason: 'Without a visit left' };
    const before = when(held(start, end), at);
    expect(dayOf(before.state)).toBe('2026-07-10');
    const after = when(held(start, end), { ...at, clinic: moved });
    // 22:00 of the evening before in New York.
    expect(dayOf(after.state)).toBe('2026-07-09');
    expect(after.events.at(-1)?.header.occurredZone).toBe(NEW_YORK);
    expect(spanOf(after.state)).toMatchObject({
      zone: NEW_YORK,
      received_on: '2026-02-23',
      first_session_on: '2026-07-09',
    });
  });

  it('leaves what was before it, also when it is entered after it', () => {
    const [startedAt, endedAt] = [utc('2026-06-20T22:30'), utc('2026-06-20T23:20')];
    const outcome = givenEpisode(...ready()).when(held(startedAt, endedAt), {
      recordedAt: end,
      clinic: moved,
      reason: 'Late entry',
    });
    // Half past midnight in Berlin, where the clinic was then.
    expect(dayOf(outcome.state)).toBe('2026-06-21');
    expect(outcome.events.at(-1)?.header.occurredZone).toBe(BERLIN);
  });

  it('judges a due date by the zone of the moment', () => {
    const goal = to('SetGoal', { goalId: named('later goal'), due: day('2026-07-09') });
    const { when } = givenEpisode(...ready());
    when(goal, { recordedAt: start }).thenRefused('GOAL_DUE_PAST');
    when(goal, { recordedAt: start, clinic: moved }).then({ type: 'GoalSet' });
  });
});
