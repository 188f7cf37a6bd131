import type { Rule } from '../rule';
import { sessionRules } from './rules-sessions';

/** Codes of referral, care team, assessment, discharge and corrections. */
const careRules = {
  EPISODE_UNKNOWN: {
    state: 'now',
    says: 'There is no episode with id {episodeId}.',
    accepts: 'The id of an episode that a referral has opened.',
  },
  EPISODE_EXISTS: {
    state: 'now',
    says: 'Episode {episodeId} was opened before by another referral.',
    accepts: 'A new episode id for a new referral.',
  },
  EPISODE_DISCHARGED: {
    state: 'now',
    says: 'The episode was discharged on {dischargedOn}.',
    accepts: 'An open episode; a session held before the discharge may still be recorded.',
  },
  REFERRER_ROLE_NOT_ALLOWED: {
    state: 'then',
    says: 'A {role} may not refer.',
    accepts: 'A referrer whose role is one of the referring roles of the policy.',
    policy: 'referringRoles',
  },
  DIAGNOSIS_MISSING: {
    state: 'then',
    says: 'A referral needs at least one diagnosis.',
    accepts: 'One ICD-10 code with the role of who asserted it.',
  },
  DIAGNOSIS_ROLE_NOT_ALLOWED: {
    state: 'then',
    says: 'A {role} may not diagnose ({code}).',
    accepts: 'A diagnosis asserted by one of the diagnosing roles of the policy.',
    policy: 'diagnosingRoles',
  },
  DIAGNOSIS_UNMAPPED: {
    state: 'then',
    says: 'The policy maps none of {codes} to a condition.',
    accepts: 'Recorded as it is; figures by condition will show it as unmapped.',
    policy: 'conditions',
  },
  SELF_REFERRAL: {
    state: 'then',
    says: 'The treating therapist {therapistId} is the referrer.',
    accepts: 'Another therapist, or another referrer.',
  },
  BEFORE_REFERRAL_ISSUED: {
    state: 'now',
    says: '{occurredAt} is before the referral was issued on {issuedOn}.',
    accepts: 'A moment on or after the day the referral was issued.',
  },
  LATE_ENTRY_NEEDS_REASON: {
    state: 'then',
    says: 'This is recorded more than {hours} hours after it occurred.',
    accepts: 'The same with a reason for the late entry.',
    policy: 'lateEntryHours',
  },
  REFERRAL_ALREADY_DECLINED: {
    state: 'now',
    says: 'The referral was declined on {declinedAt}.',
    accepts: 'A new referral.',
  },
  REFERRAL_ALREADY_ACCEPTED: {
    state: 'now',
    says: 'The referral was accepted on {acceptedAt}.',
    accepts: 'Discharge, if care should not go on.',
  },
  REFERRAL_NOT_ACCEPTED: {
    state: 'then',
    says: 'The referral had not been accepted.',
    accepts: 'An accepted referral.',
  },
  CONSENT_NOT_GIVEN: {
    state: 'then',
    says: 'No consent was in force that could be withdrawn.',
    accepts: 'A consent given before.',
  },
  CONSENT_MISSING: {
    state: 'then',
    says: 'No consent to treatment was in force at {at}.',
    accepts: 'A consent given before the session.',
  },
  THERAPIST_ROLE_MISSING: {
    state: 'then',
    says: 'Staff member {therapistId} was not a therapist of the clinic on {day}.',
    accepts: 'A person with the role THERAPIST at the clinic of the episode on that day.',
  },
  LICENCE_NOT_VALID: {
    state: 'then',
    says: 'Therapist {therapistId} had no valid licence on {day}.',
    accepts: 'A licence recorded as valid on that day.',
  },
  SPECIALTY_MISSING: {
    state: 'then',
    says: 'Treating {condition} needs the specialty {specialty}; {therapistId} lacks it on {day}.',
    accepts: 'A therapist with that specialty.',
    policy: 'conditions',
  },
  CERTIFICATE_MISSING: {
    state: 'then',
    says: '{technique} needs the certificate {certificate}; {therapistId} lacks it on {day}.',
    accepts: 'Another technique, or a therapist with that certificate.',
    policy: 'techniqueCertificates',
  },
  ASSESSMENT_INITIAL_EXISTS: {
    state: 'now',
    says: 'The initial assessment was done at {at}.',
    accepts: 'A re-assessment, or a correction of the initial one.',
  },
  ASSESSMENT_MISSING: {
    state: 'then',
    says: 'No initial assessment had been done at {at}.',
    accepts: 'An initial assessment first.',
  },
  PRIMARY_MEASURE_NOT_OBSERVED: {
    state: 'then',
    says: 'The primary measure {measure} is not among the observations.',
    accepts: 'One of the measures observed: {observed}.',
  },
  INSTRUMENT_UNKNOWN: {
    state: 'now',
    says: 'There is no instrument {instrument}.',
    accepts: 'A built-in instrument or a custom measure of a policy.',
    policy: 'customMeasures',
  },
  NO_ITEMS: {
    state: 'then',
    says: '{instrument} is one number and has no items.',
    accepts: 'A score instead of items.',
  },
  ITEM_ID_NOT_CODE: {
    state: 'then',
    says: 'The id of an item or activity is not a code.',
    accepts: 'Letters without accents, digits, _ and -, up to 40; the words are named beside it.',
  },
  ITEM_UNKNOWN: {
    state: 'then',
    says: 'There is no item {item}: they are numbered 1 to {count}.',
    accepts: 'Items by their number.',
  },
  ITEM_OUT_OF_RANGE: {
    state: 'then',
    says: 'Item {item} is {value}; it goes from {min} to {max}.',
    accepts: 'A value in the range of the item, or none where it was not answered.',
  },
  ITEM_NOT_INTEGER: {
    state: 'then',
    says: 'Item {item} is {value}; items are whole numbers.',
    accepts: 'A whole number.',
  },
  TOO_FEW_ITEMS: {
    state: 'then',
    says: '{answered} items are answered; a score needs {needed}.',
    accepts: 'More answers, or no observation of this instrument.',
  },
  TOO_MANY_ITEMS: {
    state: 'then',
    says: '{answered} items are answered; at most {allowed} make a score.',
    accepts: 'Fewer items.',
  },
  ITEMS_DIFFER: {
    state: 'then',
    says: 'The same activities are asked again: missing {missing}, not asked before {extra}.',
    accepts: 'The activities of the first observation.',
  },
  SCORE_OUT_OF_RANGE: {
    state: 'then',
    says: 'The score {value} is outside {min} to {max}.',
    accepts: 'A score in the range of the instrument.',
  },
  SCORE_NOT_INTEGER: {
    state: 'then',
    says: 'The score {value} is not a whole number.',
    accepts: 'A whole number.',
  },
  DISCHARGE_BOOKINGS_OPEN: {
    state: 'now',
    says: 'Sessions {sessions} are still booked.',
    accepts: 'Each of them named as cancelled in the discharge.',
  },
  DISCHARGE_GOALS_OPEN: {
    state: 'now',
    says: 'Goals {goals} have no outcome yet.',
    accepts: 'Each of them settled in the discharge: scored, abandoned or not measured.',
  },
  DISCHARGE_BEFORE_ENTRIES: {
    state: 'now',
    says: '{entries}, settled in the discharge, were not there at {at} yet.',
    accepts: 'A discharge after the last of them.',
  },
  DISCHARGE_FINAL_MISSING: {
    state: 'then',
    says: 'The primary measure {measure} has no final score.',
    accepts: 'A final observation, or why it is missing.',
  },
  ENTRY_UNKNOWN: {
    state: 'now',
    says: 'The episode has no entry {entryId}.',
    accepts: 'The id of an entry of this episode.',
  },
  ENTRY_NOT_CORRECTABLE: {
    state: 'now',
    says: 'An entry of kind {entryType} cannot be corrected.',
    accepts: 'Identity and order entries are not corrected: void or reopen the episode instead.',
  },
  ENTRY_KIND_DIFFERS: {
    state: 'now',
    says: 'The entry is of kind {entryType}, the replacement would be {replacement}.',
    accepts: 'A replacement of the same kind.',
  },
  ENTRY_UNCHANGED: {
    state: 'now',
    says: 'The replacement says what the entry says already.',
    accepts: 'A replacement that differs.',
  },
  REASON_MISSING: {
    state: 'now',
    says: 'This needs a reason in words.',
    accepts: 'A reason that is not empty.',
  },
} as const satisfies Record<string, Rule>;

/** Codes of an episode but for those of its goals. */
export const episodeRules = { ...careRules, ...sessionRules };
