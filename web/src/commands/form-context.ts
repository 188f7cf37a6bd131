import type { TFunction } from 'i18next';
import type { EpisodeQuery, InstrumentsQuery } from '../../generated/graphql';
import type { Locale } from '../display/times';
import type { Words } from '../display/use-words';
import type { Said } from './corrections/said';
import type { Option } from './fields';

export type EpisodeShown = EpisodeQuery['episode'];
export type GoalShown = EpisodeShown['goals'][number];
export type SessionShown = EpisodeShown['sessions'][number];
export type InstrumentShown = InstrumentsQuery['policy']['instruments'][number];

/** What a form knows of the episode that it writes to. */
export interface FormContext {
  readonly episode: EpisodeShown;
  readonly policy: InstrumentsQuery['policy'];
  /** Words of the activities that the patient named (PSFS), by their ids. */
  readonly activityNames: ReadonlyMap<string, string>;
  /** Who may treat at the clinic. */
  readonly therapists: readonly Option[];
  /** Id of what the form is about, such as a goal or a session; null: the episode. */
  readonly about: string | null;
  /** The entry that a correction is of; absent: the form corrects nothing. */
  readonly said?: Said | null;
  /** Who writes. */
  readonly staffId: string | null;
  /** Language, and the zone of the clinic, in which days and hours are meant. */
  readonly locale: Locale;
  /** ms since 1970. */
  readonly now: () => number;
  readonly t: TFunction;
  readonly words: Words;
}
