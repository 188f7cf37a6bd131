/**
 * What an outcome instrument is, as data: what a score means, how it is made from items, and how
 * large a change must be to count. Only numbers are kept; the wording of a form is its owner's.
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

/** An item by its number on the printed form. */
export type PrintedItem = {
  readonly number: number;
  /** What is printed on the form. */
  readonly item: Range;
  /** What each printed answer counts as, from the lowest up; absent: as printed. */
  readonly countsAs?: readonly number[];
};

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
      /** Some items of a form, all answered; their sum is looked up in a published table. */
      readonly kind: 'table';
      readonly items: readonly PrintedItem[];
      /** Sum that the first entry of `scores` is for; each next entry is for one more. */
      readonly sumMin: number;
      readonly scores: readonly number[];
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
  /** The target of a goal says which way is better in its case; `better` where there is none. */
  readonly betterByGoal?: boolean;
  /** Means something of a named site only, such as a joint and its movement. */
  readonly ofSite?: boolean;
  /** Whether 0 is the absence of what is measured: only then does "30 % better" mean something. */
  readonly trueZero: boolean;
  readonly scoring: Scoring;
  /** Present where only whole numbers are scores. */
  readonly step?: 'integer';
  /** An answer to this item above this value needs somebody's eyes at once. */
  readonly alarm?: { readonly item: string; readonly above: number };
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
