import type { Rule } from '../rule';
import { assessmentRules } from './rules-assessment';
import { findingRules } from './rules-findings';
import { planRules } from './rules-plan';
import { progressRules } from './rules-progress';
import { referralRules } from './rules-referral';
import { safetyRules } from './rules-safety';
import { sessionRules } from './rules-sessions';

/** Codes of referral, care team, discharge and corrections. */
const careRules = {
  EPISODE_UNKNOWN: {
    state: 'now',
    when: 'anything is recorded in an episode',
    says: 'There is no episode with id {episodeId}.',
    accepts: 'The id of an episode that a referral has opened.',
  },
  EPISODE_EXISTS: {
    state: 'now',
    when: 'a referral is received',
    says: 'Episode {episodeId} was opened before by another referral.',
    accepts: 'A new episode id for a new referral.',
  },
  EPISODE_NOT_DISCHARGED: {
    state: 'now',
    when: 'an episode is reopened',
    says: 'The episode is open.',
    accepts: 'An episode that was discharged before.',
  },
  REOPEN_BEFORE_DISCHARGE: {
    state: 'now',
    when: 'an episode is reopened',
    says: '{at} is before the discharge, which was at {since}.',
    accepts: 'A moment after the discharge.',
  },
  REOPEN_TOO_LATE: {
    state: 'now',
    when: 'an episode is reopened',
    says: 'The episode was discharged on {dischargedOn}, more than {days} days before.',
    accepts: 'A reopening up to {latest}; later, a new referral.',
    policy: 'reopenDays',
  },
  EPISODE_VOIDED: {
    state: 'now',
    when: 'anything is recorded of an episode',
    says: 'The episode was voided at {voidedAt} ({reason}).',
    accepts: 'Another episode: nothing more is recorded of this one.',
  },
  VOID_DUPLICATE_OF_NONE: {
    state: 'now',
    when: 'an episode is voided',
    says: 'As a duplicate, episode {episodeId} repeats another one, and none is named.',
    accepts: 'The id of the episode that it repeats.',
  },
  EPISODE_DISCHARGED: {
    state: 'now',
    gives: ['refusal', 'deviation', 'finding'],
    when: 'care goes on: assignment, assessment, goal, booking, session start, discharge',
    says: 'The episode was discharged on {dischargedOn}.',
    accepts: 'An open episode; a session held before the discharge may still be recorded.',
  },
  REFERRER_ROLE_NOT_ALLOWED: {
    state: 'then',
    when: 'a referral is received',
    says: 'A {role} may not refer.',
    accepts: 'A referrer whose role is one of the referring roles of the policy.',
    policy: 'referringRoles',
  },
  DIAGNOSIS_MISSING: {
    state: 'then',
    when: 'a referral is received',
    says: 'A referral needs at least one diagnosis.',
    accepts: 'One ICD-10 code with the role of who asserted it.',
  },
  DIAGNOSIS_ROLE_NOT_ALLOWED: {
    state: 'then',
    when: 'a referral is received',
    says: 'A {role} may not diagnose ({code}).',
    accepts: 'A diagnosis asserted by one of the diagnosing roles of the policy.',
    policy: 'diagnosingRoles',
  },
  DIAGNOSIS_UNMAPPED: {
    state: 'then',
    gives: ['warning'],
    when: 'a referral is received',
    says: 'The policy maps none of {codes} to a condition.',
    accepts: 'Recorded as it is; figures by condition will show it as unmapped.',
    policy: 'conditions',
  },
  SELF_REFERRAL: {
    state: 'then',
    gives: ['refusal', 'deviation', 'finding'],
    when: 'a referral is received, or a therapist is assigned, books or treats',
    says: 'The treating therapist {therapistId} is the referrer.',
    accepts: 'Another therapist, or another referrer.',
  },
  BEFORE_REFERRAL_ISSUED: {
    state: 'now',
    when: 'anything is recorded in an episode',
    says: '{occurredAt} is before the referral was issued on {issuedOn}.',
    accepts: 'A moment on or after the day the referral was issued.',
  },
  LATE_ENTRY_NEEDS_REASON: {
    state: 'then',
    when: 'anything is recorded in an episode',
    says: 'This is recorded more than {hours} hours after it occurred.',
    accepts: 'The same with a reason for the late entry.',
    policy: 'lateEntryHours',
  },
  REFERRAL_ALREADY_DECLINED: {
    state: 'now',
    when: 'a referral is accepted or declined, or care goes on',
    says: 'The referral was declined on {declinedAt}.',
    accepts: 'A new referral.',
  },
  REFERRAL_ALREADY_ACCEPTED: {
    state: 'now',
    when: 'a referral is declined',
    says: 'The referral was accepted on {acceptedAt}.',
    accepts: 'Discharge, if care should not go on.',
  },
  REFERRAL_NOT_ACCEPTED: {
    state: 'then',
    gives: ['refusal', 'deviation', 'finding'],
    when: 'a session is booked, started or completed',
    says: 'The referral had not been accepted.',
    accepts: 'An accepted referral.',
  },
  CONSENT_NOT_GIVEN: {
    state: 'then',
    when: 'a consent is withdrawn',
    says: 'No consent was in force that could be withdrawn.',
    accepts: 'A consent given before.',
  },
  CONSENT_MISSING: {
    state: 'then',
    gives: ['refusal', 'deviation', 'finding'],
    when: 'a session is started or completed',
    says: 'No consent to treatment was in force at {at}.',
    accepts: 'A consent given before the session.',
  },
  THERAPIST_ROLE_MISSING: {
    state: 'then',
    gives: ['refusal', 'deviation', 'finding'],
    when: 'a therapist is assigned, booked or treats',
    says: 'Staff member {therapistId} was not a therapist of the clinic on {day}.',
    accepts: 'A person with the role THERAPIST at the clinic of the episode on that day.',
  },
  LICENCE_NOT_VALID: {
    state: 'then',
    gives: ['refusal', 'deviation', 'finding'],
    when: 'a therapist is assigned, booked or treats',
    says: 'Therapist {therapistId} had no valid licence on {day}.',
    accepts: 'A licence recorded as valid on that day.',
  },
  SPECIALTY_MISSING: {
    state: 'then',
    gives: ['refusal', 'deviation', 'warning', 'finding'],
    when: 'a therapist is assigned, booked or treats, or a referral is amended',
    says: 'Treating {condition} needs the specialty {specialty}; {therapistId} lacks it on {day}.',
    accepts: 'A therapist with that specialty.',
    policy: 'conditions',
  },
  CERTIFICATE_MISSING: {
    state: 'then',
    gives: ['refusal', 'deviation', 'warning', 'finding'],
    when: 'a session is booked, started or completed',
    says: '{technique} needs the certificate {certificate}; {therapistId} lacks it on {day}.',
    accepts: 'Another technique, or a therapist with that certificate.',
    policy: 'techniqueCertificates',
  },
  DISCHARGE_BOOKINGS_OPEN: {
    state: 'now',
    when: 'an episode is discharged',
    says: 'Sessions {sessions} are still booked.',
    accepts: 'Each of them named as cancelled in the discharge.',
  },
  DISCHARGE_GOALS_OPEN: {
    state: 'now',
    when: 'an episode is discharged',
    says: 'Goals {goals} have no outcome yet.',
    accepts: 'Each of them settled in the discharge: scored, abandoned or not measured.',
  },
  DISCHARGE_BEFORE_ENTRIES: {
    state: 'now',
    when: 'an episode is discharged',
    says: '{entries}, settled in the discharge, were not there at {at} yet.',
    accepts: 'A discharge after the last of them.',
  },
  DISCHARGE_FINAL_MISSING: {
    state: 'then',
    when: 'an episode is discharged',
    says: 'The primary measure {measure} has no final score.',
    accepts: 'A final observation, or why it is missing.',
  },
  ENTRY_UNKNOWN: {
    state: 'now',
    when: 'an entry is corrected or marked in error',
    says: 'The episode has no entry {entryId}.',
    accepts: 'The id of an entry of this episode.',
  },
  ENTRY_NOT_CORRECTABLE: {
    state: 'now',
    when: 'an entry is corrected or marked in error',
    says: 'An entry of kind {entryType} cannot be corrected.',
    accepts: 'Identity and order entries are not corrected: void or reopen the episode instead.',
  },
  ENTRY_KIND_DIFFERS: {
    state: 'now',
    when: 'an entry is corrected',
    says: 'The entry is of kind {entryType}, the replacement would be {replacement}.',
    accepts: 'A replacement of the same kind.',
  },
  ENTRY_PLACE_FIXED: {
    state: 'now',
    when: 'an entry is corrected',
    says: 'An entry of kind {entryType} stays where it is, at {at}.',
    accepts: 'What it says at its own time; for another time, a reopening and a new discharge.',
  },
  ENTRY_MOVED_BEHIND: {
    state: 'now',
    when: 'an entry is corrected',
    says: 'At {at} the entry would come after {entries}, which rest on it.',
    accepts: 'A moment before what rests on it; or those corrected first.',
  },
  ENTRY_RESTED_ON: {
    state: 'now',
    gives: ['warning'],
    when: 'an entry is corrected or marked in error',
    says: '{entries} rest on this entry.',
    accepts: 'A look at each of them: whether it still is right.',
  },
  ENTRY_UNCHANGED: {
    state: 'now',
    when: 'an entry is corrected',
    says: 'The replacement says what the entry says already.',
    accepts: 'A replacement that differs.',
  },
  REASON_MISSING: {
    state: 'now',
    when: 'something is declined, cancelled, abandoned, revised, corrected or refused',
    says: 'This needs a reason in words.',
    accepts: 'A reason that is not empty.',
  },
} as const satisfies Record<string, Rule>;

/** Codes of an episode but for those of its goals. */
export const episodeRules = {
  ...careRules,
  ...assessmentRules,
  ...referralRules,
  ...planRules,
  ...progressRules,
  ...sessionRules,
  ...safetyRules,
  ...findingRules,
};
