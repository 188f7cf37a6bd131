import { z } from 'zod';
import { idSchema, type AuthorizationId, type EntryId, type StaffId } from '../ids';
import { conditionTermsSchema } from '../policy/conditions';
import { codeSchema, localDateSchema } from '../schemas';
import { diagnosisSchema, prescriptionSchema } from './values';

/** What changes after the referral came in: by the referrer, by the payer, by a handover. */
export const referralChangeEvents = {
  /** What the referrer changed; null: it stays as it was. Texts: saidBy. */
  ReferralAmended: z.object({
    prescription: prescriptionSchema.nullable(),
    diagnoses: z
      .object({
        asserted: z.array(diagnosisSchema).min(1),
        /** As in ReferralReceived, by the policy of this moment. */
        condition: codeSchema.nullable(),
        specialty: codeSchema.nullable(),
        conditions: z.array(conditionTermsSchema).optional(),
      })
      .nullable(),
    rules: z.object({ policy: codeSchema }),
  }),
  /** A question to the referrer, answered by its entry's id. Texts: question. */
  ReferralClarificationRequested: z.object({ due: localDateSchema }),
  /** Texts: answer, saidBy. */
  ReferralClarified: z.object({ requestId: idSchema<EntryId>() }),
  /** What is granted from now on, whole. */
  AuthorizationAmended: z.object({
    authorizationId: idSchema<AuthorizationId>(),
    /** Null: no limit. */
    visits: z.number().int().positive().nullable(),
    from: localDateSchema,
    to: localDateSchema,
  }),
  /** Texts: handover. */
  EpisodeTransferred: z.object({
    fromTherapistId: idSchema<StaffId>(),
    therapistId: idSchema<StaffId>(),
  }),
};
