import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';
import { errorCode } from '../platform/startup-error';
import { readOpenRebuild, readRebuild, type AskedRebuild } from '../projections/read-rebuilds';
import { Bell } from './bell';
import { NotOwner, type Keeper, type ProjectorLog, type Rebuilding } from './projector';
import { messageOf } from './table-writer';

/** How often the owner looks whether another process asked for one. */
const LOOK_MS = 1_000;
const WATCH_MS = 100;
const TELL_MS = 500;
/** A rebuild that was begun so often and never came to its end is not begun again. */
const ATTEMPTS_MAX = 5;
/** SQLSTATE of a row that another one with the same key is in the way of. */
const UNIQUE_VIOLATION = '23505';

export interface RebuildsPorts {
  readonly pool: Pool;
  readonly projector: Keeper;
  readonly log: ProjectorLog;
}

/** What is asked: of the models named, of one stream, or (neither) of all read models. */
export interface RebuildAsked {
  /** Asked again with the same id, it is the same one. */
  readonly id: string;
  readonly models: readonly string[] | null;
  readonly stream: string | null;
  readonly askedBy: string;
}

export interface Watching {
  readonly withinMs?: number | undefined;
  readonly onProgress?: ((asked: AskedRebuild) => void) | undefined;
}

/** Another one is not over yet. */
export class RebuildRuns extends Error {
  override readonly name = 'RebuildRuns';
}

/**
 * Rebuilds that were asked for, one at a time: asked of any process, done by the owner of the read
 * models, begun again by the next owner when a process ends in the middle of one.
 */
export class Rebuilds {
  readonly #bell = new Bell();
  #running: Promise<void> | null = null;

  constructor(readonly ports: RebuildsPorts) {}

  start(): void {
    this.#running ??= this.#run();
  }

  /** What is going on ends first. */
  async stop(): Promise<void> {
    this.#bell.stop();
    await this.#running;
  }

  /** Notes the wish; throws `RebuildRuns` while another one is open. */
  async ask({ id, models, stream, askedBy }: RebuildAsked): Promise<void> {
    try {
      await this.ports.pool.query(
        `insert into reactor.rebuild (id, models, stream, asked_by) values ($1, $2, $3, $4)
          on conflict (id) do nothing`,
        [id, models, stream, askedBy],
      );
    } catch (error) {
      if (errorCode(error) !== UNIQUE_VIOLATION) throw error;
      throw new RebuildRuns('A rebuild runs already.', { cause: error });
    }
    this.#bell.ring();
  }

  /** Resolves when it is over, here or elsewhere; as it is after the time, or at a stop. */
  async ended(id: string, { withinMs, onProgress }: Watching = {}): Promise<AskedRebuild> {
    const giveUpAtMs = performance.now() + (withinMs ?? Infinity);
    for (;;) {
      const asked = await readRebuild(this.ports.pool, id);
      if (!asked) throw new Error(`no rebuild ${id} was asked for`);
      const isOver = asked.endedAt !== null || this.#bell.stopped;
      if (isOver || performance.now() > giveUpAtMs) return asked;
      onProgress?.(asked);
      await sleep(WATCH_MS);
    }
  }

  async #run(): Promise<void> {
    while (!this.#bell.stopped) {
      this.#bell.heard();
      try {
        const asked = this.ports.projector.isOwner && (await readOpenRebuild(this.ports.pool));
        if (asked) await this.#do(asked);
      } catch (error) {
        // Whatever it is, the wish is still there.
        this.ports.log.warn({ error: messageOf(error) }, 'rebuilds are looked for again');
      }
      await this.#bell.wait(LOOK_MS);
    }
  }

  async #do(asked: AskedRebuild): Promise<void> {
    const { projector, log } = this.ports;
    // The tables are built anew for another reason: what is asked comes after it.
    if (projector.rebuilding) return;
    const { id, stream, attempts, error } = asked;
    if (attempts >= ATTEMPTS_MAX) {
      return this.#end(id, null, error ?? `Begun ${attempts} times, it never came to its end.`);
    }
    await this.ports.pool.query(
      `update reactor.rebuild set attempts = attempts + 1, started_at = clock_timestamp()
        where id = $1`,
      [id],
    );
    try {
      const result =
        stream === null
          ? await projector.rebuild(this.#wish(asked))
          : await projector.rebuildStream(stream);
      await this.#end(id, result, null);
    } catch (failure) {
      if (failure instanceof NotOwner) return;
      // It is begun again: a connection that was lost is not the rebuild's fault.
      log.error({ id, error: messageOf(failure) }, 'a rebuild failed');
      await this.ports.pool.query('update reactor.rebuild set error = $2 where id = $1', [
        id,
        messageOf(failure),
      ]);
    }
  }

  #wish({ id, models }: AskedRebuild) {
    let toldAtMs = 0;
    const onProgress = ({ phase, done, of }: Rebuilding) => {
      const nowMs = performance.now();
      if (nowMs - toldAtMs < TELL_MS) return;
      toldAtMs = nowMs;
      this.#tell(id, phase, done, of).catch(() => undefined);
    };
    return { only: models ?? undefined, onProgress };
  }

  async #tell(id: string, phase: string, done: number, of: number): Promise<void> {
    await this.ports.pool.query(
      'update reactor.rebuild set phase = $2, done = $3, total = $4 where id = $1',
      [id, phase, done, of],
    );
  }

  async #end(id: string, result: object | null, error: string | null): Promise<void> {
    await this.ports.pool.query(
      `update reactor.rebuild set ended_at = clock_timestamp(), result = $2, error = $3
        where id = $1`,
      [id, result === null ? null : JSON.stringify(result), error],
    );
  }
}
