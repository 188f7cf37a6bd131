import type { Pool } from 'pg';
import { isMoment } from './check-append';
import { StoreMisuse, type Head } from './event-store';
import { retriedQuery } from './retried-query';

/* What is in PostgreSQL whichever adapter holds the events. Errors: those of `retriedQuery`. */

/** Where the log ends, and what it was created for. */
export async function readHead(pool: Pool): Promise<Head> {
  const sql = `select position, logged_at as "loggedAt", kind from log.head`;
  const [head] = await retriedQuery<Head>(pool, 'head', sql, []);
  if (!head) throw new StoreMisuse('the log was never initialised: run the migrations');
  return head;
}

/** The position that a moment stands for; from then on no event joins it. */
export async function resolveMoment(
  pool: Pool,
  at: string,
): Promise<{ position: number } | { refused: 'future'; now: string }> {
  if (!isMoment(at)) throw new StoreMisuse('resolveAt refused: not an ISO 8601 moment');
  const sql = 'select position, clock from log.resolve_at($1)';
  type Row = { position: number | null; clock: string };
  // The function always gives one row.
  const { position, clock } = (await retriedQuery<Row>(pool, 'resolve-at', sql, [at]))[0]!;
  return position === null ? { refused: 'future', now: clock } : { position };
}
