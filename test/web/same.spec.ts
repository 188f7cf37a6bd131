import { sameWhereEqual } from '../../web/src/data/same';

describe('an answer that is read anew', () => {
  const before = {
    asOf: 1,
    rows: [
      { id: 'a', goals: [1, null] },
      { id: 'b', goals: [] },
    ],
  };

  it('is the one before where nothing changed', () => {
    expect(sameWhereEqual(before, structuredClone(before))).toBe(before);
  });

  it('keeps each part that is equal, and says what came', () => {
    const after = {
      asOf: 2,
      rows: [
        { id: 'a', goals: [1, null] },
        { id: 'b', goals: [3] },
      ],
    };
    const shown = sameWhereEqual(before, structuredClone(after));
    expect(shown).toEqual(after);
    expect(shown.rows[0]).toBe(before.rows[0]);
    expect(shown.rows[1]).not.toBe(before.rows[1]);
  });

  it('says what came where parts are gone, new, or of another kind', () => {
    for (const after of [{ rows: [] }, { ...before, more: undefined }, [before], null, 'x']) {
      expect(sameWhereEqual(before, after)).toStrictEqual(after);
    }
    expect(sameWhereEqual({ a: undefined }, { b: undefined })).toStrictEqual({ b: undefined });
    expect(sameWhereEqual([1, 2], [1])).toStrictEqual([1]);
    expect(sameWhereEqual(undefined, before)).toBe(before);
  });
});
