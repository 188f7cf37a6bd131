import { paged } from '../../src/store/pages';

/** Numbers 1 to n as rows; remembers the pages that were asked. */
function numbers(n: number, rowBytes: number) {
  const asked: number[] = [];
  return {
    asked,
    source: {
      bytesOf: () => rowBytes,
      fetch: (after: number | null, limit: number) => {
        asked.push(limit);
        const from = after ?? 0;
        return Promise.resolve(
          Array.from({ length: Math.min(limit, n - from) }, (_, i) => from + i + 1),
        );
      },
    },
  };
}

async function all(source: AsyncIterable<number>): Promise<number[]> {
  const rows: number[] = [];
  for await (const row of source) rows.push(row);
  return rows;
}

describe('pages', () => {
  test.each([0, 1, 63, 64, 65, 1_064, 5_000])('gives each of %d rows once', async (n) => {
    const { source } = numbers(n, 500);
    expect(await all(paged(source))).toEqual(Array.from({ length: n }, (_, i) => i + 1));
  });

  test('a short stream is one query', async () => {
    const { source, asked } = numbers(50, 500);
    await all(paged(source));
    expect(asked).toEqual([64]);
  });

  test('stops at the limit', async () => {
    const { source, asked } = numbers(5_000, 500);
    expect(await all(paged({ ...source, limit: 70 }))).toHaveLength(70);
    expect(asked).toEqual([64, 6]);
  });

  test('asks for fewer rows when they are large', async () => {
    const { source, asked } = numbers(200, 1024 * 1024);
    await all(paged(source));
    expect(asked.slice(0, 3)).toEqual([64, 4, 4]);
  });

  test('is one page ahead of its consumer, never more', async () => {
    const { source, asked } = numbers(100_000, 500);
    const rows = paged(source);
    await rows.next();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(asked).toHaveLength(2);
    for (let n = 1; n < 65; n += 1) await rows.next();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(asked).toHaveLength(3);
    await rows.return();
  });

  test('a failing page is thrown where it is read, and nowhere when nobody reads on', async () => {
    const failing = {
      bytesOf: () => 1,
      fetch: (after: number | null, limit: number) =>
        after === null
          ? Promise.resolve(Array.from({ length: limit }, (_, i) => i))
          : Promise.reject(new Error('page lost')),
    };
    await expect(all(paged(failing))).rejects.toThrow('page lost');
    const left = paged(failing);
    await left.next();
    await left.return();
    await new Promise((resolve) => setTimeout(resolve, 5));
  });
});
