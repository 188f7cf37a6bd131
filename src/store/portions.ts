const PORTION = 500;

/** What comes one by one in portions, for a store that has no faster way to read much at once. */
export async function* inPortions<T>(
  source: AsyncIterable<T>,
): AsyncGenerator<readonly T[], void, undefined> {
  let portion: T[] = [];
  for await (const one of source) {
    portion.push(one);
    if (portion.length < PORTION) continue;
    yield portion;
    portion = [];
  }
  if (portion.length > 0) yield portion;
}
