import { availableParallelism } from 'node:os';
import type { EventStore, StreamRange } from '../store/event-store';
import type { LogPlace } from '../store/open';
import { copyRows, type Copied, type CopyRows, type CopySource } from './copy-rows';
import type { ParkedStream } from './parked-stream';
import { startThread } from './thread';

/** What one thread does; plain data (settings without functions): it crosses to another thread. */
export interface ThreadTask {
  readonly place: LogPlace;
  readonly schema: string;
  readonly upTo: number;
  readonly range: StreamRange;
  readonly models: readonly string[] | undefined;
  readonly given: readonly ParkedStream[] | undefined;
}

export type ThreadReport =
  | { readonly kind: 'progress'; readonly done: number }
  | { readonly kind: 'copied'; readonly copied: Copied }
  | { readonly kind: 'failed'; readonly message: string; readonly code: string | undefined };

/** Folding makes much that is gone at the next event: a larger nursery lets it die there. */
const YOUNG_GENERATION_MB = 96;

/** More threads than this wait for the database, which works as much as they do. */
const THREADS_MAX = 4;
/** Enough to cut a log into parts that are equal within a few per cent. */
const SAMPLE_EVENTS = 500;

/** The bulk of a rebuild: of a short log in this thread, since starting others costs more. */
export function bulkOf(source: CopySource, place: LogPlace, threadsFromEvents: number): CopyRows {
  const inThreads = copyInThreads(source.store, place);
  return (task) => (task.upTo < threadsFromEvents ? copyRows(source, task) : inThreads(task));
}

/**
 * The bulk of a rebuild in threads of its own: it takes all cores, and the thread that answers
 * queries stays free.
 */
function copyInThreads(store: EventStore, place: LogPlace): CopyRows {
  return async (task) => {
    const { schema, upTo, models, given } = task;
    const threads = Math.min(THREADS_MAX, Math.max(2, availableParallelism()));
    const ranges = await equalRanges(store, upTo, threads);
    const done = ranges.map(() => 0);
    const parts = await Promise.all(
      ranges.map((range, part) =>
        inThread({ place, schema, upTo, range, models, given }, (events) => {
          done[part] = events;
          task.onProgress({ done: done.reduce((sum, each) => sum + each, 0), of: upTo });
        }),
      ),
    );
    return {
      streams: parts.reduce((sum, { streams }) => sum + streams, 0),
      parked: parts.flatMap(({ parked }) => parked),
    };
  };
}

/**
 * Ranges of streams that hold about the same number of events each, all streams together. Cut where
 * the streams of evenly spaced events, put in order, are to be cut: names alone say little, since
 * ids need not be spread evenly.
 */
export async function equalRanges(
  store: Pick<EventStore, 'streamsAt'>,
  upTo: number,
  parts: number,
): Promise<readonly StreamRange[]> {
  const positions = Array.from({ length: SAMPLE_EVENTS }, (_each, n) => {
    return Math.ceil(((n + 1) * upTo) / (SAMPLE_EVENTS + 1));
  });
  const sample = await store.streamsAt([...new Set(positions)]);
  const inOrder = sample.map((stream) => Buffer.from(stream)).sort((a, b) => a.compare(b));
  const cuts = new Set<string>();
  for (let part = 1; part < parts; part++) {
    const cut = inOrder[Math.floor((part * inOrder.length) / parts)]?.toString();
    if (cut !== undefined) cuts.add(cut);
  }
  const [first, ...more] = cuts;
  if (first === undefined) return [{}];
  const inner = more.map((before, index) => ({ from: [...cuts][index] ?? first, before }));
  return [{ before: first }, ...inner, { from: more.at(-1) ?? first }];
}

async function inThread(task: ThreadTask, onProgress: (done: number) => void): Promise<Copied> {
  const limits = { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB };
  const worker = startThread('copy-thread', task, limits);
  try {
    return await new Promise<Copied>((resolve, reject) => {
      worker.on('message', (report: ThreadReport) => {
        if (report.kind === 'progress') onProgress(report.done);
        else if (report.kind === 'copied') resolve(report.copied);
        else reject(Object.assign(new Error(report.message), { code: report.code }));
      });
      worker.on('error', reject);
      worker.on('exit', (code) => {
        reject(new Error(`a thread of the rebuild ended with ${code}`));
      });
    });
  } finally {
    // After the report it only closes its connections.
    worker.removeAllListeners('exit');
    await worker.terminate();
  }
}
