import type { EpisodeCommand, EpisodeCommandOf } from '../../src/domain/episode/commands';
import type { EpisodeEvent } from '../../src/domain/episode/events';
import type { Episode } from '../../src/domain/episode/state';
import type { EntryId, StaffId } from '../../src/domain/ids';
import type { Instant, LocalDate } from '../../src/domain/time';
import type { Dice } from './dice';

/** What a random command is drawn from. */
export interface DrawScene {
  readonly episode: Episode;
  readonly therapists: readonly StaffId[];
  readonly dice: Dice;
  /** Clinical time of the command, and its day at the clinic. */
  readonly at: Instant;
  readonly today: LocalDate;
  readonly entries: readonly { readonly id: EntryId; readonly type: EpisodeEvent['type'] }[];
}

type Without<C> = C extends EpisodeCommand ? Omit<C, 'episodeId'> : never;
/** A command without its episode. */
export type Said = Without<EpisodeCommand>;
/** Commands of one type, as often as they shall weigh; none: nothing to say them of. */
export type Draw<Type extends EpisodeCommand['type']> = (
  scene: DrawScene,
) => readonly Without<EpisodeCommandOf<Type>>[];
export type Draws<Types extends EpisodeCommand['type']> = {
  readonly [Type in Types]: Draw<Type> | { readonly notDrawn: string };
};

/** One of them, if there are any. */
export function maybe<T, R>(dice: Dice, items: readonly T[], make: (item: T) => R): readonly R[] {
  return items.length === 0 ? [] : [make(dice.pick(items))];
}

/** Pain now, 0 to 10. */
export function pain(score: number) {
  return {
    instrument: 'NPRS',
    bodySite: null,
    answer: { score },
    recall: 'NOW' as const,
    mode: 'SELF_REPORT' as const,
  };
}

/** The average of two activities, 0 to 10. */
export function activities(score: number) {
  return { ...pain(score), instrument: 'PSFS', answer: { items: { a1: score, a2: score } } };
}
