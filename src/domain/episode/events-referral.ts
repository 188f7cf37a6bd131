import { z } from 'zod';
import {
  idSchema,
  type AuthorizationId,
  type ClinicId,
  type EpisodeId,
  type PatientId,
  type StaffId,
} from '../ids';
import { conditionTermsSchema } from '../policy/conditions';
import { codeSchema, localDateSchema, zoneSchema } from '../schemas';
import { CONSENT_GIVERS, CONSENT_SCOPES, PAYER_CLASSES, URGENCIES } from './codes';
import {
  caseMixSchema,
  diagnosisSchema,
  importSourceSchema,
  labelsSchema,
  prescriptionSchema,
  referrerSchema,
} from './values';

/** From the referral to what treatment rests on: authorization, consent, therapist. */
export const referralEvents = {
  /** Texts: referrerName, referrerOrganisation, indication, sourceLine. */
  ReferralReceived: z.object({
    episodeId: idSchema<EpisodeId>(),
    patientId: idSchema<PatientId>(),
    clinicId: idSchema<ClinicId>(),
    zone: zoneSchema,
    referrer: referrerSchema,
    prescription: prescriptionSchema,
    diagnoses: z.array(diagnosisSchema).min(1),
    /** What the diagnoses mean in the policy; null: none of its conditions. */
    condition: codeSchema.nullable(),
    /** Specialty that a treating therapist needs for it. */
    specialty: codeSchema.nullable(),
    /** Every condition that they mean, with what treating it asks for; absent: only the above. */
    conditions: z.array(conditionTermsSchema).optional(),
    bodySites: z.array(codeSchema),
    urgency: z.enum(URGENCIES),
    caseMix: caseMixSchema,
    labels: labelsSchema,
    imported: importSourceSchema.nullable(),
    rules: z.object({
      policy: codeSchema,
      lapseDays: z.number(),
      noSessionDays: z.number(),
      lateEntryHours: z.number(),
    }),
  }),
  ReferralAccepted: z.object({}),
  /** Texts: reason. */
  ReferralDeclined: z.object({}),
  AuthorizationGranted: z.object({
    authorizationId: idSchema<AuthorizationId>(),
    /** Null: no limit (self-pay). */
    visits: z.number().int().positive().nullable(),
    from: localDateSchema,
    to: localDateSchema,
    payerClass: z.enum(PAYER_CLASSES),
  }),
  ConsentGiven: z.object({
    by: z.enum(CONSENT_GIVERS),
    scope: z.enum(CONSENT_SCOPES),
    formVersion: codeSchema,
  }),
  /** Texts: reason. */
  ConsentWithdrawn: z.object({}),
  /** Texts: handover. */
  TherapistAssigned: z.object({ therapistId: idSchema<StaffId>() }),
};
