import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import { Client, type ClientConfig } from 'pg';
import { from as copyFrom, type CopyStreamQuery } from 'pg-copy-streams';
import type { AnyReadModel } from '../projections/read-model';
import type { EventStore } from '../store/event-store';
import { Batch } from './batch';
import { copyLine } from './copy-line';
import { StreamRows } from './stream-rows';
import type { ParkedStream } from './parked-stream';
import { messageOf } from './table-writer';

const FLUSH_CHARS = 64 * 1024;
/** Rows on their way to a table before the fold waits for it: both are to be busy at once. */
const IN_FLIGHT_BYTES = 8 * 1024 * 1024;

/** Part of the streams, by name in bytewise order: [from, before); absent: no end there. */
export interface StreamRange {
  readonly from?: string;
  readonly before?: string;
}

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
  const copies: Copy[] = [];
  try {
    for (const model of models) copies.push(await openCopy(app, task.schema, model));
    const loaded = await copyAll(source, task, copies);
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
  { store, models }: CopySource,
  { upTo, range, onProgress }: CopyTask,
  copies: readonly Copy[],
): Promise<Copied> {
  const parked: ParkedStream[] = [];
  let streams = 0;
  let done = 0;
  let current = beginStream('');
  for await (const event of store.readByStream({ upTo, ...range })) {
    if (event.stream !== current.stream) {
      await write(copies, current.batch);
      current = beginStream(event.stream);
      streams++;
    }
    if (++done % 5_000 === 0) onProgress({ done, of: upTo });
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

async function openCopy(app: ClientConfig, schema: string, model: AnyReadModel): Promise<Copy> {
  const client = new Client(app);
  client.on('error', () => undefined);
  await client.connect();
  const stream = client.query(
    copyFrom(`copy ${schema}.${model.name} from stdin`, { highWaterMark: IN_FLIGHT_BYTES }),
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
