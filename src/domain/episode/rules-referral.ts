import type { Rule } from '../rule';

/** Codes of what changes after a referral came in: amendments, questions, a handover. */
export const referralRules = {
  REFERRER_DIFFERS: {
    state: 'now',
    when: 'a referral is amended or a plan of care is certified',
    says: 'This comes from another {role} ({referrerId}) than the referral.',
    accepts: 'What the referrer of this referral said; another referrer sends a new referral.',
  },
  SOURCE_MISSING: {
    state: 'now',
    when: 'a referral is amended or a plan of care is certified',
    says: 'It is not said who at the referrer said so.',
    accepts: 'The name of the person at the referrer.',
  },
  QUESTION_MISSING: {
    state: 'now',
    when: 'a clarification is requested',
    says: 'There is no question.',
    accepts: 'A question in words.',
  },
  CLARIFICATION_DUE_PAST: {
    state: 'now',
    when: 'a clarification is requested',
    says: 'The answer would be due on {due}, before the day of the question, {today}.',
    accepts: 'A day on or after that of the question.',
  },
  CLARIFICATION_UNKNOWN: {
    state: 'now',
    when: 'a question to the referrer is answered',
    says: 'There is no question {requestId}.',
    accepts: 'The entry of a question of this episode.',
  },
  CLARIFICATION_ANSWERED: {
    state: 'now',
    when: 'a question to the referrer is answered',
    says: 'Question {requestId} was answered at {answeredAt}.',
    accepts: 'A new question; an answer that is wrong is marked in error first.',
  },
  ANSWER_MISSING: {
    state: 'now',
    when: 'a question to the referrer is answered',
    says: 'There is no answer.',
    accepts: 'An answer in words.',
  },
  ANSWER_BEFORE_QUESTION: {
    state: 'now',
    when: 'a question or a report is answered',
    says: 'The answer of {at} is before what it answers, which is of {since}.',
    accepts: 'A moment after that.',
  },
  REFERRAL_QUESTION_OPEN: {
    state: 'now',
    when: 'a referral is accepted',
    says: 'Questions {questions} to the referrer are not answered.',
    accepts: 'Their answers first; a question that is void is marked in error.',
  },
  AUTHORIZATION_UNKNOWN: {
    state: 'then',
    when: 'an authorization is amended',
    says: 'There was no authorization {authorizationId}.',
    accepts: 'An authorization of this episode, at a moment after it was granted.',
  },
  AUTHORIZATION_BELOW_USED: {
    state: 'then',
    when: 'an authorization is amended',
    says: 'It would grant {visits} visits, and {used} were used.',
    accepts: 'At least the visits that were used.',
  },
  BOOKINGS_NOT_COVERED: {
    state: 'then',
    gives: ['warning'],
    when: 'an authorization is amended',
    says: '{bookings} bookings are covered by no authorization.',
    accepts: 'Recorded as it is; the bookings want another authorization, or to be moved.',
  },
  THERAPIST_NOT_ASSIGNED: {
    state: 'then',
    when: 'an episode is transferred',
    says: 'Nobody carried the episode who could hand it over.',
    accepts: 'An assignment of a therapist.',
  },
  HANDOVER_MISSING: {
    state: 'now',
    when: 'an episode is transferred',
    says: 'There is no handover note.',
    accepts: 'What the therapist who takes over should know, in words.',
  },
  BOOKINGS_OF_FORMER_THERAPIST: {
    state: 'now',
    gives: ['warning'],
    when: 'an episode is transferred',
    says: 'Sessions {sessions} are still booked with {therapistId}.',
    accepts: 'Transferred as it is; the bookings stay until they are rescheduled.',
  },
} as const satisfies Record<string, Rule>;
