import { z } from 'zod';
import { idSchema, type EntryId, type GoalId, type ObservationId } from '../ids';
import { codeSchema, localDateSchema } from '../schemas';
import { GOAL_KINDS, REVISION_REASONS } from './codes';
import {
  evidenceSchema,
  gasLevelSchema,
  gasLevelsSchema,
  measureRulesSchema,
  measureSchema,
  weightSchema,
  windowSchema,
} from './values';

const goalTermsSchema = z.object({
  /** Points of the measure. A goal to maintain: the baseline. */
  target: z.number(),
  due: localDateSchema,
  window: windowSchema,
  importance: weightSchema,
  difficulty: weightSchema,
  levels: gasLevelsSchema.nullable(),
});

/** Goals agreed with the patient, and what became of them. */
export const goalEvents = {
  /** Texts: statement. */
  GoalSet: z.object({
    goalId: idSchema<GoalId>(),
    kind: z.enum(GOAL_KINDS),
    measure: measureSchema,
    baseline: z.object({ observationId: idSchema<ObservationId>(), score: z.number() }),
    /** Points on the worse side that a goal to maintain still allows. */
    tolerance: z.number().min(0).nullable(),
    terms: goalTermsSchema,
    rules: z.object({
      policy: codeSchema,
      windowDaysBefore: z.number(),
      windowDaysAfter: z.number(),
      measure: measureRulesSchema,
    }),
  }),
  /** Texts: statement, reason. */
  GoalRevised: z.object({
    goalId: idSchema<GoalId>(),
    revises: idSchema<EntryId>(),
    changed: z.array(z.enum(['target', 'due', 'statement', 'weights', 'levels'])).min(1),
    terms: goalTermsSchema,
    reason: z.enum(REVISION_REASONS),
    evidence: z.array(evidenceSchema).min(1),
  }),
  GoalScored: z.object({
    goalId: idSchema<GoalId>(),
    version: idSchema<EntryId>(),
    observationId: idSchema<ObservationId>(),
    gasLevel: gasLevelSchema.nullable(),
  }),
  /** Texts: reason. */
  GoalAbandoned: z.object({ goalId: idSchema<GoalId>() }),
};
