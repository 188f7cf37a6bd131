import type { Pool } from 'pg';
import { isUuid } from './check-append';
import { COLUMNS, type IndexRow } from './index-row';
import { retriedQuery } from './retried-query';

/** What an append is judged by: of its command, and of its stream. */
export interface GroundsRow {
  readonly key: string;
  readonly command: IndexRow | null;
  readonly version: number | null;
  readonly hash: Buffer | null;
  /** Why the stream is parked; null: it is not. */
  readonly why: string | null;
}

/** The same as columns; without a position the command is not in the log. */
type GroundsColumns = Omit<IndexRow, 'position'> & {
  readonly position: number | null;
  readonly headVersion: number | null;
  readonly headHash: Buffer | null;
  readonly why: string | null;
};

/** A UUID has no space. */
export function groundsKey(stream: string, firstId: string): string {
  return `${firstId.toLowerCase()} ${stream}`;
}

/** A row for each key, in their order. */
export async function readGrounds(
  pool: Pool,
  keys: readonly string[],
): Promise<readonly GroundsRow[]> {
  const asked = keys.map((key) => {
    const at = key.indexOf(' ');
    return { id: key.slice(0, at), stream: key.slice(at + 1) };
  });
  const rows = await retriedQuery<GroundsColumns>(
    pool,
    'grounds',
    `select ${COLUMNS}, h.version as "headVersion", h.hash as "headHash", p.why
      from unnest($1::uuid[], $2::text[]) with ordinality s (id, stream, ord)
      left join lateral (select * from log.log_index i where i.id = s.id) i on true
      left join lateral (
        select i.version, i.hash from log.log_index i
        where i.stream = s.stream collate "C" order by i.version desc limit 1
      ) h on true
      left join log.index_parked p on p.stream = s.stream collate "C"
      order by s.ord`,
    [
      // Only a UUID can be in the log.
      asked.map(({ id }) => (isUuid(id) ? id : null)),
      asked.map(({ stream }) => stream),
    ],
  );
  return rows.map(({ headVersion: version, headHash: hash, why, ...row }, i) => ({
    // As many rows as keys: see above.
    key: keys[i]!,
    command: row.position === null ? null : { ...row, position: row.position },
    version,
    hash,
    why,
  }));
}
