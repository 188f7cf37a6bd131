/**
 * A pure function that remembers its last result for an object, as long as its other inputs are
 * the very same. States share what an event does not change, so most answers after an event are
 * those before it; nothing is kept longer than the object lives.
 */
export function remembered<K extends object, I extends readonly unknown[], R>(
  compute: (key: K, ...inputs: I) => R,
): (key: K, ...inputs: I) => R {
  const last = new WeakMap<K, { readonly inputs: I; readonly result: R }>();
  return (key, ...inputs) => {
    const known = last.get(key);
    if (known && sameItems(known.inputs, inputs)) return known.result;
    const result = compute(key, ...inputs);
    last.set(key, { inputs, result });
    return result;
  };
}

function sameItems(a: readonly unknown[], b: readonly unknown[]): boolean {
  for (let index = 0; index < b.length; index++) if (a[index] !== b[index]) return false;
  return true;
}
