import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool, QueryResultRow } from 'pg';
import { waitBeforeReadingAgain } from './read-again';

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
      await sleep(waitBeforeReadingAgain(error, tries, pool.ending));
    }
  }
}
