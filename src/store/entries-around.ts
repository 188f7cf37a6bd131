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

/**
 * Entries before and after a position that are looked at one by one, whichever streams they are
 * of. Who is recorded of often is found there; of all others each stream is asked by its index, so
 * that a clinic where nothing happened for long is not sought through the whole log.
 */
const NEAR = 4_096;

type Table = 'log.event' | 'log.log_index';

const PLACE = 'seq as position, stream, version, logged_at as "loggedAt", null::bigint as n';

/**
 * What lies next to a position in a table with the places of events. Not prepared: which way is
 * the best depends on how many streams are asked, and only a plan made for these very names can
 * tell. The later ones are counted up to a bound, so that a moment long ago costs no more than one
 * of yesterday.
 */
export async function readAround(
  pool: Pool,
  table: Table,
  { streams, position, upTo, countMax }: AroundOptions,
): Promise<EntriesAround> {
  const here = Math.min(position, upTo);
  const of =
    'length' in streams
      ? { sql: aroundNames(table), values: [[...new Set(streams)]] }
      : { sql: aroundRange(table), values: [streams.from ?? '', streams.before ?? null] };
  const values = [here, upTo, countMax, ...of.values];
  const rows = await retriedQuery<AroundRow>(pool, null, of.sql, values);
  const part = (name: AroundRow['part']) => rows.find((row) => row.part === name);
  return {
    last: placeOf(part('last')),
    next: placeOf(part('next')),
    later: part('later')?.n ?? 0,
  };
}

/** Of all streams in a part of the names, bytewise: mostly the very next entry is one of them. */
function aroundRange(table: Table): string {
  const wanted = `stream >= $4 collate "C" and ($5::text is null or stream < $5 collate "C")`;
  const after = `from ${table} where seq > $1 and seq <= $2 and ${wanted}`;
  return `(select 'last' as part, ${PLACE} from ${table}
      where seq <= $1::bigint and ${wanted} order by seq desc limit 1)
    union all (select 'next', ${PLACE} ${after} order by seq limit 1)
    union all (select 'later', null, null, null, null, count(*)
      from (select ${after} limit $3) counted)`;
}

/**
 * Of streams by name. Where the near entries have what is asked, the limit ends it before the
 * streams are; what is answered does not depend on that.
 */
function aroundNames(table: Table): string {
  const columns = 'seq, stream, version, logged_at';
  const near = `select ${columns} from ${table} where stream = any ($4::text[])`;
  const each = `from unnest ($4::text[]) s (name) cross join lateral`;
  const own = `from ${table} e where e.stream = s.name collate "C"`;
  // One look at its end leaves out a stream that has nothing after the position; `offset 0` keeps
  // the planner from joining with all of the log instead, which seems cheaper to it.
  const goesOn = `(select seq as head ${own} order by version desc limit 1) h`;
  const later = `${each} ${goesOn} cross join lateral`;
  return `(select 'last' as part, ${PLACE} from (
      (${near} and seq > $1::bigint - ${NEAR} and seq <= $1 order by seq desc limit 1)
      union all (select l.* ${each} (
        select ${columns} ${own} and seq <= $1 order by version desc limit 1) l
        order by seq desc limit 1)) found limit 1)
    union all (select 'next', ${PLACE} from (
      (${near} and seq > $1 and seq <= least($2::bigint, $1 + ${NEAR}) order by seq limit 1)
      union all (select n.* ${later} (
        select ${columns} ${own} and seq > $1 and seq <= $2 order by version limit 1) n
        where h.head > $1 order by seq limit 1)) found limit 1)
    union all (select 'later', null, null, null, null, count(*) from (
      (select from ${table} where stream = any ($4::text[])
        and seq > $1 and seq <= least($2::bigint, $1 + ${NEAR}))
      union all (select ${later} (
        select ${own} and seq > $1 + ${NEAR} and seq <= $2 offset 0) l where h.head > $1 + ${NEAR})
      limit $3) counted)`;
}

function placeOf(row: AroundRow | undefined): EventPlace | null {
  if (!row) return null;
  const { position, stream, version, loggedAt } = row;
  if (position === null || stream === null || version === null || loggedAt === null) return null;
  return { position, stream, version, loggedAtUs: microsOf(loggedAt) };
}
