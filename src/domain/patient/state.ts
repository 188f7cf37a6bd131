import type { TextRef } from '../envelope';
import type { ClinicId, EntryId, PatientId } from '../ids';
import type { Instant, LocalDate } from '../time';
import type { LEGAL_BASES } from './events';

export interface LegalHold {
  /** The entry that placed it. */
  readonly id: EntryId;
  readonly since: Instant;
  readonly reason: TextRef | null;
  /** Null: in force. */
  readonly liftedAt: Instant | null;
}

/** The latest wish to be erased. */
export type Erasure = {
  /** The entry that asked for it. */
  readonly id: EntryId;
  /** Who asked for it here: someone else has to approve. */
  readonly requestedBy: string;
  readonly requestedAt: Instant;
  readonly reason: TextRef | null;
} & (
  | { readonly status: 'requested' }
  | {
      readonly status: 'approved';
      readonly decidedBy: string;
      readonly decidedAt: Instant;
      readonly legalBasis: (typeof LEGAL_BASES)[number];
    }
  | {
      readonly status: 'refused';
      readonly decidedBy: string;
      readonly decidedAt: Instant;
      readonly refusal: TextRef | null;
    }
  | {
      readonly status: 'executed';
      readonly decidedBy: string;
      readonly decidedAt: Instant;
      readonly legalBasis: (typeof LEGAL_BASES)[number];
      readonly executedBy: string;
      readonly executedAt: Instant;
    }
);

export interface Patient {
  readonly id: PatientId;
  /** Clinic that registered the patient. */
  readonly clinicId: ClinicId;
  readonly name: TextRef | null;
  readonly birthDate: TextRef | null;
  /** The clinic's own number for the patient. */
  readonly number: TextRef | null;
  readonly contact: TextRef | null;
  /** The entry that has the present details. */
  readonly detailsId: EntryId;
  readonly diedOn: LocalDate | null;
  /** Who this patient turned out to be; null: themself. */
  readonly mergedInto: PatientId | null;
  readonly holds: readonly LegalHold[];
  readonly erasure: Erasure | null;
  /** Since when nobody can open a text of the patient; null: they can. */
  readonly erasedAt: Instant | null;
}

/** Legal holds that are in force. */
export function holdsInForce({ holds }: Patient): readonly LegalHold[] {
  return holds.filter(({ liftedAt }) => liftedAt === null);
}

/** An erasure that is asked for or approved, and neither refused nor executed. */
export function openErasure({ erasure }: Patient): OpenErasure | null {
  if (erasure?.status !== 'requested' && erasure?.status !== 'approved') return null;
  return erasure;
}
export type OpenErasure = Extract<Erasure, { status: 'requested' | 'approved' }>;
