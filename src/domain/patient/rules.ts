import type { Rule } from '../rule';

/** Codes of patients: details, death, merges, holds, erasure. */
export const patientRules = {
  PATIENT_EXISTS: {
    state: 'now',
    when: 'a patient is registered',
    says: 'Patient {patientId} is registered already.',
    accepts: 'A new patient id; to change details, a correction of the patient.',
  },
  PATIENT_UNKNOWN: {
    state: 'now',
    when: 'a patient is changed or a referral is received',
    says: 'There is no patient with id {patientId}.',
    accepts: 'The id of a registered patient.',
  },
  PATIENT_ERASED: {
    state: 'now',
    when: 'anything is recorded of a patient who was erased, or of an episode of theirs',
    says: 'Patient {patientId} was erased: nothing can be sealed for them any more.',
    accepts: 'A registration of the person as a new patient.',
  },
  PATIENT_MERGED_AWAY: {
    state: 'now',
    when: 'something is said of a patient who was merged into another, or who would be merged into',
    says: 'Patient {patientId} was merged into {into}.',
    accepts: 'The same of the patient that survives.',
  },
  PATIENT_DECEASED: {
    state: 'now',
    gives: ['refusal', 'finding'],
    when: 'a referral is received, or a session is said to be held after it',
    says: 'Patient {patientId} died on {diedOn}.',
    accepts: 'A referral received by that day; a death recorded in error is retracted.',
  },
  DEATH_IN_FUTURE: {
    state: 'now',
    when: 'a death is recorded',
    says: 'The day {on} is after {today}.',
    accepts: 'A day up to today.',
  },
  MERGE_WITH_SELF: {
    state: 'now',
    when: 'two patients are merged',
    says: 'Patient {patientId} would be merged with themself.',
    accepts: 'Two different patients.',
  },
  MERGE_ORDER: {
    state: 'now',
    when: 'two patients are merged',
    says: 'Of two patients the smaller id survives: {survivor}, not {other}.',
    accepts: 'The merge of the other one into this one.',
  },
  MERGE_ERASURE_OPEN: {
    state: 'now',
    when: 'two patients are merged or taken apart again',
    says: 'The erasure of {patients} is asked for or approved.',
    accepts:
      'The same once the erasure is refused: what is erased must be clear to who approved it.',
  },
  LEGAL_HOLD_UNKNOWN: {
    state: 'now',
    when: 'a legal hold is lifted',
    says: 'The patient has no legal hold {holdId}.',
    accepts: 'The id of a hold of this patient.',
  },
  LEGAL_HOLD_IN_FORCE: {
    state: 'now',
    when: 'an erasure is approved or executed',
    says: '{holds} legal holds are in force.',
    accepts: 'The same once each is lifted.',
  },
  ERASURE_UNKNOWN: {
    state: 'now',
    when: 'an erasure is approved, refused or executed',
    says: 'There is no open request {requestId} for an erasure of the patient.',
    accepts: 'The id of the request that is open.',
  },
  ERASURE_NOT_APPROVED: {
    state: 'now',
    when: 'an erasure is executed',
    says: 'The request {requestId} is not approved.',
    accepts: 'The same once another person than the one who asked has approved it.',
  },
  ERASURE_KEY_FIXED: {
    state: 'now',
    when: 'an erasure is executed',
    says: 'The master key cannot be replaced by the service, so an erased key could come back.',
    accepts: 'The same once the key is in a file that the service may replace, with its folder.',
  },
  ERASURE_SAME_PERSON: {
    state: 'now',
    when: 'an erasure is approved',
    says: 'The request {requestId} was made by the same person.',
    accepts: 'The approval of another person.',
  },
  ERASURE_EPISODE_OPEN: {
    state: 'now',
    when: 'an erasure is approved or executed',
    says: '{episodes} episodes of the patient are open.',
    accepts: 'The same once each is discharged.',
  },
  RETENTION_NOT_OVER: {
    state: 'now',
    when: 'an erasure is approved or executed',
    says: 'Care ended on {lastCareOn} and is kept for {years} years, to {until}.',
    accepts: 'The same after that day.',
    policy: 'retentionYears',
  },
} as const satisfies Record<string, Rule>;
