import { z } from 'zod';
import {
  idSchema,
  type EntryId,
  type EpisodeId,
  type GoalId,
  type ObservationId,
  type SessionId,
} from '../ids';
import { DISCHARGE_REASONS, VOID_REASONS } from './codes';
import { gasLevelSchema, observationSchema } from './values';

/** How an episode ends, goes on after all, or is taken back. */
export const endingEvents = {
  /** Texts: report, findings, `goal:<goalId>`, finalMissing (why). */
  Discharged: z.object({
    reason: z.enum(DISCHARGE_REASONS),
    observations: z.array(observationSchema),
    /** The final score of the primary measure, or that there is none (why: a text). */
    final: z.union([
      z.object({ observationId: idSchema<ObservationId>() }),
      z.object({ missing: z.literal(true) }),
      z.null(),
    ]),
    goals: z.array(
      z.discriminatedUnion('outcome', [
        z.object({
          goalId: idSchema<GoalId>(),
          outcome: z.literal('SCORED'),
          version: idSchema<EntryId>(),
          observationId: idSchema<ObservationId>(),
          gasLevel: gasLevelSchema.nullable(),
          /** As of GoalScored. */
          gasLevelOriginal: gasLevelSchema.optional(),
        }),
        z.object({ goalId: idSchema<GoalId>(), outcome: z.literal('ABANDONED') }),
        z.object({ goalId: idSchema<GoalId>(), outcome: z.literal('NOT_MEASURED') }),
      ]),
    ),
    cancelledSessions: z.array(idSchema<SessionId>()),
  }),
  /** Out of the figures again, and care goes on. Texts: reason. */
  EpisodeReopened: z.object({}),
  /** Never to have been: out of every figure and list, shown to auditors only. Texts: words. */
  EpisodeVoided: z.object({
    reason: z.enum(VOID_REASONS),
    /** Of a duplicate: the episode that it repeats. */
    duplicateOf: idSchema<EpisodeId>().nullable(),
  }),
};
