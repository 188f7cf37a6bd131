import { parentPort, workerData } from 'node:worker_threads';
import { readModels } from '../projections/all';
import { openStore } from '../store/open';
import { copyRows } from './copy-rows';
import type { ThreadReport, ThreadTask } from './copy-in-threads';

/** One thread of a rebuild: it reads its range of the streams and copies their rows. */
async function run({ place, ...task }: ThreadTask): Promise<void> {
  const report = (message: ThreadReport) => parentPort?.postMessage(message);
  const store = await openStore(place, { readOnly: true });
  try {
    const onProgress = ({ done }: { readonly done: number }) => report({ kind: 'progress', done });
    const source = { store, app: place.app, models: readModels };
    const copied = await copyRows(source, { ...task, onProgress });
    report({ kind: 'copied', copied });
  } catch (error) {
    // An error loses its class on the way between threads; its code is what is asked of it.
    const { message, code } = error as { message?: string; code?: string };
    report({ kind: 'failed', message: message ?? String(error), code });
  } finally {
    await store.close();
  }
}

// Started only by copyInThreads, with this shape.
void run(workerData as ThreadTask);
