import { Pool, types, type ClientConfig } from 'pg';

const READERS_MAX = 8;
const STATEMENT_TIMEOUT_MS = 15_000;

/** Object ids of PostgreSQL's types (pg_type.dat). */
const INT8 = 20;
const JSON_TEXT = 114;
const DATE = 1082;
const TIMESTAMPTZ = 1184;
const JSONB = 3802;

/**
 * Connections for reading: values come as the rows functions make them. Days are `YYYY-MM-DD`,
 * moments ISO 8601 UTC with milliseconds, JSON its text, positions numbers.
 */
export function openReadPool(app: ClientConfig, onIdleError: (error: Error) => void): Pool {
  const pool = new Pool({
    ...app,
    max: READERS_MAX,
    connectionTimeoutMillis: 5_000,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    options: '-c timezone=UTC -c datestyle=ISO,YMD -c search_path=read',
    types: { getTypeParser: parserOf },
  });
  pool.on('error', onIdleError);
  return pool;
}

// The driver's own table, by plain number: its typings know only the numbers that it names.
const defaultParser = types.getTypeParser as (oid: number, format?: 'text' | 'binary') => unknown;

// The driver asks with a format, too; it only ever uses text here.
const parserOf = ((oid: number, format?: 'text' | 'binary') => {
  switch (oid) {
    case INT8:
      return Number;
    case DATE:
    case JSON_TEXT:
    case JSONB:
      return asIs;
    case TIMESTAMPTZ:
      return instantText;
    default:
      return defaultParser(oid, format);
  }
}) as typeof types.getTypeParser;

function asIs(text: string): string {
  return text;
}

/** `2026-03-31 15:00:00.5+00` → `2026-03-31T15:00:00.500Z`; microseconds are cut. */
function instantText(text: string): string {
  const match = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2})(?:\.(\d{1,6}))?\+00$/.exec(text);
  if (!match) throw new Error(`Not a moment in UTC: ${text}`);
  const [, day = '', time = '', fraction = ''] = match;
  return `${day}T${time}.${fraction.padEnd(3, '0').slice(0, 3)}Z`;
}
