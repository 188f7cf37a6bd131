import { Inject, Injectable } from '@nestjs/common';
import type { Episode } from '../domain/episode/state';
import { streamOf, type StaffId } from '../domain/ids';
import type { Instant } from '../domain/time';
import { foldAt, type FoldedAt } from '../engine/fold-at';
import type { Moment } from '../engine/past';
import { stepsAt, type Step } from '../engine/steps';
import { anyStream } from '../engine/streams';
import { readParked, type ParkedPlace } from '../projections/read-parked';
import { sessionFacts } from '../projections/session-facts';
import type { When } from './as-of';
import { ENGINE, type Engine } from './engine';
import { Stale } from './episode-types';
import { badInput, notFound } from './errors';
import { filled } from './filled';
import { Moments } from './moments';
import { actingOn, type Person } from './rights';
import type { KnownViewer, Viewer } from './viewer';

/** An episode as it was known at a moment. */
export interface EpisodeThen {
  readonly moment: Moment;
  readonly state: Episode;
  readonly version: number;
  readonly events: FoldedAt<'episode'>['events'];
  /** It is as it was before an entry that cannot be folded; null: all is in it. */
  readonly stale: Stale | null;
}

/** Everything that was recorded of an episode by a moment. */
export interface EpisodeSteps {
  readonly moment: Moment;
  readonly steps: readonly Step<'episode'>[];
}

const NOT_SHOWN = 'An entry of it cannot be shown by this service.';

/** What is known of an episode before it is said who may know it. */
interface KnownEpisode {
  readonly viewer: Viewer;
  readonly folded: Pick<FoldedAt<'episode'>, 'state' | 'events'>;
  readonly parked: ParkedPlace | null;
  readonly stale: Stale | null;
}

/** Reads single episodes, for who may: an unknown and a hidden one both are `NOT_FOUND`. */
@Injectable()
export class EpisodeReads {
  constructor(
    @Inject(ENGINE) private readonly engine: Engine,
    private readonly moments: Moments,
  ) {}

  /**
   * That a person may read an episode today, whatever moment of it they ask for. Their roles and
   * who carries it are brought up to date by one query.
   */
  async assertPermitted(known: KnownViewer, episodeId: string): Promise<void> {
    const loaded = await this.engine.streams.load('episode', episodeId);
    const viewer = await known.fresh([anyStream(loaded)]);
    const { state } = loaded.folded;
    if (!state || !mayRead(viewer, state)) throw notFound('episode', episodeId);
  }

  /** The moment asked, for one who may read the episode at it, and from when on it was there. */
  async moment(viewer: KnownViewer, episodeId: string, when: When): Promise<Moment> {
    const moment = await this.#permittedMoment(viewer, episodeId, when);
    const { events } = (await this.engine.streams.load('episode', episodeId)).folded;
    const opened = events[0]?.position ?? Infinity;
    if (opened > moment.position) throw notFound('episode', episodeId);
    return moment;
  }

  async at(viewer: KnownViewer, episodeId: string, when: When): Promise<EpisodeThen> {
    const known = await this.#known(viewer, episodeId);
    const moment = await this.#permitted(episodeId, known, when);
    const parkedAt = known.parked?.position ?? Infinity;
    const isStale = parkedAt <= moment.position;
    const position = isStale ? parkedAt - 1 : moment.position;
    const folded = await foldAt(this.engine.store, 'episode', [episodeId], position);
    const then = folded.get(episodeId);
    if (!then?.state) throw notFound('episode', episodeId);
    const { state, events } = then;
    const stale = isStale ? known.stale : null;
    return { moment, state, events, version: events.length - 1, stale };
  }

  async steps(viewer: KnownViewer, episodeId: string, when: When): Promise<EpisodeSteps> {
    const moment = await this.#permittedMoment(viewer, episodeId, when);
    const steps = await stepsAt(this.engine.store, 'episode', episodeId, moment.position);
    if (steps.length === 0) throw notFound('episode', episodeId);
    return { moment, steps };
  }

