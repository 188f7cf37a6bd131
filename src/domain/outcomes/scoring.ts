import type { Combination, Instrument, PrintedItem, Range, Scoring } from './instrument';

/**
 * What was recorded: a score, or answers by item. A numbered item that was not answered is absent
 * or null; a named one (PSFS activity) has the id that it was given at the first assessment.
 */
export type Answer =
  { readonly score: number } | { readonly items: Readonly<Record<string, number | null>> };

/** What an item may be called: it stands in clear data, so it must not be able to say anything. */
export const ITEM_ID = /^[\w-]{1,40}$/;

export type ScoreRefusalCode =
  | 'NO_ITEMS'
  | 'ITEM_ID_NOT_CODE'
  | 'ITEM_UNKNOWN'
  | 'ITEM_NOT_OF_SCALE'
  | 'ITEM_OUT_OF_RANGE'
  | 'ITEM_NOT_INTEGER'
  | 'TOO_FEW_ITEMS'
  | 'TOO_MANY_ITEMS'
  | 'ITEMS_DIFFER'
  | 'SCORE_OUT_OF_RANGE'
  | 'SCORE_NOT_INTEGER';

/** What a refusal rests on, as plain values that can be shown and stored. */
export type Facts = Readonly<Record<string, string | number | readonly string[]>>;

export type ScoreRefusal = {
  readonly ok: false;
  readonly code: ScoreRefusalCode;
  readonly facts: Facts;
};

/** `score` is in the instrument's unit and range, at full precision. */
export type ScoreResult = { readonly ok: true; readonly score: number } | ScoreRefusal;

type ItemScoring = Exclude<Scoring, { kind: 'single' | 'table' }>;
type TableScoring = Extract<Scoring, { kind: 'table' }>;

/**
 * The score of an answer, or why there is none: nothing is guessed and no item is filled in.
 *
 * @param itemsAgain ids of the named items at the baseline. When given, exactly these must be
 *   answered, since a mean over other activities measures something else (Stratford 1995).
 */
export function score(
  instrument: Instrument,
  answer: Answer,
  itemsAgain?: readonly string[],
): ScoreResult {
  if ('score' in answer) {
    // A total does not say of which activities it is.
    if (itemsAgain) return refuse('ITEMS_DIFFER', { missing: itemsAgain, extra: [] });
    return scoreTotal(instrument, answer.score);
  }
  const { scoring } = instrument;
  if (scoring.kind === 'single') return refuse('NO_ITEMS', { instrument: instrument.code });
  if (scoring.kind === 'table') return fromTable(scoring, answer.items);
  const answered = new Map<string, number>();
  for (const [item, value] of Object.entries(answer.items)) {
    const refusal = checkItem(scoring, item, value);
    if (refusal) return refusal;
    if (value !== null) answered.set(item, value);
  }
  const refusal = checkItemSet(scoring, answered, answer.items, itemsAgain);
  return refusal ?? { ok: true, score: combine(scoring.combine, scoring.item, answered) };
}

function scoreTotal(instrument: Instrument, value: number): ScoreResult {
  const { min, max } = instrument.range;
  if (!isWithin(value, instrument.range)) return refuse('SCORE_OUT_OF_RANGE', { value, min, max });
  if (instrument.step === 'integer' && !Number.isInteger(value)) {
    return refuse('SCORE_NOT_INTEGER', { value });
  }
  return { ok: true, score: value };
}

