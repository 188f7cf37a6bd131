import { setImmediate as immediate, setTimeout as sleep } from 'node:timers/promises';
import { Client, type ClientConfig } from 'pg';
import { instantOf, type Instant } from '../domain/time';
import type { AnyReadModel } from '../projections/read-model';
import { tryLock } from '../store/advisory-lock';
import type { ClearEvent, EventStore } from '../store/event-store';
import {
  createIndexes,
  createTables,
  LIVE_SCHEMA,
  readCheckpoint,
  tablesState,
} from './read-tables';
import { Bell } from './bell';
import type { CopyRows } from './copy-rows';
import { buildBeside, type RebuildProgress, type RebuildResult } from './rebuild';
import { rewriteStream, type StreamRewritten } from './rewrite-stream';
import type { RecentEvents } from '../store/recent-events';
import { messageOf, TableWriter } from './table-writer';
import { Visibility } from './visibility';

/** How often one that is not the owner looks whether it may become it, and where the owner is. */
const STANDBY_POLL_MS = 250;
/** The doorbell is a hint; this is how long a missed ring may cost. */
const IDLE_POLL_MS = 1_000;

/**
 * Of the connection that writes the tables. A commit need not wait for the disk: rows and
 * checkpoint are kept or lost together, and what a crash loses is written again from the log. The
 * statements are planned once, perhaps while the tables are empty, and answered by indexes.
 */
const OWNER_SESSION = {
  synchronous_commit: 'off',
  plan_cache_mode: 'force_generic_plan',
  enable_seqscan: 'off',
  enable_bitmapscan: 'off',
  enable_hashjoin: 'off',
  enable_mergejoin: 'off',
  jit: 'off',
} as const;

/** From so many events on, tables that are not there yet are made in bulk, not batch by batch. */
const BULK_FROM_EVENTS = 5_000;

/**
 * A batch of so many events says that many more come: they are gathered, since the next batch costs
 * little more for them. One that is far behind does not wait.
 */
const BUSY_FROM_EVENTS = 8;
const BEHIND_FROM_EVENTS = 500;
const GATHER_MS = 10;

export interface ProjectorLog {
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
}

export interface ProjectorPorts {
  readonly store: EventStore;
  readonly app: ClientConfig;
  readonly models: readonly AnyReadModel[];
  readonly log: ProjectorLog;
  /** What this process has appended, so that it is not read back. */
  readonly recent?: RecentEvents<ClearEvent> | undefined;
  /** How a rebuild copies its bulk; absent: in this thread. */
  readonly copy?: CopyRows | undefined;
  /** Called when `isOwner` or `rebuilding` says something else than before. */
  readonly onChanged?: (() => void) | undefined;
}

/** Keeps the read models: here, or in a thread of its own. */
export type Keeper = Pick<
  Projector,
  'visibility' | 'isOwner' | 'rebuilding' | 'start' | 'stop' | 'rebuild' | 'rebuildStream'
>;

/** A rebuild that runs in this process. */
export interface Rebuilding extends RebuildProgress {
  readonly startedAt: Instant;
  /** Names of those that are built. */
  readonly models: readonly string[];
}

export interface RebuildWish {
  /** Names of the models; absent: all. */
  readonly only?: readonly string[] | undefined;
  readonly onProgress?: ((progress: Rebuilding) => void) | undefined;
}

/** A rebuild was asked of a process that does not own the tables. */
export class NotOwner extends Error {
  override readonly name = 'NotOwner';
}

/**
 * Keeps the live table set at the head of the log. One process owns it at a time (advisory lock);
 * the compare-and-set of the checkpoint is the fence: an owner that lost its place writes nothing.
 * Others stand by and announce how far the owner is.
 */
export class Projector {
  readonly visibility = new Visibility();
  readonly #writer: TableWriter;
  readonly #bell = new Bell();
  #running: Promise<void> | null = null;
  /** The connection that holds the owner's lock; null in a process that stands by. */
  #owner: Client | null = null;
  /** Batches and the switch to a rebuilt table set take turns. */
  #turn: Promise<unknown> = Promise.resolve();
  #rebuilding: Rebuilding | null = null;

