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

/** A goal as it begins. Texts: statement, `level:-2` … `level:2` (each level in own words). */
const goalSchema = z.object({
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
});

/** Why a goal was changed, and what supports it. */
const groundsShape = {
  reason: z.enum(REVISION_REASONS),
  evidence: z.array(evidenceSchema).min(1),
};

/** What is revised in a goal. */
const CHANGES = ['target', 'tolerance', 'due', 'statement', 'weights', 'levels'] as const;

/** Goals agreed with the patient, and what became of them. */
export const goalEvents = {
  /** Texts: those of a goal. */
  GoalSet: goalSchema,
  /** Texts: those of a goal, as far as they changed, and reason. */
  GoalRevised: z.object({
    goalId: idSchema<GoalId>(),
    revises: idSchema<EntryId>(),
    changed: z.array(z.enum(CHANGES)).min(1),
    terms: goalTermsSchema,
    /** Of a goal to maintain; absent: as before. */
    tolerance: z.number().min(0).optional(),
    ...groundsShape,
  }),
  /** A goal by another measure in the place of one. Texts: those of a goal, and reason. */
  GoalReplaced: goalSchema.extend({
    replaces: z.object({ goalId: idSchema<GoalId>(), version: idSchema<EntryId>() }),
    ...groundsShape,
  }),
  GoalScored: z.object({
    goalId: idSchema<GoalId>(),
    version: idSchema<EntryId>(),
    observationId: idSchema<ObservationId>(),
    gasLevel: gasLevelSchema.nullable(),
    /** By the levels of the original version, where they were others; absent: not judged. */
    gasLevelOriginal: gasLevelSchema.optional(),
  }),
  /** Texts: reason. */
  GoalAbandoned: z.object({ goalId: idSchema<GoalId>() }),
};