/** A sum of items as each counts, looked up: exactly these items, and none may be missing. */
function fromTable(
  scoring: TableScoring,
  given: Readonly<Record<string, number | null>>,
): ScoreResult {
  const byNumber = new Map(scoring.items.map((item) => [String(item.number), item]));
  let sum = 0;
  let answered = 0;
  for (const [item, value] of Object.entries(given)) {
    const printed = byNumber.get(item);
    if (!printed) return refuse('ITEM_NOT_OF_SCALE', { items: [...byNumber.keys()] });
    const refusal = checkValue(printed.item, item, value);
    if (refusal) return refusal;
    if (value === null) continue;
    answered += 1;
    sum += countsAs(printed, value);
  }
  const needed = scoring.items.length;
  if (answered < needed) return refuse('TOO_FEW_ITEMS', { answered, needed });
  const score = scoring.scores[sum - scoring.sumMin];
  // Every sum of whole answers in range has its entry: `instruments.spec.ts` asks each table.
  if (score === undefined) throw new RangeError(`the table has no score for the sum ${sum}`);
  return { ok: true, score };
}

function countsAs(printed: PrintedItem, value: number): number {
  return printed.countsAs?.[value - printed.item.min] ?? value;
}

function checkItem(scoring: ItemScoring, item: string, value: number | null): ScoreRefusal | null {
  if (scoring.kind === 'numberedItems' && !isItemNumber(item, scoring.count)) {
    return refuse('ITEM_UNKNOWN', { item, count: scoring.count });
  }
  // Not told back in the facts: it may be anything.
  if (!ITEM_ID.test(item)) return refuse('ITEM_ID_NOT_CODE', {});
  return checkValue(scoring.item, item, value);
}

function checkValue(range: Range, item: string, value: number | null): ScoreRefusal | null {
  if (value === null) return null;
  const { min, max } = range;
  if (!isWithin(value, range)) return refuse('ITEM_OUT_OF_RANGE', { item, value, min, max });
  return Number.isInteger(value) ? null : refuse('ITEM_NOT_INTEGER', { item, value });
}

function checkItemSet(
  scoring: ItemScoring,
  answered: ReadonlyMap<string, number>,
  given: Readonly<Record<string, number | null>>,
  itemsAgain: readonly string[] | undefined,
): ScoreRefusal | null {
  if (scoring.kind === 'numberedItems') {
    if (answered.size >= scoring.answeredMin) return null;
    return refuse('TOO_FEW_ITEMS', { answered: answered.size, needed: scoring.answeredMin });
  }
  const needed = Math.max(scoring.countMin, Object.keys(given).length);
  if (answered.size < needed) return refuse('TOO_FEW_ITEMS', { answered: answered.size, needed });
  if (answered.size > scoring.countMax) {
    return refuse('TOO_MANY_ITEMS', { answered: answered.size, allowed: scoring.countMax });
  }
  if (itemsAgain === undefined) return null;
  const missing = itemsAgain.filter((item) => !answered.has(item));
  const extra = [...answered.keys()].filter((item) => !itemsAgain.includes(item));
  if (missing.length + extra.length === 0) return null;
  return refuse('ITEMS_DIFFER', { missing, extra });
}

/**
 * `percentOfMaximum` is (sum - n × min) / (n × (max - min)) × 100 over the n answered items: sum /
 * (5 n) × 100 for the Oswestry index (Fairbank & Pynsent 2000) and the neck index.
 */
function combine(how: Combination, item: Range, answered: ReadonlyMap<string, number>): number {
  const n = answered.size;
  const sum = [...answered.values()].reduce((total, value) => total + value, 0);
  switch (how) {
    case 'mean':
      return sum / n;
    case 'sum':
      return sum;
    case 'percentOfMaximum':
      // Multiplied before divided: a whole percentage then comes out exactly.
      return ((sum - n * item.min) * 100) / (n * (item.max - item.min));
  }
}

function isItemNumber(item: string, count: number): boolean {
  return /^[1-9]\d?$/.test(item) && Number(item) <= count;
}

/** False for NaN too, which a plain comparison with both ends would let through. */
function isWithin(value: number, range: Range): boolean {
  return value >= range.min && value <= range.max;
}

function refuse(code: ScoreRefusalCode, facts: Facts): ScoreRefusal {
  return { ok: false, code, facts };
}
