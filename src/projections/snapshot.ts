import { Client, type Pool, type PoolClient, type QueryResult } from 'pg';

/** What a read function needs: queries that see one snapshot. */
export interface Snapshot extends Pick<PoolClient, 'query'> {
  /** What was read of it for several who want the same; absent: nobody shares it. */
  readonly kept?: Map<string, Promise<unknown>>;
}

/** Reads once in a snapshot what is wanted there under a key; one key is of one type. */
export function once<T>(snapshot: Snapshot, key: string, read: () => Promise<T>): Promise<T> {
  // Only `T` is put under the key.
  const known = snapshot.kept?.get(key) as Promise<T> | undefined;
  if (known) return known;
  const made = read();
  snapshot.kept?.set(key, made);
  return made;
}

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

interface TablesRow {
  readonly position: string | number;
  readonly tables: string | number;
}

/** Throws the driver's error. */
export async function tablesAt(pool: Pool): Promise<TablesAt> {
  const { rows } = await pool.query<TablesRow>(
    `select position, ${TABLE_SET} as tables from read.checkpoint`,
  );
  return { position: Number(rows[0]?.position ?? 0), tables: Number(rows[0]?.tables ?? 0) };
}

/** Who asked has gone: what was read for them was given up. */
export class ReadAbandoned extends Error {
  override readonly name = 'ReadAbandoned';
}

/**
 * Reads rows and checkpoint in one snapshot: the answer carries the position it is of. `work` is
 * done again when the tables were exchanged under it: its snapshot is older than the new ones.
 * Throws the driver's error; the database cancels a statement that runs longer than the time-out.
 * When `left` is aborted the statement under way is cancelled there, too, and `ReadAbandoned` is
 * thrown.
 */
export async function inSnapshot<T>(
  pool: Pool,
  work: (snapshot: Snapshot, position: number) => Promise<T>,
  left?: AbortSignal,
): Promise<T> {
  const client = await pool.connect();
  // Lost while `work` is busy elsewhere, it would end the process; its next query fails anyway.
  client.on('error', ignored);
  const abandoned = left && abandonWhen(left, pool, client);
  try {
    for (let tries = 1; tries <= TRIES_MAX; tries++) {
      const done = await tryOnce(client, work, left);
      if (!done) continue;
      abandoned?.forget();
      client.off('error', ignored);
      client.release();
      return done.result;
    }
    throw new Error('the read models are exchanged faster than they can be read');
  } catch (error) {
    abandoned?.forget();
    // Whatever state the connection is in, the next reader gets a fresh one.
    client.release(true);
    throw left?.aborted ? new ReadAbandoned('who asked has gone', { cause: error }) : error;
  }
}

function ignored(): void {
  // The query that meets it tells.
}

/**
 * Cancels what the connection runs when the signal comes. By a connection of its own: those of
 * the pool may all be busy with just such reads. The cancelled one is not used again, so that
 * nothing else is ever hit.
 */
function abandonWhen(left: AbortSignal, pool: Pool, client: PoolClient): { forget(): void } {
  const cancel = async () => {
    // Given by the server when the connection was made.
    const { processID } = client as PoolClient & { readonly processID: number };
    const other = new Client(pool.options);
    other.on('error', ignored);
    try {
      await other.connect();
      await other.query('select pg_cancel_backend ($1)', [processID]);
    } catch {
      // The time-out of statements ends it then.
    } finally {
      await other.end().catch(ignored);
    }
  };
  const onLeft = () => void cancel();
  left.addEventListener('abort', onLeft, { once: true });
  return { forget: () => left.removeEventListener('abort', onLeft) };
}

/** Null: the tables were exchanged meanwhile. */
async function tryOnce<T>(
  client: PoolClient,
  work: (snapshot: Snapshot, position: number) => Promise<T>,
  left: AbortSignal | undefined,
): Promise<{ result: T } | null> {
  left?.throwIfAborted();
  // Two statements in one message, here and at the end: the driver answers a list, which its
  // types do not know.
  const begun = (await client.query(
    `begin isolation level repeatable read read only;
     select position, ${TABLE_SET} as tables from read.checkpoint`,
  )) as unknown;
  const [, { rows }] = begun as [QueryResult, QueryResult<TablesRow>];
  const snapshot: Snapshot = { query: client.query.bind(client), kept: new Map() };
  const result = await work(snapshot, Number(rows[0]?.position ?? 0));
  left?.throwIfAborted();
  const ended = (await client.query(`select ${TABLE_SET} as tables; commit`)) as unknown;
  const [after] = ended as [QueryResult<Pick<TablesRow, 'tables'>>];
  return after.rows[0]?.tables === rows[0]?.tables ? { result } : null;
}
