import { LEFT_OUT } from '../domain/effective';
import type { AnyReadModel } from '../projections/read-model';
import type { EventStore, StoredEvent } from '../store/event-store';
import { parkedAt, type ParkedStream } from './parked-stream';
import { leftOutIn } from './recorded';
import { release } from './release';
import { RowWriter } from './row-writer';
import { StreamCopy, type CopyLines } from './stream-copy';
import { StreamRows, type ModelChanges } from './stream-rows';

/** A stream's rows up to where it is poison, and where that is. */
export interface CopiedStream {
  readonly lines: CopyLines;
  readonly poison: ParkedStream | null;
}

/**
 * The rows of a stream in the way in which they come about live: all models after each event, until
 * one is poison; and on from there when it is left out. For streams that are poison somewhere, and
 * for one that is looked at alone.
 */
export async function copyToPoison(
  store: EventStore,
  { stream, writers }: Pick<StreamCopy, 'stream' | 'writers'>,
  atPosition: number,
): Promise<CopiedStream> {
  const models = [...writers.keys()];
  const copy = new StreamCopy(stream, writers);
  const events: StoredEvent[] = [];
  for await (const event of store.readStream(stream, { atPosition })) events.push(event);
  const leftOut = leftOutIn(events);
  let rows = new StreamRows(stream, models);
  let parked: ParkedStream | null = null;
  for (const [index, event] of events.entries()) {
    const { position } = event;
    if (!parked) {
      try {
        // Only an entry at which the stream was parked is ever left out, whatever can be shown now.
        if (leftOut.has(event.version)) throw new Error('left out later');
        const changes = rows.apply(event);
        assertTaken(changes, rows);
        copy.put(changes, position);
      } catch (error) {
        parked = parkedAt(event, error);
      }
    } else if (event.type === LEFT_OUT) {
      const released = release(stream, models, events.slice(0, index + 1), parked.position);
      copy.put(released.changes, position);
      ({ rows, parked } = released);
    }
  }
  if (parked) rows = before(parked.position, stream, models, events);
  return { lines: copy.finish(rows), poison: parked };
}

/** Throws what the database would of a value that no column takes. */
function assertTaken(changes: readonly ModelChanges[], rows: StreamRows): void {
  for (const { model, changes: changed } of changes) {
    const writer = new RowWriter(model);
    for (const { row } of changed) if (row) writer.line({ row, from: 0, to: null });
  }
  for (const { model, rows: now } of rows.rowsNow()) {
    const writer = new RowWriter(model);
    for (const row of now) writer.line({ row, from: 0, to: null });
  }
}

/** What is shown of a stream that is parked at a position. */
function before(
  position: number,
  stream: string,
  models: readonly AnyReadModel[],
  events: readonly StoredEvent[],
): StreamRows {
  const rows = new StreamRows(stream, models, leftOutIn(events));
  for (const event of events) if (event.position < position) rows.skip(event);
  return rows;
}
