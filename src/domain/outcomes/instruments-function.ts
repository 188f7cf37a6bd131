import type { Instrument, Scoring } from './instrument';

/** The ten six-step sections that the Oswestry and the neck index have in common. */
const TEN_SECTIONS: Scoring = {
  kind: 'numberedItems',
  count: 10,
  item: { min: 0, max: 5 },
  answeredMin: 8,
  combine: 'percentOfMaximum',
};

/** Pain and what it keeps people from doing. */
export const FUNCTION_INSTRUMENTS: readonly Instrument[] = [
  {
    code: 'NPRS',
    name: 'Numeric Pain Rating Scale',
    version: '11-point',
    kind: 'state',
    unit: 'points of 10',
    range: { min: 0, max: 10 },
    better: 'lower',
    trueZero: true,
    scoring: { kind: 'single' },
    step: 'integer',
    threshold: {
      value: 2,
      percent: 30,
      type: 'MCID',
      source: 'Farrar et al., Pain 2001;94:149-158',
    },
    source: 'The 11-point scale of Farrar et al., Pain 2001;94:149-158',
  },
  {
    code: 'PSFS',
    name: 'Patient-Specific Functional Scale',
    version: '1995',
    kind: 'state',
    unit: 'points of 10',
    range: { min: 0, max: 10 },
    better: 'higher',
    // 0 is "unable to perform": nothing of the ability that is measured is there.
    trueZero: true,
    scoring: {
      kind: 'namedItems',
      countMin: 1,
      countMax: 5,
      item: { min: 0, max: 10 },
      combine: 'mean',
    },
    // MDC90 of the mean score; a single activity would need 3 points in the same study.
    threshold: {
      value: 2,
      type: 'MDC',
      source: 'Stratford et al., Physiother Can 1995;47:258-263',
    },
    source: 'Stratford et al., Physiother Can 1995;47:258-263',
  },
  {
    code: 'ODI',
    name: 'Oswestry Disability Index',
    version: '2.1a',
    kind: 'state',
    unit: '% disability',
    range: { min: 0, max: 100 },
    better: 'lower',
    trueZero: true,
    scoring: TEN_SECTIONS,
    threshold: {
      value: 10,
      type: 'MDC',
      // The same size is the minimal important change of Ostelo et al., Spine 2008;33:90-94.
      source: 'MDC90: Davidson & Keating, Phys Ther 2002;82:8-24',
    },
    source: 'Fairbank & Pynsent, Spine 2000;25:2940-2952',
  },
  {
    code: 'NDI',
    name: 'Neck Disability Index',
    version: '1991',
    kind: 'state',
    unit: '% disability',
    range: { min: 0, max: 100 },
    better: 'lower',
    trueZero: true,
    scoring: TEN_SECTIONS,
    threshold: {
      value: 20,
      type: 'MCID',
      // The paper counts to 50: MCID 7.5, MDC 10.2, and it advises 10 of 50 as the MCID, since a
      // smaller change is within measurement error. A clinic may adopt Cleland 2008 (19 of 100).
      source: 'Young et al., Spine J 2009;9:802-808 (10 of 50 points)',
    },
    source: 'Vernon & Mior, J Manipulative Physiol Ther 1991;14:409-415',
  },
  {
    code: 'QUICKDASH',
    name: 'QuickDASH (disabilities of the arm, shoulder and hand)',
    version: '2005',
    kind: 'state',
    unit: 'points of 100',
    range: { min: 0, max: 100 },
    better: 'lower',
    trueZero: true,
    // (sum / answered - 1) × 25 is the share of the way from all 1 to all 5, times 100.
    scoring: {
      kind: 'numberedItems',
      count: 11,
      item: { min: 1, max: 5 },
      answeredMin: 10,
      combine: 'percentOfMaximum',
    },
    threshold: {
      value: 14,
      type: 'MCID',
      source: 'Sorensen et al., J Hand Surg Am 2013;38:641-649',
    },
    source: 'Beaton et al., J Bone Joint Surg Am 2005;87:1038-1046',
  },
  {
    code: 'LEFS',
    name: 'Lower Extremity Functional Scale',
    version: '1999',
    kind: 'state',
    unit: 'points of 80',
    range: { min: 0, max: 80 },
    better: 'higher',
    trueZero: true,
    scoring: {
      kind: 'numberedItems',
      count: 20,
      item: { min: 0, max: 4 },
      answeredMin: 20,
      combine: 'sum',
    },
    step: 'integer',
    threshold: {
      value: 9,
      // The paper gives 9 points for both the MDC90 and the MCID.
      type: 'MCID',
      source: 'Binkley et al., Phys Ther 1999;79:371-383',
    },
    source: 'Binkley et al., Phys Ther 1999;79:371-383',
  },
];
