import { Inject, Injectable } from '@nestjs/common';
import { instantOf } from '../domain/time';
import { momentOf, NoSuchMoment, type AsOf, type Moment } from '../engine/past';
import { NotYet } from '../engine/visibility';
import { inSnapshot, ReadAbandoned, type Snapshot, type SpanAt } from '../projections/snapshot';
import { errorCode } from '../platform/startup-error';
import { Unavailable } from '../store/event-store';
import type { AsOfInput, AtLeastInput, When } from './as-of';
import { departure } from './departures';
import { ENGINE, type Engine } from './engine';
import { ApiError, badInput, notRecorded, tooCostly } from './errors';
import { inTurn } from './in-turn';

/** How long a read waits for what it must have in it. */
const WAIT_MS = 5_000;
/** SQLSTATE of a table that is not there: the very first start makes them a moment later. */
const UNDEFINED_TABLE = '42P01';
/** SQLSTATE of a statement that the database ended: it ran longer than the pool's time-out. */
const QUERY_CANCELED = '57014';

/** A moment with the place where spans are read: null is now. */
export interface ReadAt extends Moment {
  readonly at: SpanAt;
}

/** Finds the moment that a query asks of, and waits until the read models know it. */
@Injectable()
export class Moments {
  readonly #pastInTurn = inTurn<Moment>();

  constructor(@Inject(ENGINE) private readonly engine: Engine) {}

  /**
   * Reads in one snapshot at the moment asked. Throws `BAD_USER_INPUT` for a moment that is not
   * there to be asked, `NOT_YET` when the read models do not get there in time.
   */
  async read<T>(when: When, work: (snapshot: Snapshot, moment: ReadAt) => Promise<T>): Promise<T> {
    const past = await this.#asked(when);
    if (past) return this.readAt(past, work);
    return this.snapshot((snapshot, position) =>
      work(snapshot, { ...this.#now(position), at: null }),
    );
  }

  /** Reads in one snapshot at a past moment that `moment` found. */
  readAt<T>(past: Moment, work: (snapshot: Snapshot, moment: ReadAt) => Promise<T>): Promise<T> {
    return this.snapshot((snapshot) => work(snapshot, { ...past, at: past.position }));
  }

  /** A snapshot of the read models; `UNAVAILABLE` while they are made for the first time. */
  snapshot<T>(work: (snapshot: Snapshot, position: number) => Promise<T>): Promise<T> {
    return this.answered(() => inSnapshot(this.engine.pool, work, departure()));
  }

  /**
   * What the read models answer; `UNAVAILABLE` while they are made for the first time,
   * `TOO_COSTLY` for what the database ended because it took too long.
   */
  async answered<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof ReadAbandoned) {
        throw new Unavailable('who asked has gone', 1_000, { cause: error });
      }
      if (errorCode(error) === QUERY_CANCELED) {
        throw tooCostly('The answer takes too long to make: ask for less.', {});
      }
      if (errorCode(error) !== UNDEFINED_TABLE) throw error;
      throw new Unavailable('the read models are being made', 1_000, { cause: error });
    }
  }

  /** The moment alone, for what is folded from the log; errors as with `read`. */
  async moment(when: When): Promise<Moment> {
    const past = await this.#asked(when);
    if (past) return past;
    const { position } = this.engine.projector.visibility;
    // 0 before this process has looked for the first time.
    if (position > 0) return this.#now(position);
    return this.snapshot((_snapshot, checkpoint) => Promise.resolve(this.#now(checkpoint)));
  }

  #now(position: number): Moment {
    return { position, evaluatedAt: instantOf(this.engine.clock.now()) };
  }

  /** The past moment that is asked; null: now, which has in it what it must. */
  async #asked({ asOf, atLeast }: When): Promise<Moment | null> {
    if (asOf && atLeast) {
      const message = 'atLeast is for a read of now: leave it out, or leave asOf out';
      throw badInput([{ path: 'atLeast', rule: 'notWithAsOf', message }]);
    }
    if (asOf) {
      const moment = await this.#past(toAsOf(asOf));
      await this.#visible(moment.position);
      return moment;
    }
    if (atLeast) await this.#visible(await this.#positionOf(atLeast));
    return null;
  }

  async #past(asOf: AsOf): Promise<Moment> {
    const { store } = this.engine;
    try {
      return await this.#pastInTurn(JSON.stringify(asOf), () => momentOf(store, asOf));
    } catch (error) {
      if (!(error instanceof NoSuchMoment)) throw error;
      throw badInput([{ path: 'asOf', rule: 'isThere', message: error.message }]);
    }
  }

  async #visible(position: number): Promise<void> {
    const { visibility } = this.engine.projector;
    try {
      await visibility.waitFor(position, WAIT_MS);
    } catch (error) {
      if (!(error instanceof NotYet)) throw error;
      throw await this.#notYet(position);
    }
  }

  async #notYet(position: number): Promise<ApiError> {
    const at = this.engine.projector.visibility.position;
    const message = `Position ${position} is not there to be read yet; the read models are at ${at}.`;
    const facts = { position: String(position), at: String(at), lagMs: await this.lagMs(at) };
    return new ApiError('NOT_YET', message, facts);
  }

  /** Age of the first entry after a position, in ms; 0 when there is none. */
  async lagMs(position: number): Promise<number> {
    for await (const event of this.engine.store.readAll({ after: position, limit: 1 })) {
      return Math.max(0, this.engine.clock.now() - Date.parse(event.loggedAt));
    }
    return 0;
  }

  async #positionOf({ position, streamVersion }: AtLeastInput): Promise<number> {
    if (!streamVersion) return position ?? 0;
    const { stream, version } = streamVersion;
    const range = { from: version, to: version };
    for await (const event of this.engine.store.readStream(stream, range)) return event.position;
    throw notRecorded({ stream, version });
  }
}

function toAsOf({ at, position, exactly }: AsOfInput): AsOf {
  if (at) return { at };
  if (exactly) return { exactly };
  // Exactly one of the three is there: checked with the arguments.
  return { position: position ?? NaN };
}
