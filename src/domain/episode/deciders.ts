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

/**
 * The state that says what is open, current or settled. A correction is made as if at the entry's
 * own time: what came of it since then rests on the entry, and does not forbid its correction.
 */
export function standing(
  then: Episode,
  now: Episode,
  { entry }: Pick<Asked<EpisodeEvent>, 'entry'>,
): Episode {
  return entry ? then : now;
}

/** The deciders of some kinds of commands: each topic has its own, `decide.ts` has them all. */
export type Deciders<Type extends EpisodeCommand['type']> = {
  readonly [Each in Type]: Decides<Each>;
};
