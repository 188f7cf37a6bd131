import type { TextRef } from '../envelope';
import type { EntryId } from '../ids';
import type { Instant, LocalDate } from '../time';
import type { EpisodeEvent, EpisodeEventOf } from './events';

type Data<Type extends EpisodeEvent['type']> = EpisodeEventOf<Type>['data'];

/** What was done of a home programme in a period. */
export interface Adherence extends Omit<Data<'HomeProgrammeAdherenceReported'>, 'programmeId'> {
  readonly entryId: EntryId;
  readonly at: Instant;
  readonly words: TextRef | null;
}

export interface HomeProgramme extends Data<'HomeProgrammeGiven'> {
  readonly entryId: EntryId;
  readonly at: Instant;
  readonly on: LocalDate;
  readonly exercises: TextRef | null;
  readonly advice: TextRef | null;
  readonly adherence: readonly Adherence[];
}

export interface Feedback extends Data<'PatientFeedbackRecorded'> {
  readonly entryId: EntryId;
  /** Version of the entry: what "recorded since" compares. */
  readonly entryVersion: number;
  readonly at: Instant;
  readonly words: TextRef | null;
}

export interface ProgressReport extends Data<'ProgressReported'> {
  readonly entryId: EntryId;
  readonly at: Instant;
  readonly report: TextRef | null;
  readonly acknowledged: {
    readonly entryId: EntryId;
    readonly at: Instant;
    readonly answer: TextRef | null;
    readonly saidBy: TextRef | null;
  } | null;
}

/** What goes on between sessions, each list in clinical order. */
export interface Progress {
  readonly homeProgrammes: readonly HomeProgramme[];
  readonly feedback: readonly Feedback[];
  readonly reports: readonly ProgressReport[];
}
