import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import type { EpisodeCommand } from '../../src/domain/episode/commands';
import type { Category, EpisodeId, StaffId } from '../../src/domain/ids';
import type { CommandOf } from '../../src/engine/aggregates';
import type { Outcome, Request } from '../../src/engine/request';
import { readModels } from '../../src/projections/all';
import type { MasterKey } from '../../src/store/master-key';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { startTestEngine, TestClock, type TestEngine } from '../support/engine';
import { MemoryKeyFile } from '../support/memory-key-file';

/** Services that share one database, one master key and, here, one time. */
export interface Nodes {
  readonly a: TestEngine;
  readonly b: TestEngine;
  readonly database: TestDatabase;
  readonly masterKey: MasterKey;
  /** One more of them; closed by whoever started it. */
  start(): Promise<TestEngine>;
  close(): Promise<void>;
}

export async function startNodes(): Promise<Nodes> {
  const database = await createTestDatabase();
  const masterKey = new MemoryKeyFile();
  const clock = new TestClock('2026-01-05T08:00:00.000Z');
  const start = () => startTestEngine({ database, masterKey, clock });
  const a = await start();
  const b = await start();
  return {
    a,
    b,
    database,
    masterKey,
    start,
    async close() {
      await Promise.all([a.close(), b.close()]);
      await database.drop();
    },
  };
}

export const THERAPIST = {
  id: 'a0000000-0000-5000-8000-000000000001',
  role: 'THERAPIST',
} as const;

/** A request as the edge makes it, its content as the input. */
export function request<K extends Category>(
  category: K,
  id: string,
  command: CommandOf<K>,
  extra: Partial<Request<K>> = {},
): Request<K> {
  const commandId = randomUUID();
  return { category, id, command, commandId, actor: THERAPIST, input: command, ...extra };
}

/** A command without the id of what it goes to. */
type Body<C, Id extends string> = C extends unknown ? Omit<C, Id> : never;

/** A request to an episode. */
export function toEpisode(
  episodeId: EpisodeId,
  body: Body<EpisodeCommand, 'episodeId'>,
  extra: Partial<Request<'episode'>> = {},
): Request<'episode'> {
  const command: EpisodeCommand = { ...body, episodeId };
  return request('episode', episodeId, command, extra);
}

/** A request to a staff member. */
export function toStaff(
  staffId: StaffId,
  body: Body<CommandOf<'staff'>, 'staffId'>,
): Request<'staff'> {
  const command: CommandOf<'staff'> = { ...body, staffId };
  return request('staff', staffId, command);
}

export type AcceptedOutcome<K extends Category> = Extract<Outcome<K>, { kind: 'accepted' }>;

/** The outcome as an acceptance. Throws what it was instead. */
export function accepted<K extends Category>(outcome: Outcome<K>): AcceptedOutcome<K> {
  if (outcome.kind === 'accepted') return outcome;
  throw new Error(`expected an acceptance: ${JSON.stringify(outcome)}`);
}

/** Rows of a query, as superuser. */
export async function query<Row extends object>(
  database: Pick<TestDatabase, 'admin'>,
  sql: string,
  values: unknown[] = [],
): Promise<Row[]> {
  const client = new Client({ ...database.admin, application_name: 'test' });
  // Of a database that is killed the query fails by itself.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Row>(sql, values)).rows;
  } finally {
    await client.end();
  }
}

/** Every row of every read model as text, with what is parked: what must not depend on the way. */
export async function tables(
  database: Pick<TestDatabase, 'admin'>,
): Promise<Record<string, string[]>> {
  const all: Record<string, string[]> = {};
  for (const { name } of readModels) {
    const rows = await query<{ row: string }>(
      database,
      `select t::text as row from read.${name} t order by 1`,
    );
    all[name] = rows.map(({ row }) => row);
  }
  const parked = await query<{ row: string }>(
    database,
    `select stream || ' ' || position as row from read.parked order by 1`,
  );
  all['parked'] = parked.map(({ row }) => row);
  return all;
}

/** Ends one connection of this database by the beginning of what it last ran; 0: there was none. */
export async function terminate(database: TestDatabase, running: string): Promise<number> {
  const ended = await query(
    database,
    `select pg_terminate_backend (pid) from pg_stat_activity
      where datname = $1 and query ilike $2 and pid <> pg_backend_pid() limit 1`,
    [database.name, `${running}%`],
  );
  return ended.length;
}

/** Ends the connection that holds the projector's lock; how many there were. */
export async function terminateOwner({ name, admin }: TestDatabase): Promise<number> {
  const ended = await query(
    { admin },
    `select pg_terminate_backend (pid) from pg_locks l join pg_database d on d.oid = l.database
      where l.locktype = 'advisory' and l.granted and d.datname = $1`,
    [name],
  );
  return ended.length;
}

/** Waits until it holds. Throws after the time. */
export async function until(
  holds: () => boolean | Promise<boolean>,
  what: string,
  timeoutMs = 10_000,
): Promise<void> {
  const giveUpAt = performance.now() + timeoutMs;
  while (!(await holds())) {
    if (performance.now() > giveUpAt) throw new Error(`in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
