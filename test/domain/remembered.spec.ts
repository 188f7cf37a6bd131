import { remembered } from '../../src/domain/remembered';

describe('what is remembered', () => {
  const counting = () => {
    let calls = 0;
    const sum = remembered((list: readonly number[], more: number) => {
      calls += 1;
      return { sum: list.reduce((all, each) => all + each, more) };
    });
    return { sum, calls: () => calls };
  };

  it('is the very result, as long as nothing it is made of changed', () => {
    const { sum, calls } = counting();
    const list = Object.freeze([1, 2, 3]);
    const first = sum(list, 1);
    expect(first).toEqual({ sum: 7 });
    expect(sum(list, 1)).toBe(first);
    expect(calls()).toBe(1);
    expect(sum(list, 2)).toEqual({ sum: 8 });
    expect(sum([...list], 2)).toEqual({ sum: 8 });
    expect(calls()).toBe(3);
    expect(sum(list, 1)).toEqual(first);
    expect(calls()).toBe(4);
  });

  it('is another one when there are fewer inputs', () => {
    const list = remembered((_key: object, ...more: readonly number[]) => more);
    const key = {};
    expect(list(key, 1, 2)).toEqual([1, 2]);
    expect(list(key, 1)).toEqual([1]);
    expect(list(key, 1, 2)).toEqual([1, 2]);
  });

  it('is of each function by itself', () => {
    const key = { n: 2 };
    const double = remembered(({ n }: typeof key) => 2 * n);
    const triple = remembered(({ n }: typeof key) => 3 * n);
    expect([double(key), triple(key), double(key)]).toEqual([4, 6, 4]);
  });

  it('is not seen on the object, nor copied with it', () => {
    const key = { n: 2 };
    const double = remembered((of: typeof key) => 2 * of.n);
    expect(double(key)).toBe(4);
    expect(Reflect.ownKeys(key)).toEqual(['n']);
    expect(double({ ...key, n: 5 })).toBe(10);
    expect(double(structuredClone(key))).toBe(4);
  });

  it('is not a failure', () => {
    let fails = true;
    const asked = remembered((key: object) => {
      if (fails) throw new Error('not yet');
      return key;
    });
    const key = {};
    expect(() => asked(key)).toThrow('not yet');
    fails = false;
    expect(asked(key)).toBe(key);
  });
});
