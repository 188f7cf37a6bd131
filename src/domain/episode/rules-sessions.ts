import type { Rule } from '../rule';

/** Codes of authorized visits, holds, bookings and sessions. */
export const sessionRules = {
  AUTHORIZATION_MISSING: {
    state: 'then',
    says: 'No authorization had a visit left on {day}.',
    accepts: 'An authorization whose period holds the day and that has visits left.',
  },
  GOAL_MISSING: {
    state: 'then',
    says: 'No goal had been agreed at {at}.',
    accepts: 'A goal set before treatment starts.',
  },
  EPISODE_ON_HOLD: {
    state: 'then',
    says: 'The episode was on hold since {since} ({reason}).',
    accepts: 'The episode resumed first.',
  },
  EPISODE_ALREADY_ON_HOLD: {
    state: 'now',
    says: 'The episode is on hold since {since} ({reason}).',
    accepts: 'The same reason and review date again, or an episode that is resumed first.',
  },
  EPISODE_NOT_ON_HOLD: {
    state: 'now',
    says: 'The episode is not on hold.',
    accepts: 'An episode that was put on hold before.',
  },
  RESUME_BEFORE_HOLD: {
    state: 'now',
    says: '{at} is before the hold, which began at {since}.',
    accepts: 'A moment after the hold began; a hold that never was is marked in error.',
  },
  SCREENING_MISSING: {
    state: 'then',
    says: 'Contraindications were not asked before the session.',
    accepts: 'The screening questions asked today.',
  },
  SLOT_EMPTY: {
    state: 'now',
    says: 'The slot from {from} to {to} has no length.',
    accepts: 'An end after the start.',
  },
  SLOT_PAST: {
    state: 'now',
    says: 'The slot ended at {to}, before now.',
    accepts: 'A slot to come; a session that was held is completed instead.',
  },
  SLOT_OVERLAPS: {
    state: 'now',
    says: 'The slot overlaps session {sessionId} from {from} to {to}.',
    accepts: 'A slot that is free.',
  },
  SESSION_EXISTS: {
    state: 'now',
    says: 'Session {sessionId} exists already.',
    accepts: 'A new session id.',
  },
  SESSION_UNKNOWN: {
    state: 'now',
    says: 'The episode has no session {sessionId}.',
    accepts: 'The id of a session of this episode.',
  },
  SESSION_ALREADY_SETTLED: {
    state: 'now',
    says: 'Session {sessionId} is {status} already.',
    accepts: 'A session that is booked or started; an entry that is wrong is corrected.',
  },
  SESSION_STARTED_OTHERWISE: {
    state: 'now',
    says: 'Session {sessionId} was started by {therapistId} at {startedAt}, not as it is said now.',
    accepts: 'The same start again; a start that is wrong is marked in error first.',
  },
  SESSION_STARTED_LATER: {
    state: 'now',
    says: 'Session {sessionId} was started at {startedAt}, after {at}.',
    accepts: 'A moment after its start; a start that never was is marked in error.',
  },
  SESSION_NOT_BEGUN: {
    state: 'now',
    says: 'The slot of session {sessionId} begins at {from}, after {at}.',
    accepts: 'A session whose slot has begun; one to come is cancelled.',
  },
  SESSION_ENDS_BEFORE_START: {
    state: 'now',
    says: 'The session would end at {endedAt}, not after its start at {startedAt}.',
    accepts: 'An end after the start.',
  },
  SESSION_OVERLAPS: {
    state: 'then',
    says: 'The session overlaps session {sessionId}, held from {from} to {to}.',
    accepts: 'Recorded as it was, with a reason.',
  },
  SESSION_TOO_LONG: {
    state: 'then',
    says: 'The session lasted {minutes} minutes; the policy allows {max}.',
    accepts: 'Recorded as it was, with a reason.',
    policy: 'sessionMinutes.max',
  },
  SESSION_LENGTH_UNUSUAL: {
    state: 'then',
    says: 'The session lasted {minutes} minutes; usual are {usualMin} to {usualMax}.',
    accepts: 'Recorded as it was.',
    policy: 'sessionMinutes',
  },
  DEVIATION_NEEDS_REASON: {
    state: 'then',
    says: 'The session broke rules ({codes}); it is recorded as it was, with a reason.',
    accepts: 'The same with a reason for the deviation.',
  },
} as const satisfies Record<string, Rule>;
