import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import { Client, type ClientConfig } from 'pg';
import { from as copyFrom, type CopyStreamQuery } from 'pg-copy-streams';
import type { AnyReadModel } from '../projections/read-model';
import type { EventStore, StreamRange } from '../store/event-store';
import { parkedAt, type ParkedStream } from './parked-stream';
import { COPY_END, COPY_HEAD, RowWriter } from './row-writer';
import { LEFT_OUT } from '../domain/effective';
import { copyToPoison, type CopiedStream } from './copy-to-poison';
import { StreamCopy } from './stream-copy';
import { isAboutRows } from './table-writer';

const PROGRESS_EVENTS = 5_000;
const FLUSH_BYTES = 64 * 1024;
/** Rows on their way to a table before the fold waits for it: both are to be busy at once. */
const IN_FLIGHT_BYTES = 8 * 1024 * 1024;

export interface CopySource {
  readonly store: EventStore;
  readonly app: ClientConfig;
  readonly models: readonly AnyReadModel[];
}

export interface CopyTask {
  /** Where the tables are: made, empty, without indexes. */
  readonly schema: string;
  readonly upTo: number;
  readonly range?: StreamRange;
  /** Names of the models that have a table there; absent: all. */
  readonly models?: readonly string[] | undefined;
  /** Streams that are parked and stay so: nothing of them from there on is shown. */
  readonly given?: readonly ParkedStream[] | undefined;
  readonly onProgress: (progress: { readonly done: number; readonly of: number }) => void;
}

export interface Copied {
  readonly streams: number;
  readonly parked: readonly ParkedStream[];
}

export type CopyRows = (task: CopyTask) => Promise<Copied>;

/** Folds every stream up to a position and copies its rows; a stream that is poison is parked. */
export async function copyRows(source: CopySource, task: CopyTask): Promise<Copied> {
  const { app, models } = source;
  const wanted = models.filter(({ name }) => task.models?.includes(name) ?? true);
  const tables: Table[] = [];
  try {
    for (const model of wanted) tables.push(await openTable(app, task.schema, model));
    const copied = await copyAll(source, task, tables);
    for (const table of tables) await table.close();
    return copied;
  } catch (error) {
    // What the database said of a copy tells more than that it could not be written to any more.
    throw tables.find(({ failure }) => failure !== null)?.failure ?? error;
  } finally {
    // A copy that is left open would keep its table locked.
    await Promise.all(tables.map((table) => table.end()));
  }
}

async function copyAll(
  source: CopySource,
  { upTo, range, given, onProgress }: CopyTask,
  tables: readonly Table[],
): Promise<Copied> {
  const parked: ParkedStream[] = [];
  const parkedBefore = new Map(given?.map((one) => [one.stream, one]));
  const writers = new Map(tables.map(({ model }) => [model, new RowWriter(model)]));
  let streams = 0;
  let done = 0;
  let told = 0;
  const end = async (building: Building) => {
    streams++;
    const { lines, poison } = await ended(source.store, building, upTo);
    if (poison) parked.push(poison);
    for (const table of tables) table.pending += lines.get(table.model) ?? '';
  };
  let current: Building | undefined;
  for await (const events of source.store.readByStream({ upTo, ...range })) {
    for (const event of events) {
      if (event.stream !== current?.copy.stream) {
        if (current) await end(current);
        current = { copy: new StreamCopy(event.stream, writers), poison: null, leavesOut: false };
      }
      current.leavesOut ||= event.type === LEFT_OUT;
      const before = parkedBefore.get(event.stream);
      if (before && event.position >= before.position) current.poison ??= before;
      if (current.poison || current.leavesOut) continue;
      try {
        current.copy.take(event);
      } catch (error) {
        if (isAboutRows(error)) throw error;
        current.poison = parkedAt(event, error);
      }
    }
    done += events.length;
    if (done >= told + PROGRESS_EVENTS) onProgress({ done: (told = done), of: upTo });
    for (const table of tables) await flush(table);
  }
  if (current) await end(current);
  return { streams, parked };
}

/** The stream that is being folded, and where it is poison. */
interface Building {
  readonly copy: StreamCopy;
  poison: ParkedStream | null;
  /** An entry of it is left out: it shows what is before and after that. */
  leavesOut: boolean;
}

/** A stream's rows; those before the event that it is parked at. */
async function ended(
  store: EventStore,
  { copy, poison, leavesOut }: Building,
  upTo: number,
): Promise<CopiedStream> {
  if (leavesOut) return copyToPoison(store, copy, upTo);
  try {
    return { lines: copy.finish(), poison };
  } catch (error) {
    if (isAboutRows(error)) throw error;
    return copyToPoison(store, copy, poison ? poison.position - 1 : upTo);
  }
}

/** A table that is being copied to. */
interface Table {
  readonly model: AnyReadModel;
  readonly stream: CopyStreamQuery;
  /** Rows not yet handed over, as text whose characters are bytes. */
  pending: string;
  /** Why the database ended it; null while it goes on. */
  failure: Error | null;
  /** Writes what is pending, and resolves when the database has taken all. */
  close(): Promise<void>;
  /** Ends the connection, whatever it is doing. */
  end(): Promise<void>;
}

async function openTable(app: ClientConfig, schema: string, model: AnyReadModel): Promise<Table> {
  const client = new Client(app);
  client.on('error', () => undefined);
  await client.connect();
  const stream = client.query(
    copyFrom(`copy ${schema}.${model.name} from stdin (format binary)`, {
      highWaterMark: IN_FLIGHT_BYTES,
    }),
  );
  const done = finished(stream);
  const table: Table = {
    model,
    stream,
    pending: COPY_HEAD,
    failure: null,
    async close() {
      stream.end(table.pending + COPY_END, 'latin1');
      await done;
    },
    end: () => client.end().catch(() => undefined),
  };
  // Awaited in close; until then a failure shows at the next write.
  done.catch((error: unknown) => {
    table.failure = error instanceof Error ? error : new Error(String(error));
  });
  return table;
}

async function flush(table: Table): Promise<void> {
  if (table.pending.length < FLUSH_BYTES) return;
  const flushed = table.stream.write(table.pending, 'latin1');
  table.pending = '';
  if (!flushed) await once(table.stream, 'drain');
}
