import { z } from 'zod';
import { codeSchema } from '../schemas';
import { ASSESSMENT_KINDS } from './codes';
import { measureRulesSchema, measureSchema, observationSchema } from './values';

/** What was asked, examined and measured. */
export const assessmentEvents = {
  /** Texts: findings, activity names of PSFS as `activity:<id>`. */
  AssessmentDone: z.object({
    kind: z.enum(ASSESSMENT_KINDS),
    healthHistoryTaken: z.boolean(),
    contraindicationsAsked: z.boolean(),
    observations: z.array(observationSchema),
    /** Of the initial one only: what the episode is measured by, and by which rules. */
    primary: z
      .object({
        measure: measureSchema,
        rules: measureRulesSchema,
        finalWindowDays: z.number(),
        policy: codeSchema,
      })
      .nullable(),
  }),
};
