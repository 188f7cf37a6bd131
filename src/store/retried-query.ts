import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool, QueryResultRow } from 'pg';
import { waitBeforeReadingAgain } from './read-again';

/**
 * Rows of a statement that does no harm when it is sent again: a lost connection is tried anew. It
 * is prepared under its name; without one (null) it is planned for its values each time. Throws
 * `StoreMisuse` for what the database refuses, `Unavailable` when it stays away.
 */
export async function retriedQuery<Row extends QueryResultRow>(
  pool: Pool,
  name: string | null,
  text: string,
  values: readonly unknown[],
): Promise<readonly Row[]> {
  const named = name === null ? {} : { name };
  for (let tries = 0; ; tries += 1) {
    try {
      return (await pool.query<Row>({ ...named, text, values: [...values] })).rows;
    } catch (error) {
      await sleep(waitBeforeReadingAgain(error, tries, pool.ending));
    }
  }
}
