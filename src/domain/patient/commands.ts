import type { ClinicId, EntryId, PatientId } from '../ids';
import type { LocalDate } from '../time';
import type { LEGAL_BASES } from './events';

interface OfPatient {
  readonly patientId: PatientId;
}

/** Texts of a person, all of them sealed. */
export interface PatientDetails {
  readonly name: string;
  /** `YYYY-MM-DD`, as text: it is sealed. */
  readonly birthDate?: string | undefined;
  readonly number?: string | undefined;
  readonly contact?: string | undefined;
}

export interface RegisterPatient extends OfPatient, PatientDetails {
  readonly type: 'RegisterPatient';
  readonly clinicId: ClinicId;
}
/** All details as they are right: what is not given is not known. */
export interface CorrectPatientDetails extends OfPatient, PatientDetails {
  readonly type: 'CorrectPatientDetails';
}
export interface RecordDeath extends OfPatient {
  readonly type: 'RecordDeath';
  readonly on: LocalDate;
}
export interface RetractDeath extends OfPatient {
  readonly type: 'RetractDeath';
}
/** Sent to the one that is merged away. */
export interface MergePatients extends OfPatient {
  readonly type: 'MergePatients';
  readonly into: PatientId;
}
export interface UnmergePatients extends OfPatient {
  readonly type: 'UnmergePatients';
}
export interface PlaceLegalHold extends OfPatient {
  readonly type: 'PlaceLegalHold';
}
export interface LiftLegalHold extends OfPatient {
  readonly type: 'LiftLegalHold';
  readonly holdId: EntryId;
}
export interface RequestErasure extends OfPatient {
  readonly type: 'RequestErasure';
}
export interface ApproveErasure extends OfPatient {
  readonly type: 'ApproveErasure';
  readonly requestId: EntryId;
  readonly legalBasis: (typeof LEGAL_BASES)[number];
  /** As the edge read it, of the patient and of all that were merged into them. */
  readonly care: CareToKeep;
}
export interface RefuseErasure extends OfPatient {
  readonly type: 'RefuseErasure';
  readonly requestId: EntryId;
}

export interface ExecuteErasure extends OfPatient {
  readonly type: 'ExecuteErasure';
  readonly requestId: EntryId;
  /** As the edge read it, again. */
  readonly care: CareToKeep;
  /** All who were merged into the patient. */
  readonly merged: readonly PatientId[];
  /** Whether the service can replace the master key, without which a deleted key may survive. */
  readonly keysCanGo: boolean;
}
/** Of one who was merged into a patient whose erasure is recorded: the service itself says so. */
export interface EraseMerged extends OfPatient {
  readonly type: 'EraseMerged';
  readonly requestId: EntryId;
  readonly survivor: PatientId;
}

export interface CareToKeep {
  readonly openEpisodes: number;
  /** Last day of care in any episode; null: there was none. */
  readonly lastCareOn: LocalDate | null;
  /** Legal holds in force on those merged into the patient. */
  readonly holdsOfMerged: number;
}

export type PatientCommand =
  | RegisterPatient
  | CorrectPatientDetails
  | RecordDeath
  | RetractDeath
  | MergePatients
  | UnmergePatients
  | PlaceLegalHold
  | LiftLegalHold
  | RequestErasure
  | ApproveErasure
  | RefuseErasure
  | ExecuteErasure
  | EraseMerged;
