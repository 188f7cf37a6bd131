import type { Rule } from '../rule';

/** Codes of findings: those that only the rules asked again can give, and of settling them. */
export const findingRules = {
  REVIEW_NEEDED: {
    state: 'now',
    gives: ['finding'],
    when: 'an entry that others rest on is corrected',
    says: 'It rests on {through} of entries {entries}, which were corrected since.',
    accepts: 'The entry corrected as well, or the finding settled with words.',
  },
  DOUBLE_BOOKED: {
    state: 'now',
    gives: ['warning', 'finding'],
    when: 'a session is booked or moved',
    says: 'The slot overlaps sessions {sessions} of the same therapist or patient elsewhere.',
    accepts: 'A slot that is free in every episode and clinic.',
  },
  ALARMING_ANSWER: {
    state: 'now',
    gives: ['warning', 'finding'],
    when: 'an assessment has an answer that needs eyes at once',
    says: 'Item {item} of {instrument} was answered with {value}: speak with the patient today.',
    accepts: 'The finding settled with what was done.',
  },
  ALARM_NOT_ASKED: {
    state: 'now',
    gives: ['warning', 'finding'],
    when: 'an instrument with an alarming item was recorded as a total',
    says: 'Only a total of {instrument} was recorded: nobody can see what item {item} said.',
    accepts: 'The items, or the finding settled with what the item said.',
  },
  FINDING_UNKNOWN: {
    state: 'now',
    when: 'a finding is settled',
    says: 'The episode has no finding {findingId}.',
    accepts: 'The id of a finding of this episode.',
  },
  FINDING_CLOSED: {
    state: 'now',
    when: 'a finding is settled',
    says: 'Finding {findingId} is closed already ({how}).',
    accepts: 'A finding that is open.',
  },
} as const satisfies Record<string, Rule>;
