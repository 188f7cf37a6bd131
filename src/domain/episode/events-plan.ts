import { z } from 'zod';
import { idSchema, type EntryId } from '../ids';
import { codeSchema, localDateSchema } from '../schemas';
import { TECHNIQUES } from './codes';

const planTermsSchema = z.object({
  /** May be a part: 0.5 is every other week. */
  sessionsPerWeek: z.number().positive(),
  sessionMinutes: z.number().int().positive(),
  techniques: z.array(z.enum(TECHNIQUES)),
  weeks: z.number().int().positive(),
});

/** What the policy of that moment asks; null: no certification. */
const certificationSchema = z
  .object({ dueOn: localDateSchema, everyDays: z.number().int().positive() })
  .nullable();

/** The plan of care: what is to be done, how often, for how long, and who certified it. */
export const planEvents = {
  PlanOfCareSet: z.object({
    terms: planTermsSchema,
    from: localDateSchema,
    certification: certificationSchema,
    rules: z.object({ policy: codeSchema }),
  }),
  /** Texts: reason. */
  PlanOfCareRevised: z.object({
    revises: idSchema<EntryId>(),
    changed: z.array(z.enum(['frequency', 'length', 'techniques', 'weeks'])).min(1),
    terms: planTermsSchema,
    from: localDateSchema,
    certification: certificationSchema,
    rules: z.object({ policy: codeSchema }),
  }),
  /** By the referrer. Texts: saidBy. */
  PlanOfCareCertified: z.object({
    planVersionId: idSchema<EntryId>(),
    /** Last day on which it holds; null: as long as the plan. */
    until: localDateSchema.nullable(),
  }),
};
