import type { Rule } from '../rule';

/** Codes of assessments, and of scoring what was answered. */
export const assessmentRules = {
  ASSESSMENT_INITIAL_EXISTS: {
    state: 'now',
    when: 'an initial assessment is recorded',
    says: 'The initial assessment was done at {at}.',
    accepts: 'A re-assessment, or a correction of the initial one.',
  },
  ASSESSMENT_MISSING: {
    state: 'then',
    gives: ['refusal', 'deviation', 'finding'],
    when: 'a session is started or completed',
    says: 'No initial assessment had been done at {at}.',
    accepts: 'An initial assessment first.',
  },
  PRIMARY_MEASURE_NOT_OBSERVED: {
    state: 'then',
    when: 'an initial assessment names its primary measure',
    says: 'The primary measure {measure} is not among the observations.',
    accepts: 'One of the measures observed: {observed}.',
  },
  INSTRUMENT_UNKNOWN: {
    state: 'now',
    when: 'an observation is recorded, or a goal is set or revised',
    says: 'There is no instrument {instrument}.',
    accepts: 'A built-in instrument or a custom measure of a policy.',
    policy: 'customMeasures',
  },
  BODY_SITE_MISSING: {
    state: 'then',
    when: 'an observation is recorded',
    says: '{instrument} means something of a named site only.',
    accepts: 'The site, such as a joint with its movement: `KNEE_LEFT:FLEXION`.',
  },
  NO_ITEMS: {
    state: 'then',
    when: 'an observation is recorded',
    says: '{instrument} is one number and has no items.',
    accepts: 'A score instead of items.',
  },
  ITEM_ID_NOT_CODE: {
    state: 'then',
    when: 'an observation is recorded',
    says: 'The id of an item or activity is not a code.',
    accepts: 'Letters without accents, digits, _ and -, up to 40; the words are named beside it.',
  },
  ITEM_UNKNOWN: {
    state: 'then',
    when: 'an observation is recorded',
    says: 'There is no item {item}: they are numbered 1 to {count}.',
    accepts: 'Items by their number.',
  },
  ITEM_NOT_OF_SCALE: {
    state: 'then',
    when: 'an observation is recorded',
    says: 'This score is made of items {items} of the form and of no others.',
    accepts: 'These items by their number.',
  },
  ITEM_OUT_OF_RANGE: {
    state: 'then',
    when: 'an observation is recorded',
    says: 'Item {item} is {value}; it goes from {min} to {max}.',
    accepts: 'A value in the range of the item, or none where it was not answered.',
  },
  ITEM_NOT_INTEGER: {
    state: 'then',
    when: 'an observation is recorded',
    says: 'Item {item} is {value}; items are whole numbers.',
    accepts: 'A whole number.',
  },
  TOO_FEW_ITEMS: {
    state: 'then',
    when: 'an observation is recorded',
    says: '{answered} items are answered; a score needs {needed}.',
    accepts: 'More answers, or no observation of this instrument.',
  },
  TOO_MANY_ITEMS: {
    state: 'then',
    when: 'an observation is recorded',
    says: '{answered} items are answered; at most {allowed} make a score.',
    accepts: 'Fewer items.',
  },
  ITEMS_DIFFER: {
    state: 'then',
    when: 'an observation with activities of the patient is recorded again',
    says: 'The same activities are asked again: missing {missing}, not asked before {extra}.',
    accepts: 'The activities of the first observation.',
  },
  SCORE_OUT_OF_RANGE: {
    state: 'then',
    when: 'an observation is recorded',
    says: 'The score {value} is outside {min} to {max}.',
    accepts: 'A score in the range of the instrument.',
    policy: 'customMeasures',
  },
  SCORE_NOT_INTEGER: {
    state: 'then',
    when: 'an observation is recorded',
    says: 'The score {value} is not a whole number.',
    accepts: 'A whole number.',
  },
} as const satisfies Record<string, Rule>;
