import { LRUCache } from 'lru-cache';
import { Client, type ClientConfig } from 'pg';
import type { EpisodeId } from '../domain/ids';
import { inSnapshot } from '../projections/snapshot';
import { Bell } from './bell';
import { conformEpisode, CONFORMANCE, type ConformPorts } from './conform-episode';
import type { Keeper, ProjectorLog } from './projector';
import { messageOf } from './table-writer';
import { touchedEpisodes, type Touched, type Trigger } from './touched-episodes';
import { tryLock } from '../store/advisory-lock';
import type { EventStore, StoredEvent } from '../store/event-store';
import { NotYet } from './visibility';

const STANDBY_POLL_MS = 500;
const IDLE_POLL_MS = 1_000;
const AGAIN_MS = 500;
/** How long a wait for the read models lasts before it is asked whether to stop. */
const WAIT_MS = 1_000;
const BATCH_EVENTS_MAX = 500;
/** So often in a row one episode may fail before the others go on without it. */
const TRIES_MAX = 5;
const MADE_KEPT_MAX = 10_000;
/** Its name in the table of checkpoints. */
export const REACTOR = 'conformance';

export interface ConformanceOptions extends Omit<ConformPorts, 'onSending'> {
  readonly store: EventStore;
  readonly app: ClientConfig;
  readonly projector: Pick<Keeper, 'visibility'>;
  readonly log: ProjectorLog;
}

/**
 * Asks the rules again whenever something was recorded that others rest on, and raises and closes
 * findings. One process does at a time (advisory lock), from a checkpoint that is moved after what
 * it did is in the log: a repeat finds it there. Read models are waited for, never guessed.
 */
export class Conformance {
  readonly #made = new LRUCache<string, true>({ max: MADE_KEPT_MAX });
  readonly #conform: ConformPorts;
  readonly #bell = new Bell();
  #running: Promise<void> | null = null;
  #isOwner = false;
  /** How often the batch up to a position has failed. */
  #failed = { at: -1, tries: 0 };
  #error: string | null = null;

  constructor(readonly options: ConformanceOptions) {
    this.#conform = { ...options, onSending: (commandId) => this.#made.set(commandId, true) };
  }

  /** Whether this process looks after the log now. */
  get isOwner(): boolean {
    return this.#isOwner;
  }

  /** What stands in its way; null: nothing. */
  get error(): string | null {
    return this.#error;
  }

  start(): void {
    this.#running ??= this.#run();
  }

  /** What it has begun is done again after the next start: nothing is lost by stopping anywhere. */
  async stop(): Promise<void> {
    this.#bell.stop();
    await this.#running;
  }

  /**
   * Looks at everything up to the head of the log and comes back: for who lives through a past
   * with a clock of its own. Does nothing while another process is the owner.
   */
  async catchUp(): Promise<void> {
    const client = new Client(this.options.app);
    client.on('error', ignored);
    await client.connect();
    try {
      if (!(await tryLock(client, 'conformance'))) return;
      while (await this.#step(client));
    } finally {
      await client.end();
    }
  }

  async #run(): Promise<void> {
    const listening = this.options.store.onAppended(() => this.#bell.ring());
    while (!this.#bell.stopped) {
      await this.#connectAndOwn();
      await this.#bell.wait(STANDBY_POLL_MS, { evenWhenRung: true });
    }
    listening.close();
  }

  async #connectAndOwn(): Promise<void> {
    const client = new Client(this.options.app);
    // A lost connection is noticed by the next query: it is time for that.
    client.on('error', () => this.#bell.ring());
    try {
      await client.connect();
      if (!(await tryLock(client, 'conformance'))) return;
      this.#isOwner = true;
      while (!this.#bell.stopped) {
        this.#bell.heard();
        if (!(await this.#step(client))) await this.#bell.wait(IDLE_POLL_MS);
      }
    } catch (error) {
      if (this.#bell.stopped) return;
      this.#error = messageOf(error);
      this.options.log.warn({ error: this.#error }, 'the conformance reactor starts again');
      await this.#bell.wait(AGAIN_MS, { evenWhenRung: true });
    } finally {
      this.#isOwner = false;
      await client.end().catch(ignored);
    }
  }

  /** One batch of the log; false when there was nothing more. */
  async #step(client: Client): Promise<boolean> {
    const from = await readCheckpoint(client);
    const events: StoredEvent[] = [];
    const page = this.options.store.readAll({ after: from, limit: BATCH_EVENTS_MAX });
    for await (const event of page) events.push(event);
    const last = events.at(-1);
    if (!last || !(await this.#visible(last.position))) return false;
    const touched = await inSnapshot(this.options.pool, (snapshot) =>
      touchedEpisodes(events, {
        snapshot,
        store: this.options.store,
        isForeign: ({ actor, commandId }) =>
          actor.id === CONFORMANCE.id && !this.#made.has(commandId),
      }),
    );
    if (!(await this.#react(touched, last.position))) return false;
    await moveCheckpoint(client, from, last.position);
    this.#error = null;
    return true;
  }

  /** Looks at each of them; false when it was stopped on the way. */
  async #react(touched: Touched, position: number): Promise<boolean> {
    const beside = new Map<EpisodeId, Trigger>();
    for (const [episodeId, trigger] of touched) {
      if (this.#bell.stopped) return false;
      for (const other of await this.#look(episodeId, trigger, position)) {
        if (trigger.isOwn && !touched.has(other)) beside.set(other, trigger);
      }
    }
    for (const [episodeId, trigger] of beside) {
      if (this.#bell.stopped) return false;
      await this.#look(episodeId, trigger, position);
    }
    return true;
  }

  /** One that fails again and again must not keep the others from being looked at. */
  async #look(
    episodeId: EpisodeId,
    { header }: Trigger,
    position: number,
  ): Promise<readonly EpisodeId[]> {
    try {
      return await conformEpisode(this.#conform, episodeId, header);
    } catch (error) {
      const tries = this.#failed.at === position ? this.#failed.tries + 1 : 1;
      this.#failed = { at: position, tries };
      if (tries < TRIES_MAX) throw error;
      const facts = { episodeId, position, error: messageOf(error) };
      this.options.log.error(facts, 'the rules of an episode could not be asked again');
      return [];
    }
  }

  /** Waits until the read models have an event; false when it is stopped meanwhile. */
  async #visible(position: number): Promise<boolean> {
    while (!this.#bell.stopped) {
      try {
        await this.options.projector.visibility.waitFor(position, WAIT_MS);
        return true;
      } catch (error) {
        if (!(error instanceof NotYet)) throw error;
      }
    }
    return false;
  }
}

function ignored(): void {
  // The query that meets it tells.
}

async function readCheckpoint(client: Client): Promise<number> {
  const { rows } = await client.query<{ position: string | number }>(
    'select position from reactor.checkpoint where name = $1',
    [REACTOR],
  );
  if (rows[0]) return Number(rows[0].position);
  const first = 'insert into reactor.checkpoint (name, position) values ($1, 0)';
  await client.query(`${first} on conflict do nothing`, [REACTOR]);
  return 0;
}

/** Throws when another process has moved it meanwhile: then that one is the owner. */
async function moveCheckpoint(client: Client, from: number, to: number): Promise<void> {
  const { rowCount } = await client.query(
    'update reactor.checkpoint set position = $3 where name = $1 and position = $2',
    [REACTOR, from, to],
  );
  if (rowCount !== 1) throw new Error('another process moved the checkpoint');
}
