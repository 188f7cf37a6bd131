import type { TextRef } from '../envelope';
import type { EntryId } from '../ids';
import type { Instant, LocalDate } from '../time';
import type { EpisodeEventOf } from './events';

type Recorded = EpisodeEventOf<'ContraindicationRecorded'>['data'];
type Cleared = EpisodeEventOf<'ContraindicationCleared'>['data'];

/** A permission despite it. */
export interface Clearance extends Omit<Cleared, 'contraindicationId'> {
  readonly entryId: EntryId;
  readonly at: Instant;
  readonly byName: TextRef | null;
  readonly words: TextRef | null;
}

export type ContraindicationStatus =
  | { readonly status: 'open' }
  | {
      readonly status: 'resolved';
      readonly entryId: EntryId;
      readonly at: Instant;
      readonly on: LocalDate;
      readonly by: Cleared['by'];
      readonly byName: TextRef | null;
      readonly evidence: TextRef | null;
    };

/** What stands against treating, wholly or in part, until it is over. */
export interface Contraindication extends Recorded {
  /** The entry that recorded it. */
  readonly id: EntryId;
  readonly at: Instant;
  readonly on: LocalDate;
  readonly words: TextRef | null;
  /** The latest; null: none. Whether it holds is a matter of the day. */
  readonly clearance: Clearance | null;
  readonly status: ContraindicationStatus;
}

export function isOpen({ status }: Contraindication): boolean {
  return status.status === 'open';
}

/** Nothing about it could be permitted. */
export function isAbsolute({ untilCleared }: Contraindication): boolean {
  return untilCleared === null;
}

/** The clearance that holds on a day; null: none. Its last day counts. */
export function clearanceOn({ clearance }: Contraindication, day: LocalDate): Clearance | null {
  return clearance && (clearance.until === null || day <= clearance.until) ? clearance : null;
}
