import fc from 'fast-check';
import { fromCustom, INSTRUMENTS } from '../../../src/domain/outcomes/instruments';
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

describe('QuickDASH: (sum / answered - 1) × 25', () => {
  const quickDash = named('QUICKDASH');

  it.each([
    ['all at the best', items(...times(11, 1)), 0],
    ['all at the worst', items(...times(11, 5)), 100],
    // 27 of 11: (27 / 11 - 1) × 25 = 36.36…
    ['all answered', items(2, 3, 2, 3, 2, 3, 2, 3, 2, 3, 2), 400 / 11],
    // 25 of 10: (2.5 - 1) × 25 = 37.5
    ['one left out', items(2, 3, 2, 3, 2, 3, 2, 3, null, 3, 2), 37.5],
  ])('%s', (_name, answer, expected) => {
    const result = score(quickDash, answer);
    expect(result).toMatchObject({ ok: true });
    expect(result.ok && result.score).toBeCloseTo(expected, 12);
  });

  it('is not scored when two are left out, or with an answer of 0', () => {
    expect(score(quickDash, items(...times(9, 2), null, null))).toMatchObject({
      code: 'TOO_FEW_ITEMS',
      facts: { answered: 9, needed: 10 },
    });
    expect(score(quickDash, items(0, ...times(10, 2)))).toMatchObject({
      code: 'ITEM_OUT_OF_RANGE',
    });
  });
});

describe('a form that is a plain sum', () => {
  it.each([
    // 20 items 0-4 (Binkley 1999), 9 of 0-3 (Kroenke 2001), 7 of 0-3 (Spitzer 2006).
    ['LEFS', 20, 4, 80],
    ['PHQ9', 9, 3, 27],
    ['GAD7', 7, 3, 21],
  ])('%s adds all %d items and forgives none', (code, count, best, total) => {
    expect(score(named(code), items(...times(count, best)))).toEqual({ ok: true, score: total });
    expect(score(named(code), items(...times(count, 1)))).toEqual({ ok: true, score: count });
    expect(score(named(code), items(...times(count - 1, best), null))).toMatchObject({
      code: 'TOO_FEW_ITEMS',
    });
    expect(score(named(code), items(...times(count, best + 1)))).toMatchObject({
      code: 'ITEM_OUT_OF_RANGE',
    });
    expect(score(named(code), { score: 2.5 })).toMatchObject({ code: 'SCORE_NOT_INTEGER' });
  });
});

describe('PROMIS Global-10: the sum of four items by the published tables', () => {
  const physical = (general: number, everyday: number, pain: number, fatigue: number) =>
    score(named('PROMIS_GLOBAL_PHYSICAL'), {
      items: { '3': general, '6': everyday, '7': pain, '8': fatigue },
    });
  const mental = (...answers: [number, number, number, number]) => {
    const [quality, mood, social, emotion] = answers;
    return score(named('PROMIS_GLOBAL_MENTAL'), {
      items: { '2': quality, '4': mood, '5': social, '10': emotion },
    });
  };

  // Each sum with its T-score as printed in the scoring manual (Hays 2009).
  it.each([
    [physical(1, 1, 10, 1), 16.2],
    [physical(5, 5, 0, 5), 67.7],
    // 3 + 4 + 3 (pain 5) + 3 = 13
    [physical(3, 4, 5, 3), 42.3],
    // 4 + 4 + 4 (pain 2) + 4 = 16
    [physical(4, 4, 2, 4), 50.8],
    [mental(1, 1, 1, 1), 21.2],
    [mental(5, 5, 5, 5), 67.6],
    [mental(3, 4, 3, 4), 48.3],
  ])('%p is %d', (result, expected) => {
    expect(result).toEqual({ ok: true, score: expected });
  });

  it('counts pain in five steps: none, 1-3, 4-6, 7-9, 10', () => {
    const scores = Array.from({ length: 11 }, (_, pain) => physical(3, 3, pain, 3));
    const values = scores.map((result) => (result.ok ? result.score : null));
    const steps = [5, 4, 4, 4, 3, 3, 3, 2, 2, 2, 1].map((counts) => {
      const as = [34.9, 37.4, 39.8, 42.3, 44.9];
      return as[counts - 1];
    });
    expect(values).toEqual(steps);
  });

  it('asks exactly its four items', () => {
    const scale = named('PROMIS_GLOBAL_PHYSICAL');
    const three = { '3': 3, '6': 3, '7': 3 };
    expect(score(scale, { items: three })).toMatchObject({ code: 'TOO_FEW_ITEMS' });
    expect(score(scale, { items: { ...three, '8': null } })).toMatchObject({
      facts: { answered: 3, needed: 4 },
    });
    expect(score(scale, { items: { ...three, '2': 3 } })).toMatchObject({
      code: 'ITEM_NOT_OF_SCALE',
      facts: { items: ['3', '6', '7', '8'] },
    });
    expect(score(scale, { items: { ...three, '8': 6 } })).toMatchObject({
      code: 'ITEM_OUT_OF_RANGE',
    });
    expect(score(scale, { items: { ...three, '8': 2.5 } })).toMatchObject({
      code: 'ITEM_NOT_INTEGER',
    });
  });

  it('has a score for every sum that can come out, rising with it', () => {
    const answers = fc.tuple(...[1, 2, 3, 4].map(() => fc.integer({ min: 1, max: 5 })));
    const sum = (given: readonly number[]) => given.reduce((total, value) => total + value, 0);
    fc.assert(
      fc.property(answers, answers, (a, b) => {
        // Four answers each: the tuples have this length.
        const one = mental(...(a as [number, number, number, number]));
        const other = mental(...(b as [number, number, number, number]));
        if (!one.ok || !other.ok) throw new Error('not scored');
        expect(Math.sign(one.score - other.score)).toBe(Math.sign(sum(a) - sum(b)));
      }),
    );
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
