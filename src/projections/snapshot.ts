import type { Pool, PoolClient, QueryResult } from 'pg';

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

/** A rebuild ends at most now and then: to meet its end so often in a row is no accident. */
const TRIES_MAX = 5;

/** Which table set the name `read` stands for: names are looked up beside the snapshot. */
const TABLE_SET = `to_regclass ('read.checkpoint')::oid::int8`;

/** How far the read models are, and which tables: what is answered of both stays as it is. */
export interface TablesAt {
  readonly position: number;
  readonly tables: number;
}

/** Throws the driver's error. */
export async function tablesAt(pool: Pool): Promise<TablesAt> {
  const { rows } = await pool.query<{ position: string | number; tables: string | number }>(
    `select position, ${TABLE_SET} as tables from read.checkpoint`,
  );
  return { position: Number(rows[0]?.position ?? 0), tables: Number(rows[0]?.tables ?? 0) };
}

/**
 * Reads rows and checkpoint in one snapshot: the answer carries the position it is of. `work` is
 * done again when the tables were exchanged under it: its snapshot is older than the new ones.
 * Throws the driver's error; the database cancels a statement that runs longer than the time-out.
 */
export async function inSnapshot<T>(
  pool: Pool,
  work: (snapshot: Snapshot, position: number) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  // Lost while `work` is busy elsewhere, it would end the process; its next query fails anyway.
  client.on('error', ignored);
  try {
    for (let tries = 1; tries <= TRIES_MAX; tries++) {
      const done = await tryOnce(client, work);
      if (!done) continue;
      client.off('error', ignored);
      client.release();
      return done.result;
    }
    throw new Error('the read models are exchanged faster than they can be read');
  } catch (error) {
    // Whatever state the connection is in, the next reader gets a fresh one.
    client.release(true);
    throw error;
  }
}

function ignored(): void {
  // The query that meets it tells.
}

/** Null: the tables were exchanged meanwhile. */
async function tryOnce<T>(
  client: PoolClient,
  work: (snapshot: Snapshot, position: number) => Promise<T>,
): Promise<{ result: T } | null> {
  await client.query('begin isolation level repeatable read read only');
  const { rows } = await client.query<{ position: string | number; tables: string | number }>(
    `select position, ${TABLE_SET} as tables from read.checkpoint`,
  );
  const result = await work(client, Number(rows[0]?.position ?? 0));
  // Two statements in one message: the driver answers a list, which its types do not know.
  const ended = (await client.query(`select ${TABLE_SET} as tables; commit`)) as unknown;
  const [after] = ended as [QueryResult<{ tables: string | number }>];
  return after.rows[0]?.tables === rows[0]?.tables ? { result } : null;
}
