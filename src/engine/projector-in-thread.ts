import type { Worker } from 'node:worker_threads';
import type { ClearEvent, EventStore } from '../store/event-store';
import {
  NotOwner,
  type Keeper,
  type ProjectorLog,
  type Rebuilding,
  type RebuildWish,
} from './projector';
import type {
  Call,
  Calls,
  Failure,
  FromProjector,
  ProjectorState,
  ToProjector,
} from './projector-messages';
import type { ProjectorTask } from './projector-thread';
import type { RebuildResult } from './rebuild';
import type { StreamRewritten } from './rewrite-stream';
import { startThread } from './thread';
import { Visibility } from './visibility';

const AGAIN_MS = 250;
const STANDING_BY: ProjectorState = { isOwner: false, rebuilding: null };

export interface InThreadPorts {
  readonly store: Pick<EventStore, 'onAppended'>;
  readonly log: ProjectorLog;
  readonly task: ProjectorTask;
}

interface Waiting {
  readonly resolve: (result: Calls[keyof Calls]['gives']) => void;
  readonly reject: (error: Error) => void;
}

/**
 * The projector in a thread of its own: folding, rows and writing them take no time from requests.
 * What this process appends is handed to it; how far it is comes back. A thread that fails is
 * started anew, and goes on from the checkpoint.
 */
export class ProjectorInThread implements Keeper {
  readonly visibility = new Visibility();
  #thread: Worker | null = null;
  #state = STANDING_BY;
  #onProgress: RebuildWish['onProgress'];
  readonly #calls = new Map<number, Waiting>();
  #lastCall = 0;
  #stopping = false;
  #again: NodeJS.Timeout | null = null;
  #ended = (): void => undefined;
  #listening: { close(): void } | null = null;
  /** Not told yet: one message for all that one answer of the log was about. */
  #events: ClearEvent[] = [];
  #telling = false;

  constructor(readonly ports: InThreadPorts) {}

  get isOwner(): boolean {
    return this.#state.isOwner;
  }

  get rebuilding(): Rebuilding | null {
    return this.#state.rebuilding;
  }

  start(): void {
    this.#listening ??= this.ports.store.onAppended(() => this.#grown());
    if (!this.#thread) this.#launch();
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    this.#listening?.close();
    if (this.#again) clearTimeout(this.#again);
    if (this.#thread) {
      const ended = new Promise<void>((resolve) => (this.#ended = resolve));
      this.#tell({ kind: 'stop' });
      await ended;
    }
    this.visibility.close();
  }

  /** Hands over what this process has appended, so that it is not read back. */
  appended(events: readonly ClearEvent[]): void {
    // Who stands by writes nothing, and what it is not given it reads from the log.
    if (this.#state.isOwner) this.#events.push(...events.map(clear));
    this.#grown();
  }

  async rebuild({ only, onProgress }: RebuildWish = {}): Promise<RebuildResult> {
    if (this.#state.rebuilding || this.#onProgress) throw new Error('A rebuild runs already.');
    this.#onProgress = onProgress ?? ignored;
    try {
      return await this.#call('rebuild', only);
    } finally {
      this.#onProgress = undefined;
    }
  }

  rebuildStream(stream: string): Promise<StreamRewritten> {
    return this.#call('rebuildStream', stream);
  }

  /** Asks the thread; throws `NotOwner` when it stands by, and the database's error by its code. */
  async #call<N extends keyof Calls>(name: N, asks: Calls[N]['asks']): Promise<Calls[N]['gives']> {
    if (!this.#state.isOwner) throw new NotOwner('Another process owns the read models.');
    const id = ++this.#lastCall;
    const answered = new Promise<Calls[keyof Calls]['gives']>((resolve, reject) => {
      this.#calls.set(id, { resolve, reject });
    });
    // Its name and what it asks are of one call.
    this.#tell({ kind: 'call', id, call: { name, asks } as Call });
    return answered.finally(() => this.#calls.delete(id));
  }

  /** Told when whoever was answered by the same batch has said what it appended. */
  #grown(): void {
    if (this.#telling) return;
    this.#telling = true;
    setImmediate(() => {
      this.#telling = false;
      const events = this.#events;
      this.#events = [];
      this.#tell({ kind: 'grown', events });
    });
  }

  #tell(message: ToProjector): void {
    this.#thread?.postMessage(message);
  }

  #launch(): void {
    const thread = startThread('projector-thread', this.ports.task);
    this.#thread = thread;
    let failure = 'its thread ended';
    thread.on('message', (message: FromProjector) => this.#heard(message));
    thread.on('error', (error: unknown) => {
      failure = error instanceof Error ? error.message : String(error);
    });
    thread.on('exit', () => this.#exited(failure));
  }

  #exited(error: string): void {
    this.#thread = null;
    this.#state = STANDING_BY;
    for (const { reject } of this.#calls.values()) reject(new Error(error));
    if (this.#stopping) {
      this.#ended();
      return;
    }
    this.ports.log.warn({ error }, 'the projector starts again');
    this.#again = setTimeout(() => this.#launch(), AGAIN_MS);
  }

  #heard(message: FromProjector): void {
    const { log } = this.ports;
    switch (message.kind) {
      case 'visible':
        this.visibility.announce(message.position);
        break;
      case 'state':
        this.#state = message.state;
        if (message.state.rebuilding) this.#onProgress?.(message.state.rebuilding);
        break;
      case 'log':
        log[message.level](message.facts, message.message);
        break;
      case 'answer':
        this.#calls.get(message.id)?.resolve(message.result);
        break;
      case 'failure':
        this.#calls.get(message.id)?.reject(errorOf(message.failure));
        break;
      case 'stopped':
        void this.#thread?.terminate();
        break;
    }
  }
}

function errorOf({ name, message, code }: Failure): Error {
  if (name === 'NotOwner') return new NotOwner(message);
  return Object.assign(new Error(message), { code });
}

/** What a fold reads: hash and sealed parts stay here. */
function clear({ position, stream, version, type, header, data }: ClearEvent): ClearEvent {
  return { position, stream, version, type, header, data };
}

function ignored(): void {
  // Nobody asked how far it is.
}
