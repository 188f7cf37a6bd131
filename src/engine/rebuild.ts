import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import { Client, type ClientConfig } from 'pg';
import { from as copyFrom, type CopyStreamQuery } from 'pg-copy-streams';
import type { AnyReadModel } from '../projections/read-model';
import type { EventStore } from '../store/event-store';
import { copyLine } from './copy-line';
import {
  Batch,
  createIndexes,
  createTables,
  LIVE_SCHEMA,
  moveCheckpoint,
  park,
  readCheckpoint,
  tablesState,
} from './read-tables';
import { StreamRows } from './stream-rows';
import { messageOf, TableWriter, type ParkedStream } from './table-writer';

const NEXT_SCHEMA = 'read_next';
const OLD_SCHEMA = 'read_old';
const FLUSH_CHARS = 256 * 1024;
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
  /** Runs the switch while the live tables stand still. */
  readonly whileHeld: <T>(work: () => Promise<T>) => Promise<T>;
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
    await client.query(`drop schema if exists ${NEXT_SCHEMA} cascade`);
    await client.query(`drop schema if exists ${OLD_SCHEMA} cascade`);
    await createTables(client, NEXT_SCHEMA, models);
    const { position } = await store.head();
    const { streams, parked } = await load(options, position);
    await createIndexes(client, NEXT_SCHEMA, models);
    for (const one of parked) await park(client, NEXT_SCHEMA, one);
    await moveCheckpoint(client, NEXT_SCHEMA, 0, position);
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
    return await whileHeld(async () => {
      const reached = await meet(client, writer, options);
      onProgress({ done: reached, of: reached });
      const differing = await compare(client, models);
      await switchNames(client);
      return { events: reached, streams, position: reached, differing };
    });
  } finally {
    await client.query(`drop schema if exists ${OLD_SCHEMA} cascade`).catch(() => undefined);
    await client.end().catch(() => undefined);
  }
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

async function switchNames(client: Client): Promise<void> {
  await client.query('begin');
  await client.query(`do $$ begin
    if to_regnamespace ('${LIVE_SCHEMA}') is not null then
      alter schema ${LIVE_SCHEMA} rename to ${OLD_SCHEMA};
    end if;
  end $$`);
  await client.query(`alter schema ${NEXT_SCHEMA} rename to ${LIVE_SCHEMA}`);
  await client.query('commit');
}

/** Folds every stream up to a position and copies its rows; a stream that is poison is parked. */
async function load(
  { store, app, models, onProgress }: RebuildOptions,
  position: number,
): Promise<{ streams: number; parked: ParkedStream[] }> {
  const copies = await Promise.all(models.map((model) => openCopy(app, model)));
  const parked: ParkedStream[] = [];
  let streams = 0;
  let done = 0;
  let current = beginStream('', []);
  for await (const event of store.readByStream({ upTo: position })) {
    if (event.stream !== current.stream) {
      await write(copies, current.batch);
      current = beginStream(event.stream, models);
      streams++;
    }
    if (++done % 5_000 === 0) onProgress({ done, of: position });
    if (current.broken || !current.rows) continue;
    try {
      for (const { model, changes } of current.rows.apply(event)) {
        for (const change of changes) current.batch.add(model, change, event.position);
      }
    } catch (error) {
      current.broken = true;
      const { stream } = event;
      parked.push({ stream, position: event.position, error: messageOf(error) });
    }
  }
  await write(copies, current.batch);
  for (const copy of copies) await copy.close();
  return { streams, parked };
}

/** The stream being folded; the name is empty before the first. */
interface Building {
  readonly stream: string;
  readonly rows: StreamRows | null;
  readonly batch: Batch;
  broken: boolean;
}

function beginStream(stream: string, models: readonly AnyReadModel[]): Building {
  const rows = stream === '' ? null : new StreamRows(stream, models);
  return { stream, rows, batch: new Batch(), broken: false };
}

interface Copy {
  readonly model: AnyReadModel;
  readonly stream: CopyStreamQuery;
  pending: string;
  close(): Promise<void>;
}

async function openCopy(app: ClientConfig, model: AnyReadModel): Promise<Copy> {
  const client = new Client(app);
  client.on('error', () => undefined);
  await client.connect();
  const stream = client.query(copyFrom(`copy ${NEXT_SCHEMA}.${model.name} from stdin`));
  const done = finished(stream);
  // Awaited in close; until then a failure shows at the next write.
  done.catch(() => undefined);
  const copy: Copy = {
    model,
    stream,
    pending: '',
    async close() {
      stream.end(copy.pending);
      await done.finally(() => client.end());
    },
  };
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
