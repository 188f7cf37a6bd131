import { binaryArray, int4Array, uuidArray } from './binary-array';
import { StoreMisuse, type Append, type AppendResult } from './event-store';

/** One call of `log.append`: its parameters, the same bytes however often it is sent. */
export const APPEND_SQL = 'select * from log.append($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11)';

export interface AppendRow {
  readonly outcome: 'appended' | 'already' | 'conflict' | 'misuse';
  /** -1: no such stream. */
  readonly actual: number;
  readonly first_version: number;
  readonly first_position: number;
  readonly last_version: number;
  readonly last_position: number;
  readonly logged_at: string;
}

/** Parameters of `APPEND_SQL` for commands that have been checked and share one clock. */
export function appendParameters(commands: readonly Append[]): (Buffer | string | null)[] {
  const events = commands.flatMap((command) => command.events);
  let first = 1;
  const firsts = commands.map((command) => {
    const at = first;
    first += command.events.length;
    return at;
  });
  return [
    binaryArray(
      'text',
      commands.map((c) => c.stream),
    ),
    int4Array(commands.map((c) => (c.expected === 'none' ? -1 : c.expected))),
    binaryArray(
      'bytea',
      commands.map((c) => c.prevHash),
    ),
    int4Array(firsts),
    uuidArray(events.map((e) => e.id)),
    binaryArray(
      'text',
      events.map((e) => e.type),
    ),
    binaryArray(
      'json',
      events.map((e) => e.header),
    ),
    binaryArray(
      'json',
      events.map((e) => e.data),
    ),
    binaryArray(
      'bytea',
      events.map((e) => e.sealed),
    ),
    binaryArray(
      'bytea',
      events.map((e) => e.hash),
    ),
    commands[0]?.clock ?? null,
  ];
}

/** The answer to one command; an error is a value, so that it is given to that command alone. */
export function appendResult(row: AppendRow): AppendResult | StoreMisuse {
  switch (row.outcome) {
    case 'conflict':
      return { outcome: 'conflict', actual: row.actual === -1 ? 'none' : row.actual };
    case 'misuse':
      return new StoreMisuse('append refused: the first event id is in another stream');
    case 'appended':
    case 'already':
      return {
        outcome: row.outcome,
        firstVersion: row.first_version,
        firstPosition: row.first_position,
        lastVersion: row.last_version,
        lastPosition: row.last_position,
        loggedAt: row.logged_at,
      };
  }
}
