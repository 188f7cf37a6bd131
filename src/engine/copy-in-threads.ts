import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { LogPlace } from '../store/open';
import type { Copied, CopyRows, StreamRange } from './copy-rows';

/** What one thread does; plain data (settings without functions): it crosses to another thread. */
export interface ThreadTask {
  readonly place: LogPlace;
  readonly schema: string;
  readonly upTo: number;
  readonly range: StreamRange;
}

export type ThreadReport =
  | { readonly kind: 'progress'; readonly done: number }
  | { readonly kind: 'copied'; readonly copied: Copied }
  | { readonly kind: 'failed'; readonly message: string; readonly code: string | undefined };

const YOUNG_GENERATION_MB = 96;

/** Nearly all streams are episodes and patients, whose ids are spread evenly: two halves. */
const HALVES: readonly StreamRange[] = [{ before: 'episode-8' }, { from: 'episode-8' }];

/**
 * The bulk of a rebuild in threads of its own: it takes both cores, and the thread that answers
 * queries stays free.
 */
export function copyInThreads(place: LogPlace): CopyRows {
  return async (task) => {
    const done = HALVES.map(() => 0);
    const halves = await Promise.all(
      HALVES.map((range, half) =>
        inThread({ place, schema: task.schema, upTo: task.upTo, range }, (events) => {
          done[half] = events;
          task.onProgress({ done: done.reduce((sum, each) => sum + each, 0), of: task.upTo });
        }),
      ),
    );
    return {
      streams: halves.reduce((sum, { streams }) => sum + streams, 0),
      parked: halves.flatMap(({ parked }) => parked),
    };
  };
}

async function inThread(task: ThreadTask, onProgress: (done: number) => void): Promise<Copied> {
  const worker = new Worker(...entry(task));
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

/** The compiled file, or its source where sources are run (tests, bench). */
function entry(workerData: ThreadTask): ConstructorParameters<typeof Worker> {
  const ending = __filename.endsWith('.ts') ? '.ts' : '.js';
  const hook = join(__dirname, '..', '..', 'scripts', 'swc-register.cjs');
  const execArgv = ending === '.ts' ? ['--require', hook] : [];
  // Folding makes much that is gone at the next event: a larger nursery lets it die there.
  const resourceLimits = { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB };
  return [join(__dirname, `copy-thread${ending}`), { workerData, execArgv, resourceLimits }];
}
