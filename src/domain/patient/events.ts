import { z } from 'zod';
import { idSchema, type ClinicId, type EntryId, type PatientId } from '../ids';
import { localDateSchema, type EventsOf } from '../schemas';

/** Why an erasure is due: Regulation (EU) 2016/679 (GDPR), Article 17(1)(a) to (e). */
export const LEGAL_BASES = [
  'NO_LONGER_NECESSARY',
  'CONSENT_WITHDRAWN',
  'OBJECTION',
  'UNLAWFUL_PROCESSING',
  'LEGAL_OBLIGATION',
] as const;

/**
 * Streams `patient-<id>`. Names and shapes are the storage format: add, never edit.
 * Name, birth date, number, contact and words of a reason are texts: sealed, never here.
 */
export const patientEvents = {
  PatientRegistered: z.object({
    patientId: idSchema<PatientId>(),
    clinicId: idSchema<ClinicId>(),
  }),
  /** The details as they are right, all of them: what is not given is not known. */
  PatientDetailsCorrected: z.object({}),
  PatientDied: z.object({ on: localDateSchema }),
  /** The patient lives: a death recorded here was an error. */
  PatientDeathRetracted: z.object({}),
  /** On the stream of the one that is merged away: the smaller id survives, so no cycles. */
  PatientsMerged: z.object({ into: idSchema<PatientId>() }),
  PatientsUnmerged: z.object({ from: idSchema<PatientId>() }),
  /** The entry's id is the hold's. */
  LegalHoldPlaced: z.object({}),
  LegalHoldLifted: z.object({ holdId: idSchema<EntryId>() }),
  /** The entry's id is the request's. */
  ErasureRequested: z.object({}),
  ErasureApproved: z.object({
    requestId: idSchema<EntryId>(),
    legalBasis: z.enum(LEGAL_BASES),
    /** Version of the policy whose retention was over. */
    policy: z.string(),
  }),
  ErasureRefused: z.object({ requestId: idSchema<EntryId>() }),
  /** Nobody can open a text of the patient any more, at no moment. Without words of its own. */
  PatientErased: z.object({
    requestId: idSchema<EntryId>(),
    /** Whose request it was: into whom the others were merged. */
    survivor: idSchema<PatientId>(),
    /** Who was merged into the survivor and is erased with them; each has an entry like this. */
    merged: z.array(idSchema<PatientId>()),
    /** Version of the policy then in force, whose retention was over for all of them. */
    policy: z.string(),
  }),
};

/** Current `schemaVersion` by event type, where it is above 1. */
export const patientSchemaVersions: Readonly<Partial<Record<keyof typeof patientEvents, number>>> =
  { PatientRegistered: 2, PatientDetailsCorrected: 2 };

/** Version 1 of both had keyed hashes of the details, to be found by: ADR 0031. */
export function withoutSearchTokens(data: object): object {
  return Object.fromEntries(Object.entries(data).filter(([field]) => field !== 'searchTokens'));
}

export type PatientEvent = EventsOf<typeof patientEvents>;
