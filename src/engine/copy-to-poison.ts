import type { EventStore } from '../store/event-store';
import type { ParkedStream } from './parked-stream';
import { StreamCopy, type CopyLines } from './stream-copy';
import { StreamRows } from './stream-rows';
import { messageOf } from './table-writer';

/** A stream's rows up to where it is poison, and where that is. */
export interface CopiedStream {
  readonly lines: CopyLines;
  readonly poison: ParkedStream | null;
}

/**
 * A stream whose present cannot be shown at its end: an event before is poison to a model that
 * shows it. Which one is found as it is live, model by model after each event.
 */
export async function copyToPoison(
  store: EventStore,
  { stream, writers }: Pick<StreamCopy, 'stream' | 'writers'>,
  atPosition: number,
): Promise<CopiedStream> {
  const rows = new StreamRows(stream, [...writers.keys()]);
  const copy = new StreamCopy(stream, writers);
  for await (const event of store.readStream(stream, { atPosition })) {
    try {
      rows.apply(event);
    } catch (error) {
      return { lines: copy.finish(), poison: parkedAt(event, error) };
    }
    copy.take(event);
  }
  return { lines: copy.finish(), poison: null };
}

export function parkedAt(
  { stream, position }: { readonly stream: string; readonly position: number },
  error: unknown,
): ParkedStream {
  return { stream, position, error: messageOf(error) };
}
