import type { Recorded } from '../envelope';
import type { EntryId } from '../ids';
import type { EpisodeEvent, EpisodeEventOf } from './events';
import type { Episode } from './state';

/** What one kind of entry makes of an episode. */
export type Evolves<Type extends EpisodeEvent['type']> = (
  episode: Episode,
  event: Recorded<EpisodeEventOf<Type>>,
) => Episode;

/** The evolvers of some kinds of entries: each topic has its own, `evolve.ts` has them all. */
export type Evolvers<Type extends EpisodeEvent['type']> = {
  readonly [Each in Type]: Evolves<Each>;
};

/** The id of an event is the id of the entry that it makes. */
export function entryIdOf(event: { readonly header: { readonly id: string } }): EntryId {
  return event.header.id as EntryId; // one id, two names
}