  /** The moment asked, for one who may read the episode as it was then. */
  async #permittedMoment(viewer: KnownViewer, episodeId: string, when: When): Promise<Moment> {
    return this.#permitted(episodeId, await this.#known(viewer, episodeId), when);
  }

  /** The episode with all that can be folded; where it is parked, what was before. */
  async #known(known: KnownViewer, episodeId: string): Promise<KnownEpisode> {
    const { streams, store } = this.engine;
    try {
      const loaded = await streams.load('episode', episodeId);
      const viewer = await known.fresh([anyStream(loaded)]);
      return { viewer, folded: loaded.folded, parked: null, stale: null };
    } catch (error) {
      const stream = streamOf('episode', episodeId);
      const parked = await this.moments.snapshot((snapshot) => readParked(snapshot, stream));
      if (!parked) throw error;
      const before = await foldAt(store, 'episode', [episodeId], parked.position - 1);
      const folded = before.get(episodeId) ?? { state: null, events: [] };
      // The read pool gives moments as ISO 8601 UTC with milliseconds.
      const since = parked.since as Instant;
      const stale = filled(Stale, { since, reason: NOT_SHOWN });
      return { viewer: await known.fresh(), folded, parked, stale };
    }
  }

  async #permitted(
    episodeId: string,
    { viewer, folded }: KnownEpisode,
    when: When,
  ): Promise<Moment> {
    const { state, events } = folded;
    const until = state ? readableUntil(viewer, state, events) : null;
    if (until === null) throw notFound('episode', episodeId);
    const moment = await this.moments.moment(when);
    if (moment.position > until) throw notFound('episode', episodeId);
    return moment;
  }
}

/**
 * The last position at which a person may read an episode, `Infinity` for any, null for none: who
 * handed it over reads it as it was up to that.
 */
function readableUntil(
  viewer: Person,
  episode: Episode,
  events: EpisodeThen['events'],
): number | null {
  if (mayRead(viewer, episode)) return Infinity;
  if (episode.voided) return null;
  const therapistId = viewer.staff?.id;
  if (therapistId === undefined) return null;
  const { clinicId } = episode;
  if (!actingOn(viewer, 'READ_EPISODES', { clinicId, therapistId })) return null;
  return handedOverAt(events, therapistId);
}

/**
 * The position before a therapist's last handover; null: they handed nothing over. Who was only
 * replaced by an assignment did not, and an assignment may have been a slip.
 */
function handedOverAt(events: EpisodeThen['events'], therapistId: StaffId): number | null {
  const handover = events.findLast(
    (event) => event.type === 'EpisodeTransferred' && event.data.fromTherapistId === therapistId,
  );
  return handover ? handover.position - 1 : null;
}

/** Who carries it, and whom its outcome counts for; managers by clinic; auditors. */
function mayRead(viewer: Person, episode: Episode): boolean {
  const { clinicId, therapistId, sessions, voided } = episode;
  // Whatever moment of it is asked: rights are today's.
  if (voided) return actingOn(viewer, 'READ_VOIDED', { clinicId }) !== null;
  if (actingOn(viewer, 'READ_EPISODES', { clinicId, therapistId })) return true;
  const countsFor = sessionFacts(sessions).mostBy;
  // Who covers stands in for care, not for the figures of the other.
  if (countsFor === null || countsFor !== viewer.staff?.id) return false;
  return actingOn(viewer, 'READ_EPISODES', { clinicId, therapistId: countsFor }) !== null;
}

/** The step that made a version; throws `BAD_USER_INPUT` for one that was not there then. */
export function stepOf({ steps }: EpisodeSteps, version: number, path: string): Step<'episode'> {
  const step = steps[version];
  if (step) return step;
  const message = `must be a version that was there: 0 to ${steps.length - 1}`;
  throw badInput([{ path, rule: 'isThere', message }]);
}
