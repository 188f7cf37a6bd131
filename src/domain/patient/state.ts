import type { TextRef } from '../envelope';
import type { ClinicId, PatientId } from '../ids';

export interface Patient {
  readonly id: PatientId;
  /** Clinic that registered the patient. */
  readonly clinicId: ClinicId;
  readonly name: TextRef | null;
  readonly birthDate: TextRef | null;
  /** The clinic's own number for the patient. */
  readonly number: TextRef | null;
  /** Keyed hashes of name prefixes, birth date and number, for search. */
  readonly searchTokens: readonly string[];
}
