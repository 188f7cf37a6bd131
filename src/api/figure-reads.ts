import { Inject, Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { epochMs } from '../domain/time';
import type { Moment } from '../engine/past';
import type { CohortMoment } from '../projections/cohort-rows';
import { ReadAbandoned, tablesAt, type Snapshot, type TablesAt } from '../projections/snapshot';
import { Unavailable } from '../store/event-store';
import type { When } from './as-of';
import { departure } from './departures';
import { ENGINE, type Engine } from './engine';
import { inTurn } from './in-turn';
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

type Work<T> = (snapshot: Snapshot, moment: ReadAt) => Promise<T>;

interface Group {
  readonly works: Work<object>[];
  readonly made: Promise<readonly object[]>;
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
  /** Those whose snapshot is not there yet, by place and scope. */
  readonly #groups = new Map<string, Group>();
  readonly #tablesInTurn = inTurn<TablesAt>();

  constructor(
    @Inject(ENGINE) private readonly engine: Engine,
    private readonly moments: Moments,
  ) {}

  /**
   * `wish` says all that the answer depends on but the moment, as plain JSON. Errors as with
   * `Moments.read`; a failed answer is not kept.
   */
  async read<T extends object>(when: When, name: string, wish: object, work: Work<T>): Promise<T> {
    const moment = await this.moments.moment(when);
    const place = await this.#placeOf(when, moment);
    const key = `${place} ${name} ${JSON.stringify(wish)}`;
    const known = this.#kept.get(key);
    const nowMs = this.engine.clock.now();
    const isKept = known && (when.asOf || nowMs - known.evaluatedAtMs < FRESH_MS);
    // Only `T` is put under a key that begins with its name and wish.
    const answer = isKept
      ? (known.answer as Promise<T>)
      : this.#together(when, moment, `${place} ${scopeOf(wish)}`, work);
    if (!isKept) this.#kept.set(key, { answer, evaluatedAtMs: nowMs }, { size: key.length });
    try {
      const made = await answer;
      if (isKept) return made;
      // Once its entry can be shown, the past reads otherwise: nothing tells that to what is kept.
      if (isIncomplete(made)) {
        if (this.#kept.get(key)?.answer === answer) this.#kept.delete(key);
        return made;
      }
      const size = key.length + JSON.stringify(made).length;
      this.#kept.set(key, { answer, evaluatedAtMs: nowMs }, { size });
      return made;
    } catch (error) {
      if (this.#kept.get(key)?.answer === answer) this.#kept.delete(key);
      // Who asked first has gone, and this one has not: it is made for them.
      if (!isAbandoned(error) || departure()?.aborted) throw error;
      return this.read(when, name, wish, work);
    }
  }

  /**
   * Figures of one scope that are asked together, as the fields of a request are, are made in one
   * snapshot: of one moment, and of rows that were read once.
   */
  async #together<T extends object>(
    when: When,
    past: Moment,
    key: string,
    work: Work<T>,
  ): Promise<T> {
    let group = this.#groups.get(key);
    if (!group) {
      const works: Work<object>[] = [];
      // From here on, or when it fails before, nobody can join any more.
      const close = () => {
        if (this.#groups.get(key)?.works === works) this.#groups.delete(key);
      };
      const all: Work<object[]> = (snapshot, moment) => {
        close();
        return Promise.all(works.map((each) => each(snapshot, moment)));
      };
      const { moments } = this;
      const made = when.asOf ? moments.readAt(past, all) : moments.read(when, all);
      group = { works, made };
      this.#groups.set(key, group);
      made.catch(close);
    }
    const index = group.works.push(work) - 1;
    // The one that was put there.
    return (await group.made)[index] as T;
  }

  /** Where the answer is of: the tables, and how far they are; of the past, the moment. */
  async #placeOf(when: When, moment: Moment): Promise<string> {
    const read = () => this.moments.answered(() => tablesAt(this.engine.pool));
    const { tables, position } = await this.#tablesInTurn('tables', read);
    if (!when.asOf) return `${tables} now ${position}`;
    return `${tables} ${moment.position} ${epochMs(moment.evaluatedAt)}`;
  }
}

/** Of which episodes, where a wish says so: figures of the same ones share what they read. */
function scopeOf(wish: object): string {
  return JSON.stringify('filter' in wish ? wish.filter : wish);
}

function isIncomplete(made: { readonly incomplete?: object | null }): boolean {
  return (made.incomplete ?? null) !== null;
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
