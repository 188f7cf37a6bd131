import fc from 'fast-check';
import { fromCustom, type Instrument, INSTRUMENTS } from '../../../src/domain/outcomes/instruments';
import { score } from '../../../src/domain/outcomes/scoring';
import { named } from './named';

/** Answers to items 1, 2, … in this order; null is not answered. */
function items(...values: (number | null)[]): { items: Record<string, number | null> } {
  return { items: Object.fromEntries(values.map((value, index) => [String(index + 1), value])) };
}

/** A list of `n` times the same answer. */
const times = (n: number, value: number | null) => Array<number | null>(n).fill(value);

describe('a score as it was recorded', () => {
  it.each([
    ['NPRS', 0, 0],
    ['NPRS', 7, 7],
    ['NPRS', 10, 10],
    ['PSFS', 4.5, 4.5],
    ['ODI', 44.44, 44.44],
    ['NDI', 100, 100],
  ])('%s %d is taken', (code, given, expected) => {
    expect(score(named(code), { score: given })).toEqual({ ok: true, score: expected });
  });

  it.each([
    ['NPRS', 11, 'SCORE_OUT_OF_RANGE'],
    ['NPRS', -1, 'SCORE_OUT_OF_RANGE'],
    ['NPRS', 6.5, 'SCORE_NOT_INTEGER'],
    ['PSFS', 10.1, 'SCORE_OUT_OF_RANGE'],
    ['ODI', 100.5, 'SCORE_OUT_OF_RANGE'],
    ['NDI', Number.NaN, 'SCORE_OUT_OF_RANGE'],
    ['NDI', Number.POSITIVE_INFINITY, 'SCORE_OUT_OF_RANGE'],
  ])('%s %d is refused: %s', (code, given, refusal) => {
    expect(score(named(code), { score: given })).toMatchObject({ ok: false, code: refusal });
  });

  it('says what the range would be', () => {
    expect(score(named('NPRS'), { score: 12 })).toEqual({
      ok: false,
      code: 'SCORE_OUT_OF_RANGE',
      facts: { value: 12, min: 0, max: 10 },
    });
  });

  it('may be a fraction below zero where a custom measure reaches there', () => {
    const extension = fromCustom({
      code: 'KNEE_EXTENSION',
      name: 'Knee extension',
      unit: 'degrees',
      min: -30,
      max: 15,
      better: 'higher',
      trueZero: false,
      threshold: null,
    });
    expect(score(extension, { score: -12.5 })).toEqual({ ok: true, score: -12.5 });
    expect(score(extension, { items: { '1': 3 } })).toMatchObject({ code: 'NO_ITEMS' });
  });
});

describe.each(['ODI', 'NDI'])('%s: sum / (5 × answered) × 100', (code) => {
  it.each([
    // All at 0 and all at 5: the ends of the scale.
    ['all at the best', items(...times(10, 0)), 0],
    ['all at the worst', items(...times(10, 5)), 100],
    // 16 of 50 = 32 %, the worked example on the Oswestry form.
    ['all ten answered', items(1, 2, 2, 1, 3, 2, 1, 0, 2, 2), 32],
    // 16 of 45 = 35.55… %, its example with one section left out.
    ['one left out', items(1, 2, 2, 1, 3, 2, 1, null, 2, 2), 1600 / 45],
    // 20 of 40 = 50 %.
    ['two left out', items(null, null, 3, 3, 3, 3, 2, 2, 2, 2), 50],
  ])('%s', (_name, answer, expected) => {
    expect(score(named(code), answer)).toEqual({ ok: true, score: expected });
  });

  it('treats an absent section as one not answered', () => {
    expect(score(named(code), items(...times(8, 1)))).toEqual({ ok: true, score: 20 });
  });

  it.each([
    ['three left out', items(...times(7, 2), ...times(3, null)), 'TOO_FEW_ITEMS'],
    ['none answered', { items: {} }, 'TOO_FEW_ITEMS'],
    ['an answer above 5', items(6, ...times(9, 0)), 'ITEM_OUT_OF_RANGE'],
    ['an answer below 0', items(-1, ...times(9, 0)), 'ITEM_OUT_OF_RANGE'],
    ['half a step', items(2.5, ...times(9, 0)), 'ITEM_NOT_INTEGER'],
    ['an eleventh section', items(...times(11, 1)), 'ITEM_UNKNOWN'],
    ['a section by another name', { items: { pain: 3 } }, 'ITEM_UNKNOWN'],
    ['section 0', { items: { '0': 3 } }, 'ITEM_UNKNOWN'],
  ])('refuses %s', (_name, answer, refusal) => {
    expect(score(named(code), answer)).toMatchObject({ ok: false, code: refusal });
  });

  it('names the item and the count in the facts', () => {
    expect(score(named(code), items(9))).toMatchObject({
      facts: { item: '1', value: 9, min: 0, max: 5 },
    });
    expect(score(named(code), items(1))).toMatchObject({ facts: { answered: 1, needed: 8 } });
  });
});

