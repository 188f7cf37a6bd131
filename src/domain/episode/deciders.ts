import type { Asked, Decision } from '../decider';
import type { EpisodeCommand, EpisodeCommandOf } from './commands';
import type { EpisodeEvent } from './events';
import type { Episode } from './state';

/** What decides one kind of command, by what had happened `then` and what is known `now`. */
export type Decides<Type extends EpisodeCommand['type']> = (
  then: Episode,
  now: Episode,
  command: EpisodeCommandOf<Type>,
  asked: Asked<EpisodeEvent>,
) => Decision<EpisodeEvent>;

/** The deciders of some kinds of commands: each topic has its own, `decide.ts` has them all. */
export type Deciders<Type extends EpisodeCommand['type']> = {
  readonly [Each in Type]: Decides<Each>;
};
