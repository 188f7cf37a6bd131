import { parentPort, workerData } from 'node:worker_threads';
import { readModels } from '../projections/all';
import type { ClearEvent } from '../store/event-store';
import { openStore, type LogPlace } from '../store/open';
import { RecentEvents } from '../store/recent-events';
import { bulkOf } from './copy-in-threads';
import { Projector, type ProjectorLog } from './projector';
import type { Call, FromProjector, ToProjector } from './projector-messages';

const tell = (message: FromProjector) => parentPort?.postMessage(message);

/** Passed on to the thread that answers: the log is written there. */
const log: ProjectorLog = {
  warn: (facts, message) => tell({ kind: 'log', level: 'warn', facts, message }),
  error: (facts, message) => tell({ kind: 'log', level: 'error', facts, message }),
};

export interface ProjectorTask {
  readonly place: LogPlace;
  readonly threadsFromEvents: number;
}

/** The projector in a thread of its own, which a `ProjectorInThread` has started. */
async function run({ place, threadsFromEvents }: ProjectorTask): Promise<void> {
  const { app } = place;
  const store = await openStore(place, { log, readOnly: true });
  const recent = new RecentEvents<ClearEvent>();
  const projector = new Projector({
    // Who rings is the thread that answers: with what was appended, not before it.
    store: { ...store, onAppended: () => ({ close: () => undefined }) },
    ...{ app, models: readModels, log, recent },
    copy: bulkOf({ store, app, models: readModels }, place, threadsFromEvents),
    onChanged: () => {
      const { isOwner, rebuilding } = projector;
      tell({ kind: 'state', state: { isOwner, rebuilding } });
    },
  });
  projector.visibility.onVisible((position) => tell({ kind: 'visible', position }));
  parentPort?.on('message', (message: ToProjector) => {
    switch (message.kind) {
      case 'grown':
        recent.add(message.events);
        projector.ring();
        break;
      case 'call':
        void answer(projector, message.id, message.call);
        break;
      case 'stop':
        void projector
          .stop()
          .then(() => store.close())
          .finally(() => tell({ kind: 'stopped' }));
        break;
    }
  });
  projector.start();
}

async function answer(projector: Projector, id: number, call: Call): Promise<void> {
  try {
    // How far a rebuild is is told as the projector's state.
    const result =
      call.name === 'rebuild'
        ? await projector.rebuild({ only: call.asks })
        : await projector.rebuildStream(call.asks);
    tell({ kind: 'answer', id, result });
  } catch (error) {
    const { name, message, code } = error as Partial<Error & { readonly code: string }>; // thrown
    const failure = { name: name ?? '', message: message ?? String(error), code };
    tell({ kind: 'failure', id, failure });
  }
}

// Started only by ProjectorInThread, with this shape.
void run(workerData as ProjectorTask);
