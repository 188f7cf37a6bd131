import { z } from 'zod';
import { idSchema, type SessionId } from '../ids';
import { localDateSchema } from '../schemas';
import { HOLD_REASONS, SEVERITIES } from './codes';

/** Reactions, and the holds that may follow. */
export const reactionEvents = {
  /** Texts: description, action, told. */
  AdverseReactionReported: z.object({
    severity: z.enum(SEVERITIES),
    sessionId: idSchema<SessionId>().nullable(),
  }),
  /** Texts: words. */
  EpisodePutOnHold: z.object({
    reason: z.enum(HOLD_REASONS),
    reviewOn: localDateSchema.nullable(),
  }),
  /** Texts: words. */
  EpisodeResumed: z.object({}),
};
