import { Inject, Injectable } from '@nestjs/common';
import type { Episode } from '../domain/episode/state';
import { foldAt, type FoldedAt } from '../engine/fold-at';
import type { Moment } from '../engine/past';
import { stepsAt, type Step } from '../engine/steps';
import { anyStream } from '../engine/streams';
import { sessionFacts } from '../projections/session-facts';
import type { When } from './as-of';
import { ENGINE, type Engine } from './engine';
import { badInput, notFound } from './errors';
import { Moments } from './moments';
import { actingOn, type Person } from './rights';

/** An episode as it was known at a moment. */
export interface EpisodeThen {
  readonly moment: Moment;
  readonly state: Episode;
  readonly version: number;
  readonly events: FoldedAt<'episode'>['events'];
}

/** Everything that was recorded of an episode by a moment. */
export interface EpisodeSteps {
  readonly moment: Moment;
  readonly steps: readonly Step<'episode'>[];
}

/** Reads single episodes, for who may: an unknown and a hidden one both are `NOT_FOUND`. */
@Injectable()
export class EpisodeReads {
  constructor(
    @Inject(ENGINE) private readonly engine: Engine,
    private readonly moments: Moments,
  ) {}

  /** Whether a person may read an episode today, whatever moment of it they ask for. */
  async permits(viewer: Person, episodeId: string): Promise<boolean> {
    const { streams } = this.engine;
    const loaded = await streams.load('episode', episodeId);
    await streams.refresh([anyStream(loaded)]);
    const { state } = loaded.folded;
    return state !== null && mayRead(viewer, state);
  }

  async at(viewer: Person, episodeId: string, when: When): Promise<EpisodeThen> {
    await this.#assertPermitted(viewer, episodeId);
    const moment = await this.moments.moment(when);
    const folded = await foldAt(this.engine.store, 'episode', [episodeId], moment.position);
    const then = folded.get(episodeId);
    if (!then?.state) throw notFound('episode', episodeId);
    const { state, events } = then;
    return { moment, state, events, version: events.length - 1 };
  }

  async steps(viewer: Person, episodeId: string, when: When): Promise<EpisodeSteps> {
    await this.#assertPermitted(viewer, episodeId);
    const moment = await this.moments.moment(when);
    const steps = await stepsAt(this.engine.store, 'episode', episodeId, moment.position);
    if (steps.length === 0) throw notFound('episode', episodeId);
    return { moment, steps };
  }

  async #assertPermitted(viewer: Person, episodeId: string): Promise<void> {
    if (!(await this.permits(viewer, episodeId))) throw notFound('episode', episodeId);
  }
}

/** Who carries it, and whom its outcome counts for; managers by clinic; auditors. */
function mayRead(viewer: Person, { clinicId, therapistId, sessions }: Episode): boolean {
  if (actingOn(viewer, 'READ_EPISODES', { clinicId, therapistId })) return true;
  const countsFor = sessionFacts(sessions).mostBy;
  if (countsFor === null) return false;
  return actingOn(viewer, 'READ_EPISODES', { clinicId, therapistId: countsFor }) !== null;
}

/** The step that made a version; throws `BAD_USER_INPUT` for one that was not there then. */
export function stepOf({ steps }: EpisodeSteps, version: number, path: string): Step<'episode'> {
  const step = steps[version];
  if (step) return step;
  const message = `must be a version that was there: 0 to ${steps.length - 1}`;
  throw badInput([{ path, rule: 'isThere', message }]);
}
