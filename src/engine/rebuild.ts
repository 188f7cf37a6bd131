import { Client, type ClientConfig } from 'pg';
import type { AnyReadModel } from '../projections/read-model';
import type { EventStore } from '../store/event-store';
import { copyRows, type CopyRows } from './copy-rows';
import {
  createIndexes,
  createTables,
  LIVE_SCHEMA,
  moveCheckpoint,
  park,
  readCheckpoint,
  tablesState,
} from './read-tables';
import { isAboutRows, TableWriter } from './table-writer';

const NEXT_SCHEMA = 'read_next';
const OLD_SCHEMA = 'read_old';
/** Behind by fewer events than this, the rest is done while the projector is held. */
const CLOSE_ENOUGH_EVENTS = 500;

export interface RebuildProgress {
  /** Events folded. */
  readonly done: number;
  readonly of: number;
}

export interface RebuildOptions {
  readonly store: EventStore;
  readonly app: ClientConfig;
  readonly models: readonly AnyReadModel[];
  readonly onProgress: (progress: RebuildProgress) => void;
  /** Runs the switch while the live tables stand still; `owner` holds the owner's lock. */
  readonly whileHeld: <T>(work: (owner: Client) => Promise<T>) => Promise<T>;
  /** How the bulk is copied; absent: in this thread. */
  readonly copy?: CopyRows | undefined;
}

export interface RebuildResult {
  readonly events: number;
  readonly streams: number;
  readonly position: number;
  /** Tables of unchanged version whose rows differed between old and new: there should be none. */
  readonly differing: readonly string[];
}

/**
 * Builds the table set anew beside the live one: fold every stream up to a position, COPY, catch
 * up, then hold the projector, bring both to one position, compare, and switch names in one
 * transaction. Queries read the old set until that moment and the new one after it.
 */
export async function buildBeside(options: RebuildOptions): Promise<RebuildResult> {
  const { app, models, store, onProgress, whileHeld } = options;
  const client = new Client(app);
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { position } = await store.head();
    const streams = await bulkLoad(client, options, position);
    const writer = new TableWriter({
      store,
      models,
      schema: NEXT_SCHEMA,
      onParked: () => undefined,
    });
    for (;;) {
      const { from, to } = await writer.step(client);
      if (to - from < CLOSE_ENOUGH_EVENTS) break;
    }
    return await whileHeld(async (owner) => {
      const reached = await meet(client, writer, options);
      onProgress({ done: reached, of: reached });
      const differing = await compare(client, models);
      // By the connection that holds the lock: whoever lost it does not switch.
      await switchNames(owner);
      return { events: reached, streams, position: reached, differing };
    });
  } finally {
    await client.query(`drop schema if exists ${OLD_SCHEMA} cascade`).catch(() => undefined);
    await client.end().catch(() => undefined);
  }
}

/**
 * Fills the new table set up to a position; how many streams there are. Rows that the database does
 * not take would end the copying, so then it begins anew in the way of the live tables, which finds
 * and parks their streams: much slower, and needed hardly ever.
 */
async function bulkLoad(
  client: Client,
  options: RebuildOptions,
  position: number,
): Promise<number> {
  const { app, models, store, onProgress } = options;
  await beginNext(client, models);
  try {
    const copy = options.copy ?? ((task) => copyRows({ store, app, models }, task));
    const schema = NEXT_SCHEMA;
    const { streams, parked } = await copy({ schema, upTo: position, onProgress });
    await indexInTwo(client, options);
    for (const one of parked) await park(client, NEXT_SCHEMA, one);
    await moveCheckpoint(client, NEXT_SCHEMA, 0, position);
    return streams;
  } catch (error) {
    if (!isAboutRows(error)) throw error;
  }
  await beginNext(client, models);
  await createIndexes(client, NEXT_SCHEMA, models);
  let streams = 0;
  for await (const { version } of store.readAll({ after: 0, limit: position })) {
    if (version === 0) streams++;
  }
  return streams;
}

/** Keys and indexes, two tables at a time: sorting takes one core, and nobody else works now. */
async function indexInTwo(client: Client, { app, models }: RebuildOptions): Promise<void> {
  const second = new Client(app);
  second.on('error', () => undefined);
  await second.connect();
  try {
    const queue = models.values();
    const working = [client, second].map(async (each) => {
      for (const model of queue) await createIndexes(each, NEXT_SCHEMA, [model]);
    });
    // Both are done with the tables before anything else happens to them.
    const ended = await Promise.allSettled(working);
    for (const one of ended) if (one.status === 'rejected') throw one.reason;
  } finally {
    await second.end().catch(() => undefined);
  }
}

async function beginNext(client: Client, models: readonly AnyReadModel[]): Promise<void> {
  await client.query(`drop schema if exists ${NEXT_SCHEMA} cascade`);
  await client.query(`drop schema if exists ${OLD_SCHEMA} cascade`);
  await createTables(client, NEXT_SCHEMA, models);
}

/** Both table sets at the same position: the new one may only be behind, since the old waits. */
async function meet(
  client: Client,
  writer: TableWriter,
  { store, models }: RebuildOptions,
): Promise<number> {
  if ((await tablesState(client, LIVE_SCHEMA, models)) === 'absent') {
    return readCheckpoint(client, NEXT_SCHEMA);
  }
  const live = new TableWriter({ store, models, schema: LIVE_SCHEMA, onParked: () => undefined });
  const current = (await tablesState(client, LIVE_SCHEMA, models)) === 'current';
  for (;;) {
    const ahead = await readCheckpoint(client, LIVE_SCHEMA);
    const built = await readCheckpoint(client, NEXT_SCHEMA);
    if (ahead === built || (!current && built > ahead)) return built;
    if (built < ahead) await writer.step(client, ahead);
    else await live.step(client, built);
  }
}

/** Names of models of the same version whose rows differ; only where both sets are comparable. */
async function compare(client: Client, models: readonly AnyReadModel[]): Promise<string[]> {
  if ((await tablesState(client, LIVE_SCHEMA, models)) === 'absent') return [];
  const { rows } = await client.query<{ models: Record<string, number> }>(
    `select models from ${LIVE_SCHEMA}.checkpoint`,
  );
  const built = rows[0]?.models ?? {};
  const differing: string[] = [];
  for (const { name, version } of models) {
    if (built[name] !== version) continue;
    const result = await client.query<{ differs: boolean }>(
      `select exists (table ${LIVE_SCHEMA}.${name} except table ${NEXT_SCHEMA}.${name})
        or exists (table ${NEXT_SCHEMA}.${name} except table ${LIVE_SCHEMA}.${name}) as differs`,
    );
    if (result.rows[0]?.differs) differing.push(name);
  }
  return differing;
}

/** Statements sent as one are one transaction. */
async function switchNames(owner: Client): Promise<void> {
  await owner.query(`
    do $$ begin
      if to_regnamespace ('${LIVE_SCHEMA}') is not null then
        alter schema ${LIVE_SCHEMA} rename to ${OLD_SCHEMA};
      end if;
    end $$;
    alter schema ${NEXT_SCHEMA} rename to ${LIVE_SCHEMA};`);
}
