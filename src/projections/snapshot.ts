import type { Pool, PoolClient } from 'pg';

/** What a read function needs: queries that see one snapshot. */
export type Snapshot = Pick<PoolClient, 'query'>;

/** At which moment a span is asked: a past position, or null for now. */
export type SpanAt = number | null;

/** The condition that a span row holds at a moment; `$n` is the parameter of the position. */
export function holdsAt(at: SpanAt, parameter: string): string {
  if (at === null) return `(to_position is null and ${parameter}::bigint is null)`;
  return `from_position <= ${parameter}::bigint
    and (to_position is null or to_position > ${parameter}::bigint)`;
}

/**
 * Reads rows and checkpoint in one snapshot: the answer carries the position it is of. Throws the
 * driver's error; a statement that runs longer than the time-out is cancelled by the database.
 */
export async function inSnapshot<T>(
  pool: Pool,
  work: (snapshot: Snapshot, position: number) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query('begin isolation level repeatable read read only');
    const { rows } = await client.query<{ position: string | number }>(
      'select position from read.checkpoint',
    );
    const result = await work(client, Number(rows[0]?.position ?? 0));
    await client.query('commit');
    client.release();
    return result;
  } catch (error) {
    // Whatever state the connection is in, the next reader gets a fresh one.
    client.release(true);
    throw error;
  }
}
