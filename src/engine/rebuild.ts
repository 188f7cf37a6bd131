import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import { Client, type ClientConfig } from 'pg';
import { from as copyFrom, type CopyStreamQuery } from 'pg-copy-streams';
import type { AnyReadModel } from '../projections/read-model';
import type { EventStore } from '../store/event-store';
import { copyLine } from './copy-line';
import {
  createIndexes,
  createTables,
  LIVE_SCHEMA,
  moveCheckpoint,
  park,
  readCheckpoint,
  tablesState,
} from './read-tables';
import { Batch } from './batch';
import { StreamRows } from './stream-rows';
import { isAboutRows, messageOf, TableWriter, type ParkedStream } from './table-writer';

const NEXT_SCHEMA = 'read_next';
const OLD_SCHEMA = 'read_old';
const FLUSH_CHARS = 64 * 1024;
/** Rows on their way to a table before the fold waits for it: both are to be busy at once. */
const IN_FLIGHT_BYTES = 8 * 1024 * 1024;
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
  const { models, store } = options;
  await beginNext(client, models);
  try {
    const { streams, parked } = await load(options, position);
    await createIndexes(client, NEXT_SCHEMA, models);
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

/** Folds every stream up to a position and copies its rows; a stream that is poison is parked. */
async function load(
  options: RebuildOptions,
  position: number,
): Promise<{ streams: number; parked: ParkedStream[] }> {
  const copies: Copy[] = [];
  try {
    for (const model of options.models) copies.push(await openCopy(options.app, model));
    const loaded = await copyAll(options, position, copies);
    for (const copy of copies) await copy.close();
    return loaded;
  } catch (error) {
    // What the database said of a copy tells more than that it could not be written to any more.
    throw copies.find(({ failure }) => failure !== null)?.failure ?? error;
  } finally {
    // A copy that is left open would keep its table locked.
    await Promise.all(copies.map((copy) => copy.end()));
  }
}

async function copyAll(
  { store, models, onProgress }: RebuildOptions,
  position: number,
  copies: readonly Copy[],
): Promise<{ streams: number; parked: ParkedStream[] }> {
  const parked: ParkedStream[] = [];
  let streams = 0;
  let done = 0;
  let current = beginStream('');
  for await (const event of store.readByStream({ upTo: position })) {
    if (event.stream !== current.stream) {
      await write(copies, current.batch);
      current = beginStream(event.stream);
      streams++;
    }
    if (++done % 5_000 === 0) onProgress({ done, of: position });
    if (current.broken) continue;
    try {
      current.rows ??= new StreamRows(event.stream, models);
      for (const { model, changes } of current.rows.apply(event)) {
        for (const change of changes) current.batch.add(model, change, event);
      }
    } catch (error) {
      current.broken = true;
      const { stream } = event;
      parked.push({ stream, position: event.position, error: messageOf(error) });
    }
  }
  await write(copies, current.batch);
  return { streams, parked };
}

/** The stream being folded; the name is empty before the first. */
interface Building {
  readonly stream: string;
  /** Null before its first event. */
  rows: StreamRows | null;
  readonly batch: Batch;
  broken: boolean;
}

function beginStream(stream: string): Building {
  return { stream, rows: null, batch: new Batch(), broken: false };
}

interface Copy {
  readonly model: AnyReadModel;
  readonly stream: CopyStreamQuery;
  pending: string;
  /** Why the database ended it; null while it goes on. */
  failure: Error | null;
  /** Writes what is pending, and resolves when the database has taken all. */
  close(): Promise<void>;
  /** Ends the connection, whatever it is doing. */
  end(): Promise<void>;
}

async function openCopy(app: ClientConfig, model: AnyReadModel): Promise<Copy> {
  const client = new Client(app);
  client.on('error', () => undefined);
  await client.connect();
  const stream = client.query(
    copyFrom(`copy ${NEXT_SCHEMA}.${model.name} from stdin`, { highWaterMark: IN_FLIGHT_BYTES }),
  );
  const done = finished(stream);
  const copy: Copy = {
    model,
    stream,
    pending: '',
    failure: null,
    async close() {
      stream.end(copy.pending);
      await done;
    },
    end: () => client.end().catch(() => undefined),
  };
  // Awaited in close; until then a failure shows at the next write.
  done.catch((error: unknown) => {
    copy.failure = error instanceof Error ? error : new Error(String(error));
  });
  return copy;
}

async function write(copies: readonly Copy[], batch: Batch): Promise<void> {
  for (const copy of copies) {
    const changes = batch.tables.get(copy.model.name);
    if (!changes) continue;
    for (const row of changes.past) copy.pending += copyLine(copy.model, row);
    for (const row of changes.open.values()) copy.pending += copyLine(copy.model, row);
    if (copy.pending.length < FLUSH_CHARS) continue;
    const flushed = copy.stream.write(copy.pending);
    copy.pending = '';
    if (!flushed) await once(copy.stream, 'drain');
  }
}
