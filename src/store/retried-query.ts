import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool, QueryResultRow } from 'pg';
import { StoreMisuse, Unavailable } from './event-store';
import { describeError, isRefusal } from './postgres-settings';

/** Waits between tries: a restart of the database passes unseen, its absence is soon told. */
const RETRY_DELAYS_MS = [20, 200, 500, 1_000] as const;
const RETRY_AFTER_MS = 2_000;

/**
 * Rows of a prepared statement that does no harm when it is sent again: a lost connection is tried
 * anew. Throws `StoreMisuse` for what the database refuses, `Unavailable` when it stays away.
 */
export async function retriedQuery<Row extends QueryResultRow>(
  pool: Pool,
  name: string,
  text: string,
  values: readonly unknown[],
): Promise<readonly Row[]> {
  for (let tries = 0; ; tries += 1) {
    try {
      return (await pool.query<Row>({ name, text, values: [...values] })).rows;
    } catch (error) {
      if (isRefusal(error)) throw new StoreMisuse(`read refused: ${describeError(error)}`);
      const delayMs = RETRY_DELAYS_MS[tries];
      if (delayMs === undefined || pool.ending) {
        throw new Unavailable('the event store does not answer', RETRY_AFTER_MS, {
          cause: new Error(describeError(error)),
        });
      }
      await sleep(delayMs);
    }
  }
}
