import type { Rule } from '../rule';

/** Codes of what goes on between sessions: exercises at home, feedback, reports. */
export const progressRules = {
  HOME_PROGRAMME_EMPTY: {
    state: 'now',
    when: 'a home programme is given',
    says: 'There are neither exercises nor advice in it.',
    accepts: 'Exercises, advice for daily life, or both, in words.',
  },
  HOME_PROGRAMME_UNKNOWN: {
    state: 'now',
    when: 'adherence to a home programme is reported',
    says: 'There is no home programme {programmeId}.',
    accepts: 'The entry that gave a home programme of this episode.',
  },
  ADHERENCE_BEFORE_PROGRAMME: {
    state: 'now',
    when: 'adherence to a home programme is reported',
    says: 'The period begins on {from}; the programme was given on {on}.',
    accepts: 'Days from that on which the programme was given.',
  },
  PERIOD_NOT_OVER: {
    state: 'now',
    when: 'adherence or progress is reported',
    says: 'The period ends on {to}; it was {today}.',
    accepts: 'A period that is over, or ends on the day of the report.',
  },
  ADHERENCE_BEYOND_PERIOD: {
    state: 'now',
    when: 'adherence to a home programme is reported',
    says: '{daysDone} days done of {daysAsked} asked are more than the period has: {days}.',
    accepts: 'At most the days of the period.',
  },
  ADHERENCE_OVERLAPS: {
    state: 'now',
    when: 'adherence to a home programme is reported',
    says: 'Days from {from} to {to} were reported before, by entry {entryId}.',
    accepts: 'Other days; a report that is wrong is corrected.',
  },
  FEEDBACK_MISSING: {
    state: 'now',
    when: 'a feedback of the patient is recorded',
    says: 'It is not said what the patient said.',
    accepts: 'The feedback in words.',
  },
  REPORT_EMPTY: {
    state: 'now',
    when: 'a progress report is made',
    says: 'The report has no words.',
    accepts: 'The report in words.',
  },
  RECIPIENT_NOT_ON_CARE_TEAM: {
    state: 'then',
    when: 'a progress report is made',
    says: 'Staff member {staffId} was not on the care team.',
    accepts: 'The referrer, who carries the episode, or who holds sessions of it.',
  },
  REPORT_CONSENT_MISSING: {
    state: 'then',
    gives: ['warning'],
    when: 'a progress report is made',
    says: 'No consent to a report to the referrer was in force.',
    accepts: 'Recorded as it is; the patient is asked for a consent that covers reports.',
  },
  REPORT_UNKNOWN: {
    state: 'now',
    when: 'a progress report is acknowledged',
    says: 'There is no progress report {reportId}.',
    accepts: 'The entry of a progress report of this episode.',
  },
  REPORT_RECIPIENT_DIFFERS: {
    state: 'now',
    when: 'a progress report is acknowledged',
    says: 'Report {reportId} went to {staffId}.',
    accepts: 'An acknowledgement by that person.',
  },
  REPORT_ALREADY_ACKNOWLEDGED: {
    state: 'now',
    when: 'a progress report is acknowledged',
    says: 'Report {reportId} was acknowledged at {at}.',
    accepts: 'A new report; an answer that is wrong is marked in error first.',
  },
} as const satisfies Record<string, Rule>;
