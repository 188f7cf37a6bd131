import type { Rule } from '../rule';

/** Codes of the plan of care and its certification. */
export const planRules = {
  PLAN_EXISTS: {
    state: 'now',
    when: 'a plan of care is set',
    says: 'There is a plan of care already; its version is {version}.',
    accepts: 'A revision of that version.',
  },
  PLAN_MISSING: {
    state: 'now',
    gives: ['refusal', 'warning'],
    when: 'a plan of care is revised or certified, or a session is planned that wants one',
    says: 'There is no plan of care.',
    accepts: 'A plan of care set after the initial assessment.',
    policy: 'planCertification',
  },
  PLAN_VERSION_STALE: {
    state: 'now',
    when: 'a plan of care is revised or certified',
    says: 'Version {revises} of the plan of care is not the current one; that is {current}.',
    accepts: 'The current version, looked at again.',
  },
  PLAN_SET_LATER: {
    state: 'now',
    when: 'a plan of care is revised or certified',
    says: 'The current version of the plan of care was set at {setAt}, after {at}.',
    accepts: 'A moment after the current version was set.',
  },
  PLAN_UNCHANGED: {
    state: 'now',
    when: 'a plan of care is revised',
    says: 'The revision says what the plan of care says already.',
    accepts: 'Another frequency, length, number of weeks, or other techniques.',
  },
  PLAN_SESSION_TOO_LONG: {
    state: 'then',
    when: 'a plan of care is set or revised',
    says: 'Sessions would last {minutes} minutes; the policy allows {max}.',
    accepts: 'A length within the policy.',
    policy: 'sessionMinutes.max',
  },
  PLAN_BEYOND_VISITS: {
    state: 'then',
    gives: ['warning'],
    when: 'a plan of care is set or revised',
    says: 'The plan has {planned} sessions, and {left} visits are authorized.',
    accepts: 'Recorded as it is; the payer is asked for more, or the plan made shorter.',
  },
  PLAN_NOT_CERTIFIED: {
    state: 'then',
    gives: ['warning'],
    when: 'a session is booked, rescheduled or started',
    says: 'The plan of care is not certified for {day}; it wants to be by {dueOn}.',
    accepts: 'Planned as it is; the referrer is asked to certify the plan.',
    policy: 'planCertification',
  },
  SESSION_BOOKED_LATER: {
    state: 'now',
    when: 'a session is rescheduled',
    says: 'Session {sessionId} was booked at {bookedAt}, after {at}.',
    accepts: 'A moment after it was booked, or last rescheduled.',
  },
  SESSION_SLOT_BEGUN: {
    state: 'now',
    when: 'a session is rescheduled',
    says: 'The slot of session {sessionId} began at {from}; it was {at} by then.',
    accepts: 'A session to come; one that was not held is missed, and another is booked.',
  },
} as const satisfies Record<string, Rule>;
