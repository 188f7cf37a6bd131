import type { Instrument, PrintedItem, Scoring } from './instrument';

/** Items 1 to `count`, each 0 to 3, added up; none may be missing, since none is made up. */
function fourSteps(count: number): Scoring {
  return {
    kind: 'numberedItems',
    count,
    item: { min: 0, max: 3 },
    answeredMin: count,
    combine: 'sum',
  };
}

const FIVE_STEPS = { min: 1, max: 5 };

/** Pain 0-10 counts as 5 (none), 4 (1-3), 3 (4-6), 2 (7-9), 1 (10): the form's own recoding. */
const PAIN_COUNTS_AS = [5, 4, 4, 4, 3, 3, 3, 2, 2, 2, 1];
const PAIN: PrintedItem = { number: 7, item: { min: 0, max: 10 }, countsAs: PAIN_COUNTS_AS };

/**
 * Raw sum 4-20 to T-score. Hays et al., Qual Life Res 2009;18:873-880; tables of the PROMIS Global
 * Health scoring manual. Answers as printed in v1.2, where 5 is always the best (item 7: pain
 * 0-10).
 */
const PHYSICAL_T = [
  16.2, 19.9, 23.5, 26.7, 29.6, 32.4, 34.9, 37.4, 39.8, 42.3, 44.9, 47.7, 50.8, 54.1, 57.7, 61.9,
  67.7,
];
const MENTAL_T = [
  21.2, 25.1, 28.4, 31.3, 33.8, 36.3, 38.8, 41.1, 43.5, 45.8, 48.3, 50.8, 53.3, 56.0, 59.0, 62.5,
  67.6,
];

const PROMIS_SOURCE =
  'Hays et al., Qual Life Res 2009;18:873-880; PROMIS Global Health scoring manual, v1.2';

/** Half a standard deviation: Norman et al., Med Care 2003;41:582-592. */
const HALF_SD = {
  value: 5,
  type: 'MCID',
  source: 'half a standard deviation: Norman et al., Med Care 2003;41:582-592',
} as const;

function promis(
  code: string,
  name: string,
  items: readonly PrintedItem[],
  scores: readonly [number, ...number[]],
): Instrument {
  return {
    code,
    name,
    version: '1.2',
    kind: 'state',
    unit: 'T-score',
    range: { min: scores[0], max: Math.max(...scores) },
    better: 'higher',
    // A T-score of 0 is far outside the table and is not the absence of health.
    trueZero: false,
    scoring: { kind: 'table', items, sumMin: items.length, scores },
    threshold: HALF_SD,
    source: PROMIS_SOURCE,
  };
}

const printed = (number: number): PrintedItem => ({ number, item: FIVE_STEPS });

/** Health as a whole, mood and sleep, and how people rate their change. */
export const HEALTH_INSTRUMENTS: readonly Instrument[] = [
  promis(
    'PROMIS_GLOBAL_PHYSICAL',
    'PROMIS Global-10, physical health',
    [printed(3), printed(6), PAIN, printed(8)],
    [...PHYSICAL_T] as [number, ...number[]], // not empty, as written above
  ),
  promis(
    'PROMIS_GLOBAL_MENTAL',
    'PROMIS Global-10, mental health',
    [printed(2), printed(4), printed(5), printed(10)],
    [...MENTAL_T] as [number, ...number[]], // not empty, as written above
  ),
  {
    code: 'PHQ9',
    name: 'Patient Health Questionnaire, depression',
    version: '2001',
    kind: 'state',
    unit: 'points of 27',
    range: { min: 0, max: 27 },
    better: 'lower',
    trueZero: true,
    scoring: fourSteps(9),
    step: 'integer',
    alarm: { item: '9', above: 0 },
    threshold: {
      value: 5,
      type: 'MCID',
      source: 'Löwe et al., Med Care 2004;42:1194-1201',
    },
    source: 'Kroenke et al., J Gen Intern Med 2001;16:606-613',
  },
  {
    code: 'GAD7',
    name: 'Generalized Anxiety Disorder scale',
    version: '2006',
    kind: 'state',
    unit: 'points of 21',
    range: { min: 0, max: 21 },
    better: 'lower',
    trueZero: true,
    scoring: fourSteps(7),
    step: 'integer',
    threshold: {
      value: 4,
      type: 'MCID',
      source: 'Toussaint et al., J Affect Disord 2020;265:395-401',
    },
    source: 'Spitzer et al., Arch Intern Med 2006;166:1092-1097',
  },
  {
    code: 'GROC',
    name: 'Global Rating of Change',
    version: '15-point',
    kind: 'transition',
    unit: 'points from -7 to 7',
    range: { min: -7, max: 7 },
    better: 'higher',
    trueZero: false,
    scoring: { kind: 'single' },
    step: 'integer',
    // Of a transition the score itself is compared: +3 or more.
    threshold: {
      value: 3,
      type: 'MCID',
      source: 'Jaeschke et al., Control Clin Trials 1989;10:407-415',
    },
    source: 'Jaeschke et al., Control Clin Trials 1989;10:407-415',
  },
];
