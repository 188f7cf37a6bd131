import { Client, type ClientConfig } from 'pg';
import type { AnyReadModel } from '../projections/read-model';
import type { EventStore } from '../store/event-store';
import { copyRows, type CopyRows } from './copy-rows';
import { compare, exchange, NEXT_SCHEMA, OLD_SCHEMA } from './exchange-tables';
import type { ParkedStream } from './parked-stream';
import {
  createIndexes,
  createTables,
  indexStatements,
  LIVE_SCHEMA,
  moveCheckpoint,
  park,
  readCheckpoint,
  readParked,
  tablesState,
} from './read-tables';
import { rewriteStream } from './rewrite-stream';
import { isAboutRows, TableWriter } from './table-writer';

/** Behind by fewer events than this, the rest is done while the projector is held. */
const CLOSE_ENOUGH_EVENTS = 500;
/**
 * What is recorded without a pause, faster than tables are filled, would be run after for ever:
 * after so long the live tables wait for the new ones, and answers are of a moment ago meanwhile.
 */
const CATCH_UP_MS = 10_000;

export const REBUILD_PHASES = ['COPYING', 'INDEXING', 'CATCHING_UP', 'COMPARING'] as const;
export type RebuildPhase = (typeof REBUILD_PHASES)[number];

export interface RebuildProgress {
  readonly phase: RebuildPhase;
  /** Events folded. */
  readonly done: number;
  readonly of: number;
}

export interface RebuildOptions {
  readonly store: EventStore;
  readonly app: ClientConfig;
  /** Every read model there is. */
  readonly models: readonly AnyReadModel[];
  /** Names of those to build; absent: all. Some only where the live tables are up to date. */
  readonly only?: readonly string[] | undefined;
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
 * Builds tables anew beside the live ones: fold every stream up to a position, COPY, catch up, then
 * hold the projector, bring both to one position, compare, and switch names in one transaction.
 * Queries read the old tables until that moment and the new ones after it.
 */
export async function buildBeside(options: RebuildOptions): Promise<RebuildResult> {
  const { app, models, only, store, onProgress, whileHeld } = options;
  const client = new Client(app);
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { position } = await store.head();
    const building: Building = {
      ...options,
      built: only ? models.filter(({ name }) => only.includes(name)) : models,
      // Of all tables the others would show less of such a stream than the new ones.
      parked: only ? [...(await readParked(client, LIVE_SCHEMA)).values()] : [],
    };
    const streams = await bulkLoad(client, building, position);
    const writer = nextWriter(building);
    const giveUpAtMs = performance.now() + CATCH_UP_MS;
    for (;;) {
      const { from, to } = await writer.step(client);
      onProgress({ phase: 'CATCHING_UP', done: to, of: Math.max(to, position) });
      if (to - from < CLOSE_ENOUGH_EVENTS || performance.now() > giveUpAtMs) break;
    }
    return await whileHeld(async (owner) => {
      const reached = await meet(client, writer, options);
      onProgress({ phase: 'COMPARING', done: reached, of: reached });
      const differing = await compare(client, building.built);
      const apart = only ? await parkedInOne(client) : [];
      // By the connection that holds the lock: whoever lost it does not switch.
      await exchange(owner, models, building.built);
      for (const stream of apart) await rewriteStream(owner, { store, models }, stream);
      return { events: reached, streams, position: reached, differing };
    });
  } finally {
    await client.query(`drop schema if exists ${OLD_SCHEMA} cascade`).catch(() => undefined);
    await client.end().catch(() => undefined);
  }
}

interface Building extends RebuildOptions {
  readonly built: readonly AnyReadModel[];
  /** Streams that stay parked where they are. */
  readonly parked: readonly ParkedStream[];
}

function nextWriter({ store, built }: Building): TableWriter {
  return new TableWriter({
    store,
    models: built,
    schema: NEXT_SCHEMA,
    onParked: () => undefined,
  });
}

/** Streams that only one of both table sets has parked. */
async function parkedInOne(client: Client): Promise<readonly string[]> {
  const [live, next] = [
    await readParked(client, LIVE_SCHEMA),
    await readParked(client, NEXT_SCHEMA),
  ];
  return [...new Set([...live.keys(), ...next.keys()])].filter(
    (stream) => live.get(stream)?.position !== next.get(stream)?.position,
  );
}

/**
 * Fills the new table set up to a position; how many streams there are. Rows that the database does
 * not take would end the copying, so then it begins anew in the way of the live tables, which finds
 * and parks their streams: much slower, and needed hardly ever.
 */
async function bulkLoad(client: Client, building: Building, position: number): Promise<number> {
  const { app, built, parked: given, store, onProgress } = building;
  await beginNext(client, building);
  try {
    const copy = building.copy ?? ((task) => copyRows({ store, app, models: built }, task));
    const { streams, parked } = await copy({
      schema: NEXT_SCHEMA,
      upTo: position,
      models: built.map(({ name }) => name),
      given,
      onProgress: ({ done, of }) => onProgress({ phase: 'COPYING', done, of }),
    });
    onProgress({ phase: 'INDEXING', done: position, of: position });
    await indexInTwo(client, building);
    for (const one of parked) await park(client, NEXT_SCHEMA, one);
    await moveCheckpoint(client, NEXT_SCHEMA, 0, position);
    return streams;
  } catch (error) {
    if (!isAboutRows(error)) throw error;
  }
  await beginNext(client, building);
  await createIndexes(client, NEXT_SCHEMA, built);
  let streams = 0;
  for await (const { version } of store.readAll({ after: 0, limit: position })) {
    if (version === 0) streams++;
  }
  return streams;
}

/** Keys and indexes, two at a time: sorting takes one core, and nobody else works now. */
async function indexInTwo(client: Client, { app, built }: Building): Promise<void> {
  const second = new Client(app);
  second.on('error', () => undefined);
  await second.connect();
  try {
    // Both cores are busy: helpers of each would only be started, and wait for each other.
    for (const each of [client, second]) {
      await each.query('set max_parallel_maintenance_workers = 0');
    }
    const tables = built.map((model) => indexStatements(NEXT_SCHEMA, model));
    await shared([client, second], inTurn(tables.map(({ builds }) => builds)));
    const ends = tables.map((table) => table.ends.join('; '));
    await shared([client, second], ends);
  } finally {
    await second.end().catch(() => undefined);
  }
}

/** The first of each list, the second of each, and so on: large tables have more. */
function inTurn(lists: readonly (readonly string[])[]): string[] {
  const longest = Math.max(0, ...lists.map(({ length }) => length));
  return Array.from({ length: longest }, (_each, n) =>
    lists.flatMap((list) => list[n] ?? []),
  ).flat();
}

async function shared(clients: readonly Client[], statements: readonly string[]): Promise<void> {
  const queue = statements.values();
  const working = clients.map(async (each) => {
    for (const statement of queue) await each.query(statement);
  });
  // All are done with the tables before anything else happens to them.
  const ended = await Promise.allSettled(working);
  for (const one of ended) if (one.status === 'rejected') throw one.reason;
}

async function beginNext(client: Client, { built, parked }: Building): Promise<void> {
  await client.query(`drop schema if exists ${NEXT_SCHEMA} cascade`);
  await client.query(`drop schema if exists ${OLD_SCHEMA} cascade`);
  await createTables(client, NEXT_SCHEMA, built);
  for (const one of parked) await park(client, NEXT_SCHEMA, one);
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
