import { Inject, Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { epochMs } from '../domain/time';
import type { Moment } from '../engine/past';
import type { CohortMoment } from '../projections/cohort-rows';
import { ReadAbandoned, tablesAt, type Snapshot } from '../projections/snapshot';
import { Unavailable } from '../store/event-store';
import type { When } from './as-of';
import { departure } from './departures';
import { ENGINE, type Engine } from './engine';
import { Moments, type ReadAt } from './moments';

/** Answers kept, and about how large they may be together. */
const ANSWERS_MAX = 2_000;
const BYTES_MAX = 64 * 1024 * 1024;
/** Figures of now are made anew once a second at most, while nothing new is recorded. */
const FRESH_MS = 1_000;

interface Kept {
  readonly answer: Promise<object>;
  readonly evaluatedAtMs: number;
}

/**
 * Figures are answered again from memory: those of a past moment for as long as there is room,
 * since they never change; those of now while the read models stand still, for a second, in which
 * only the time of judging goes on (and the answer says which it was). The key has the table set
 * in it, so that nothing outlives the switch to rebuilt tables, and the filter after rights.
 * No text of a person is in figures: an erasure takes nothing from here.
 */
@Injectable()
export class FigureReads {
  readonly #kept = new LRUCache<string, Kept>({ max: ANSWERS_MAX, maxSize: BYTES_MAX });

  constructor(
    @Inject(ENGINE) private readonly engine: Engine,
    private readonly moments: Moments,
  ) {}

  /**
   * `wish` says all that the answer depends on but the moment, as plain JSON. Errors as with
   * `Moments.read`; a failed answer is not kept.
   */
  async read<T extends object>(
    when: When,
    name: string,
    wish: object,
    work: (snapshot: Snapshot, moment: ReadAt) => Promise<T>,
  ): Promise<T> {
    const moment = await this.moments.moment(when);
    const key = await this.#keyOf(when, moment, `${name} ${JSON.stringify(wish)}`);
    const kept = this.#kept.get(key);
    const nowMs = this.engine.clock.now();
    if (kept && (when.asOf || nowMs - kept.evaluatedAtMs < FRESH_MS)) {
      try {
        // Only `T` is put under a key that begins with its name and wish.
        return (await kept.answer) as T;
      } catch (error) {
        // Who asked first has gone, and this one has not: it is made for them.
        if (!isAbandoned(error) || departure()?.aborted) throw error;
        return this.read(when, name, wish, work);
      }
    }
    const { moments } = this;
    const answer = when.asOf ? moments.readAt(moment, work) : moments.read(when, work);
    this.#kept.set(key, { answer, evaluatedAtMs: nowMs }, { size: key.length });
    try {
      const made = await answer;
      const size = key.length + JSON.stringify(made).length;
      this.#kept.set(key, { answer, evaluatedAtMs: nowMs }, { size });
      return made;
    } catch (error) {
      if (this.#kept.get(key)?.answer === answer) this.#kept.delete(key);
      throw error;
    }
  }

  async #keyOf(when: When, moment: Moment, asked: string): Promise<string> {
    const { tables, position } = await this.moments.answered(() => tablesAt(this.engine.pool));
    if (!when.asOf) return `${tables} now ${position} ${asked}`;
    return `${tables} ${moment.position} ${epochMs(moment.evaluatedAt)} ${asked}`;
  }
}

function isAbandoned(error: unknown): boolean {
  return error instanceof Unavailable && error.cause instanceof ReadAbandoned;
}

/** The moment as the cohort is read at: spans of now have no position. */
export function cohortMoment({ at, evaluatedAt }: ReadAt): CohortMoment {
  return { position: at, evaluatedAt };
}

/** The moment as an answer tells it. */
export function answeredMoment({ position, evaluatedAt }: ReadAt): Moment {
  return { position, evaluatedAt };
}