  constructor(readonly ports: ProjectorPorts) {
    const { store, models, log, recent } = ports;
    this.#writer = new TableWriter({
      store,
      models,
      recent,
      schema: LIVE_SCHEMA,
      onParked: ({ stream, position, error }) => {
        log.error({ stream, position, error }, 'a stream is parked');
      },
    });
  }

  /** Whether this process writes the tables now. */
  get isOwner(): boolean {
    return this.#owner !== null;
  }

  /** How far a rebuild in this process is; null when none runs. */
  get rebuilding(): Rebuilding | null {
    return this.#rebuilding;
  }

  start(): void {
    this.#running ??= this.#run();
  }

  async stop(): Promise<void> {
    this.#bell.stop();
    await this.#running;
    this.visibility.close();
  }

  /** Says that the log may have grown. */
  ring(): void {
    this.#bell.ring();
  }

  /**
   * Builds every table anew beside the live ones (or those of some models), compares, and switches
   * in one transaction; queries go on. Throws `NotOwner` in a process that stands by, and the
   * database's error.
   */
  async rebuild(wish: RebuildWish = {}): Promise<RebuildResult> {
    this.#held();
    if (this.#rebuilding) throw new Error('A rebuild runs already.');
    return this.#rebuildBeside(wish);
  }

  /** Makes the rows of one stream anew, and shows it again where it was parked; errors as above. */
  rebuildStream(stream: string): Promise<StreamRewritten> {
    return this.#inTurn(async () => {
      const owner = this.#held();
      this.#writer.reset();
      return rewriteStream(owner, this.ports, stream);
    });
  }

  async #rebuildBeside({ only, onProgress }: RebuildWish): Promise<RebuildResult> {
    const { store, app, models } = this.ports;
    const startedAt = instantOf(Date.now());
    const built = only ?? models.map(({ name }) => name);
    const progressed = (progress: RebuildProgress) => {
      const rebuilding = { ...progress, startedAt, models: built };
      this.#setRebuilding(rebuilding);
      onProgress?.(rebuilding);
    };
    progressed({ phase: 'COPYING', done: 0, of: 0 });
    try {
      return await buildBeside({
        store,
        app,
        models,
        only,
        copy: this.ports.copy,
        onProgress: progressed,
        whileHeld: (work) =>
          this.#inTurn(async () => {
            const result = await work(this.#held());
            this.#writer.reset();
            return result;
          }),
      });
    } finally {
      this.#setRebuilding(null);
    }
  }

  #setRebuilding(progress: Rebuilding | null): void {
    this.#rebuilding = progress;
    this.ports.onChanged?.();
  }

  #setOwner(client: Client | null): void {
    this.#owner = client;
    this.ports.onChanged?.();
  }

  #held(): Client {
    if (!this.#owner) throw new NotOwner('Another process owns the read models.');
    return this.#owner;
  }

  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const run = this.#turn.then(work);
    this.#turn = run.catch(() => undefined);
    return run;
  }

  async #run(): Promise<void> {
    const listening = this.ports.store.onAppended(() => this.ring());
    while (!this.#bell.stopped) {
      if (!(await this.#connectAndOwn())) {
        await this.#bell.wait(STANDBY_POLL_MS, { evenWhenRung: true });
      }
    }
    listening.close();
  }

  /** One connection's life; false when it ended by a failure. */
  async #connectAndOwn(): Promise<boolean> {
    const client = new Client(ownerConnection(this.ports.app));
    // A lost connection is noticed by the next query: it is time for that.
    client.on('error', () => this.ring());
    try {
      await client.connect();
      await this.#own(client);
      return true;
    } catch (error) {
      const facts = { error: messageOf(error) };
      if (!this.#bell.stopped) this.ports.log.warn(facts, 'the projector starts again');
      return false;
    } finally {
      this.#setOwner(null);
      this.#writer.reset();
      await client.end().catch(() => undefined);
    }
  }

  /** Waits for ownership, then projects until it is lost or the service stops. */
  async #own(client: Client): Promise<void> {
    const { models } = this.ports;
    while (!(await tryLock(client, 'projector'))) {
      if (this.#bell.stopped) return;
      if ((await tablesState(client, LIVE_SCHEMA, models)) !== 'absent') {
        this.visibility.announce(await readCheckpoint(client, LIVE_SCHEMA));
      }
      // What rang is not in the tables yet: the owner has to be given time.
      await this.#bell.wait(STANDBY_POLL_MS, { evenWhenRung: true });
    }
    this.#setOwner(client);
    const state = await tablesState(client, LIVE_SCHEMA, models);
    const { position } = await this.ports.store.head();
    const isLong = position >= BULK_FROM_EVENTS;
    if (state === 'absent' && !isLong) await createEmpty(client, models);
    if (state === 'absent' && isLong) {
      // A log that was restored or moved here; read meanwhile, tables would tell of its beginning.
      this.ports.log.warn({ events: position }, 'the read models are built from the log');
      await this.#rebuildBeside({});
    }
    if (state === 'outdated') {
      this.ports.log.warn({}, 'read models of another version are built anew beside the old');
      await this.#rebuildBeside({});
    }
    while (!this.#bell.stopped) {
      this.#bell.heard();
      const { from, to } = await this.#inTurn(() => this.#writer.step(client));
      this.visibility.announce(to);
      if (isBusy(to - from)) await sleep(GATHER_MS);
      // Whatever is appended rings: the log is not asked for what nobody spoke of.
      if (to - from < BEHIND_FROM_EVENTS) await this.#bell.wait(IDLE_POLL_MS);
      // Whoever was answered with what rang says first what it appended.
      await immediate();
    }
  }
}

function isBusy(events: number): boolean {
  return events >= BUSY_FROM_EVENTS && events < BEHIND_FROM_EVENTS;
}

function ownerConnection(app: ClientConfig): ClientConfig {
  const session = Object.entries(OWNER_SESSION).map(([name, value]) => `-c ${name}=${value}`);
  const options = [...(app.options ? [app.options] : []), ...session].join(' ');
  return { ...app, options, application_name: 'anamnesis-projector' };
}

async function createEmpty(client: Client, models: ProjectorPorts['models']): Promise<void> {
  await client.query('begin');
  await createTables(client, LIVE_SCHEMA, models);
  await createIndexes(client, LIVE_SCHEMA, models);
  await client.query('commit');
}
