import { DatabaseError, types, type ClientConfig, type CustomTypesConfig } from 'pg';

/** What the store says about its connections; a pino logger fits. */
export interface StoreLog {
  warn(facts: object, message: string): void;
}

/** How long the database may stay away before callers are told, instead of kept waiting. */
export const AWAY_MAX_MS = 10_000;
const CONNECT_TIMEOUT_MS = 2_000;

const SESSION = {
  // Whoever logs in: the store never has more rights than the service's role.
  role: 'anamnesis_app',
  timezone: 'UTC',
  datestyle: 'ISO',
  // Statements are planned once and kept, perhaps while the log is empty: they must be planned for
  // a large one. Each is answered by an index.
  plan_cache_mode: 'force_generic_plan',
  enable_seqscan: 'off',
  enable_bitmapscan: 'off',
  // To the planner a plan that must not scan looks dear; compiling it would take longer than it.
  jit: 'off',
  // A peer that froze must not keep the head locked.
  tcp_keepalives_idle: '10',
  tcp_keepalives_interval: '5',
  tcp_keepalives_count: '3',
} as const;

/**
 * Settings of a store connection: the caller's, plus role, session and value formats. A time-out of
 * 0 is none.
 */
export function storeConnection(
  app: ClientConfig,
  { name, queryTimeoutMs }: { readonly name: string; readonly queryTimeoutMs: number },
): ClientConfig {
  const session = Object.entries({ ...SESSION, statement_timeout: String(queryTimeoutMs) });
  const options = session.map(([key, value]) => `-c ${key}=${value}`).join(' ');
  return {
    ...app,
    options: app.options ? `${app.options} ${options}` : options,
    application_name: `anamnesis-${name}`,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    // A little more than the server's own limit: only a server that is stuck or gone meets it.
    query_timeout: queryTimeoutMs && queryTimeoutMs + 1_000,
    keepAlive: true,
    types: storeTypes,
  };
}

const { INT8, JSON: JSON_TEXT, TIMESTAMPTZ } = types.builtins;

type TypeId = Parameters<typeof types.getTypeParser>[0];

/** json stays the text it is, int8 is a number (positions are below 2^53), times are ISO text. */
const storeTypes: CustomTypesConfig = {
  // pg's own signature answers any; each parser here is given the text of its type.
  getTypeParser: ((oid: TypeId, format?: 'text' | 'binary') => {
    if (oid === INT8) return Number;
    if (oid === JSON_TEXT) return (text: string) => text;
    if (oid === TIMESTAMPTZ) return isoMicros;
    return types.getTypeParser(oid, format) as unknown;
  }) as typeof types.getTypeParser,
};

/** `2026-03-31 15:00:00.1234+00` → `2026-03-31T15:00:00.123400Z` */
function isoMicros(text: string): string {
  const date = text.slice(0, 10);
  const time = text.slice(11, 19);
  const fraction = text.slice(20, -3).padEnd(6, '0');
  return `${date}T${time}.${fraction}Z`;
}

/**
 * SQLSTATE classes in which the database has judged what was sent and will judge it so again:
 * cardinality, data, constraints, transaction state asked for, rights and names, limits, our own.
 * https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
const REFUSALS = new Set(['0A', '21', '22', '23', '42', '54', '55', 'P0']);
/** lock_not_available: of class 55, but says nothing about what was sent. */
const LOCK_NOT_AVAILABLE = '55P03';

/**
 * Whether the database refused the statement for what it is, and kept nothing of it. All else
 * (connection, shutdown, resources, time-out) leaves the outcome unknown and may be tried again.
 */
export function isRefusal(error: unknown): error is DatabaseError {
  return (
    error instanceof DatabaseError &&
    error.code !== undefined &&
    error.code !== LOCK_NOT_AVAILABLE &&
    REFUSALS.has(error.code.slice(0, 2))
  );
}

/** A database error without its detail and context, which may quote what was sent. */
export function describeError(error: unknown): string {
  if (error instanceof DatabaseError) return `${error.message} (${error.code ?? 'no code'})`;
  return error instanceof Error ? error.message : String(error);
}
