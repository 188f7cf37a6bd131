/**
 * Outcome instruments as data: what a score means, how it is made from items, and how large a
 * change must be to count. Only numbers are kept; the wording of a form is its owner's.
 *
 * Adding an instrument is one entry in `INSTRUMENTS` with its sources.
 */

/** Lowest and highest possible value, both included, in the instrument's own unit. */
export type Range = { readonly min: number; readonly max: number };

/** Which direction is an improvement. */
export type Better = 'lower' | 'higher';

/**
 * MCID: minimal clinically important difference. MDC: minimal detectable change, which a
 * measurement error alone seldom reaches.
 */
export const THRESHOLD_TYPES = ['MCID', 'MDC'] as const;

/** The smallest change that counts. */
export type Threshold = {
  /** Points of the instrument's score, above 0. */
  readonly value: number;
  /** Improvement in per cent of the baseline that is needed as well. */
  readonly percent?: number | undefined;
  readonly type: (typeof THRESHOLD_TYPES)[number];
  readonly source: string;
};

/** How answered items become the score. */
export type Combination = 'mean' | 'sum' | 'percentOfMaximum';

/** How a score is made. Where there are items, a total that is already scored is taken too. */
export type Scoring =
  | { readonly kind: 'single' }
  | {
      /** Items are numbered '1' to `count`, each a whole number in `item`. */
      readonly kind: 'numberedItems';
      readonly count: number;
      readonly item: Range;
      /** Fewest answered items for which a score may be computed. */
      readonly answeredMin: number;
      readonly combine: Combination;
    }
  | {
      /** Items have ids given at the first assessment; all of them are answered each time. */
      readonly kind: 'namedItems';
      readonly countMin: number;
      readonly countMax: number;
      readonly item: Range;
      readonly combine: Combination;
    };

/** A `state` has a score at a moment; a `transition` rates change: no baseline and no goals. */
export type Instrument = {
  readonly code: string;
  readonly name: string;
  readonly version: string;
  readonly kind: 'state' | 'transition';
  readonly unit: string;
  readonly range: Range;
  readonly better: Better;
  /** Whether 0 is the absence of what is measured: only then does "30 % better" mean something. */
  readonly trueZero: boolean;
  readonly scoring: Scoring;
  /** Present where only whole numbers are scores. */
  readonly step?: 'integer';
  /** Default threshold; policy may put another one in its place. Null: no responder rate. */
  readonly threshold: Threshold | null;
  readonly source: string;
};

/** A measure that a clinic defines for itself, as its policy states it. One number, no items. */
export type CustomMeasure = {
  readonly code: string;
  readonly name: string;
  readonly unit: string;
  readonly min: number;
  readonly max: number;
  readonly better: Better;
  readonly trueZero: boolean;
  readonly threshold: Threshold | null;
};

/** The ten six-step sections that the Oswestry and the neck index have in common. */
const TEN_SECTIONS: Scoring = {
  kind: 'numberedItems',
  count: 10,
  item: { min: 0, max: 5 },
  answeredMin: 8,
  combine: 'percentOfMaximum',
};

/** The instruments that are built in, in the order in which they are offered. */
export const INSTRUMENTS: readonly Instrument[] = [
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
];

const BUILT_IN = new Map(INSTRUMENTS.map((instrument) => [instrument.code, instrument]));

export function isBuiltIn(code: string): boolean {
  return BUILT_IN.has(code);
}

/** A clinic's own measure as an instrument: a state, scored by one number. */
export function fromCustom(measure: CustomMeasure): Instrument {
  return {
    code: measure.code,
    name: measure.name,
    version: 'policy',
    kind: 'state',
    unit: measure.unit,
    range: { min: measure.min, max: measure.max },
    better: measure.better,
    trueZero: measure.trueZero,
    scoring: { kind: 'single' },
    threshold: measure.threshold,
    source: measure.threshold?.source ?? 'policy',
  };
}

/**
 * The instrument of that code, or null. A built-in one goes before a custom measure, so that a
 * policy cannot change what a published name means.
 */
export function instrumentByCode(
  code: string,
  customMeasures: readonly CustomMeasure[],
): Instrument | null {
  const builtIn = BUILT_IN.get(code);
  if (builtIn) return builtIn;
  const custom = customMeasures.find((measure) => measure.code === code);
  return custom ? fromCustom(custom) : null;
}
