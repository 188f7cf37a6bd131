const FIRST_PAGE_ROWS = 64;
const PAGE_ROWS_MAX = 1_000;
/** What a page may be expected to hold, by the size of the rows before. */
const PAGE_BYTES = 4 * 1024 * 1024;

/**
 * Rows of a keyset query, one page ahead of the consumer and no more: while it works on one page,
 * the next is fetched. Pages shrink when rows are large. `fetch(after, limit)` answers the rows
 * that follow a row (null: from the start); fewer than `limit` mean that there are no more.
 */
export async function* paged<Row>(source: {
  readonly fetch: (after: Row | null, limit: number) => Promise<readonly Row[]>;
  readonly bytesOf: (row: Row) => number;
  readonly limit?: number;
}): AsyncGenerator<Row, void, undefined> {
  let left = source.limit ?? Infinity;
  let limit = Math.min(left, FIRST_PAGE_ROWS);
  let page = await source.fetch(null, limit);
  for (;;) {
    left -= page.length;
    const last = page.at(-1);
    const more = last !== undefined && page.length >= limit && left > 0;
    if (more) limit = Math.min(left, nextPageRows(page, source.bytesOf));
    const next = more ? source.fetch(last, limit) : null;
    // Awaited below, unless the consumer has left by then: its failure is nobody's any more.
    next?.catch(() => undefined);
    yield* page;
    if (!next) return;
    page = await next;
  }
}

function nextPageRows<Row>(page: readonly Row[], bytesOf: (row: Row) => number): number {
  let bytes = 0;
  for (const row of page) bytes += bytesOf(row);
  const fitting = Math.floor((PAGE_BYTES * page.length) / Math.max(bytes, 1));
  return Math.max(1, Math.min(fitting, PAGE_ROWS_MAX));
}