describe('PSFS: the mean of one to five activities, the same ones again', () => {
  const psfs = named('PSFS');

  it.each([
    [{ lifting: 4 }, 4],
    // (3 + 4 + 6) / 3
    [{ lifting: 3, walking: 4, sleeping: 6 }, 13 / 3],
    [{ a: 0, b: 10, c: 5, d: 5, e: 5 }, 5],
  ])('%p gives %d', (given, expected) => {
    expect(score(psfs, { items: given })).toEqual({ ok: true, score: expected });
  });

  it.each([
    ['none', {}, 'TOO_FEW_ITEMS'],
    ['six', { a: 1, b: 1, c: 1, d: 1, e: 1, f: 1 }, 'TOO_MANY_ITEMS'],
    ['one that is not rated', { a: 1, b: null }, 'TOO_FEW_ITEMS'],
    ['eleven points', { a: 11 }, 'ITEM_OUT_OF_RANGE'],
    ['half points', { a: 1.5 }, 'ITEM_NOT_INTEGER'],
    ['words as an id', { 'Walking to my sister Ruth': 5 }, 'ITEM_ID_NOT_CODE'],
    ['an id of 41 characters', { ['a'.repeat(41)]: 5 }, 'ITEM_ID_NOT_CODE'],
  ])('refuses %s', (_name, given, refusal) => {
    expect(score(psfs, { items: given })).toMatchObject({ ok: false, code: refusal });
  });

  it('given the activities of the baseline, takes these and no others', () => {
    const again = ['lifting', 'walking'];
    expect(score(psfs, { items: { walking: 6, lifting: 5 } }, again)).toEqual({
      ok: true,
      score: 5.5,
    });
    expect(score(psfs, { items: { walking: 6, running: 5 } }, again)).toEqual({
      ok: false,
      code: 'ITEMS_DIFFER',
      facts: { missing: ['lifting'], extra: ['running'] },
    });
  });
});

describe('a form that is a plain sum', () => {
  // The form of the Lower Extremity Functional Scale: 20 items 0-4, all of them answered.
  const form: Instrument = {
    ...named('PSFS'),
    range: { min: 0, max: 80 },
    scoring: {
      kind: 'numberedItems',
      count: 20,
      item: { min: 0, max: 4 },
      answeredMin: 20,
      combine: 'sum',
    },
  };

  it('adds all items and forgives none', () => {
    expect(score(form, items(...times(20, 3)))).toEqual({ ok: true, score: 60 });
    expect(score(form, items(...times(19, 3)))).toMatchObject({ code: 'TOO_FEW_ITEMS' });
  });
});

describe('properties of every instrument', () => {
  const anyNumber = fc.oneof(
    fc.integer({ min: -2, max: 12 }),
    fc.double({ min: -5, max: 120 }),
    fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY),
  );
  const anyItems = fc.dictionary(
    fc.oneof(fc.integer({ min: 0, max: 12 }).map(String), fc.constantFrom('a', 'b', 'c')),
    fc.option(anyNumber),
  );
  const anyAnswer = fc.oneof(fc.record({ score: anyNumber }), fc.record({ items: anyItems }));
  const goodItems = fc
    .array(fc.option(fc.integer({ min: 0, max: 5 }), { freq: 9 }), { minLength: 8, maxLength: 10 })
    .map((values) => items(...values));

  it('a score is always within the range', () => {
    const answers = fc.oneof(anyAnswer, goodItems);
    fc.assert(
      fc.property(fc.constantFrom(...INSTRUMENTS), answers, (instrument, answer) => {
        const result = score(instrument, answer);
        if (!result.ok) return;
        expect(result.score).toBeGreaterThanOrEqual(instrument.range.min);
        expect(result.score).toBeLessThanOrEqual(instrument.range.max);
      }),
      { numRuns: 1000 },
    );
  });

  it('eight or more answered sections always give a score, fewer never', () => {
    fc.assert(
      fc.property(fc.constantFrom('ODI', 'NDI'), goodItems, (code, answer) => {
        const answered = Object.values(answer.items).filter((value) => value !== null).length;
        expect(score(named(code), answer).ok).toBe(answered >= 8);
      }),
    );
  });
});
