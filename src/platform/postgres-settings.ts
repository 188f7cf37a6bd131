/**
 * How embedded PostgreSQL runs, each value with its reason. Names and meanings are those of
 * https://www.postgresql.org/docs/18/runtime-config.html.
 */
export const serverSettings: Readonly<Record<string, string>> = {
  // A quarter of what a small clinic server spares; the rest is the system's file cache.
  shared_buffers: '256MB',
  // Tells the planner how much of the data is cached by PostgreSQL and the system together.
  effective_cache_size: '1GB',
  // The service holds bounded pools of a few tens; the rest is for migration and operators.
  max_connections: '60',
  // The promise "an accepted command is on disk" is these two.
  fsync: 'on',
  synchronous_commit: 'on',
  // The binaries have pglz only: tens of microseconds for a page image that a checkpoint asks for,
  // appends among them, and a third of the time of building an index (ADR 0045).
  wal_compression: 'off',
  // Few checkpoints: each is followed by a burst of page images, which slows appends.
  max_wal_size: '4GB',
  checkpoint_timeout: '15min',
  // Our queries are short; compiling a plan costs more than it saves.
  jit: 'off',
  // Reads the clock around each block, which is slow on some virtual machines.
  track_io_timing: 'off',
  // Moments are stored and compared in UTC; local dates carry their own zone.
  timezone: 'UTC',
  log_timezone: 'UTC',
  // A database log must not hold patient data: no statements, and no DETAIL with row values.
  log_min_messages: 'warning',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_checkpoints: 'off',
  // Tells the log apart by time and process.
  log_line_prefix: '%m [%p] ',
};

/** Settings as the command-line arguments of `postgres`. Later ones win. */
export function settingArguments(settings: Readonly<Record<string, string>>): string[] {
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}
