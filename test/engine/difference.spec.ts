import fc from 'fast-check';
import { difference } from '../../src/engine/difference';

describe('the difference of two states', () => {
  it('names each place, items by their ids', () => {
    const before = {
      phase: 'A',
      hold: null,
      sites: ['NECK', 'BACK'],
      goals: [
        { id: 'g1', terms: { target: 3 } },
        { id: 'g2', terms: { target: 5 } },
      ],
    };
    const after = {
      phase: 'A',
      hold: { reason: 'ILLNESS' },
      sites: ['NECK', 'KNEE', 'HIP'],
      goals: [
        { id: 'g3', terms: { target: 1 } },
        { id: 'g2', terms: { target: 4 } },
      ],
    };
    expect(difference(before, after)).toEqual([
      { path: 'hold', before: null, after: { reason: 'ILLNESS' } },
      { path: 'sites[1]', before: 'BACK', after: 'KNEE' },
      { path: 'sites[2]', before: null, after: 'HIP' },
      { path: 'goals[g1]', before: { id: 'g1', terms: { target: 3 } }, after: null },
      { path: 'goals[g2].terms.target', before: 5, after: 4 },
      { path: 'goals[g3]', before: null, after: { id: 'g3', terms: { target: 1 } } },
    ]);
  });

  it('takes an absent field for one that is null', () => {
    expect(difference({ a: null }, {})).toEqual([]);
    expect(difference({ a: undefined, b: 1 }, { b: 1 })).toEqual([]);
  });

  it('tells items by their place where not each has a name of its own', () => {
    const changed = difference({ list: [{ id: 'a' }, { id: 'a' }] }, { list: [{ id: 'a' }] });
    expect(changed).toEqual([{ path: 'list[1]', before: { id: 'a' }, after: null }]);
  });

  it('is nothing of equal states, and the same places both ways round', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
        expect(difference(a, structuredClone(a))).toEqual([]);
        const there = difference({ a }, { a: b });
        const back = difference({ a: b }, { a });
        const turned = back.map((change) => ({
          path: change.path,
          before: change.after,
          after: change.before,
        }));
        const byPath = (x: { path: string }, y: { path: string }) => (x.path < y.path ? -1 : 1);
        expect([...there].sort(byPath)).toEqual(turned.sort(byPath));
      }),
    );
  });
});
