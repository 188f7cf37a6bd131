import type { Pool } from 'pg';
import type { AroundOptions, EntriesAround, EventPlace } from './event-store';
import { microsOf } from './memory-log';
import { retriedQuery } from './retried-query';

interface AroundRow {
  readonly part: 'last' | 'next' | 'later';
  readonly position: number | null;
  readonly stream: string | null;
  readonly version: number | null;
  readonly loggedAt: string | null;
  readonly n: number | null;
}

/** By name, or by a part of the names in bytewise order; `$4` to `$6`. */
const WANTED = `($4::text[] is null or stream = any ($4)) and stream >= $5 collate "C"
  and ($6::text is null or stream < $6 collate "C")`;

/**
 * What lies next to a position in a table with the places of events. Not prepared: for a few
 * streams the index of streams is the way, for many the order of the log, and only a plan made
 * for these very names can tell. The later ones are counted up to a bound, so that a moment long
 * ago costs no more than one of yesterday.
 */
export async function readAround(
  pool: Pool,
  table: 'log.event' | 'log.log_index',
  { streams, position, upTo, countMax }: AroundOptions,
): Promise<EntriesAround> {
  const place = `seq as position, stream, version, logged_at as "loggedAt", null::bigint as n`;
  const after = `from ${table} where seq > $1 and seq <= $2 and ${WANTED}`;
  const names = Array.isArray(streams) ? (streams as readonly string[]) : null; // see the port
  const { from = '', before = null } = 'length' in streams ? {} : streams;
  const rows = await retriedQuery<AroundRow>(
    pool,
    null,
    `(select 'last' as part, ${place} from ${table}
        where seq <= least($1::bigint, $2::bigint) and ${WANTED} order by seq desc limit 1)
      union all (select 'next', ${place} ${after} order by seq limit 1)
      union all (select 'later', null, null, null, null, count(*)
        from (select ${after} limit $3) counted)`,
    [position, upTo, countMax, names, from, before],
  );
  const part = (name: AroundRow['part']) => rows.find((row) => row.part === name);
  return {
    last: placeOf(part('last')),
    next: placeOf(part('next')),
    later: part('later')?.n ?? 0,
  };
}

function placeOf(row: AroundRow | undefined): EventPlace | null {
  if (!row) return null;
  const { position, stream, version, loggedAt } = row;
  if (position === null || stream === null || version === null || loggedAt === null) return null;
  return { position, stream, version, loggedAtUs: microsOf(loggedAt) };
}
