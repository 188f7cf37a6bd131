import { z } from 'zod';
import { idSchema, type EntryId, type GoalId, type SessionId, type StaffId } from '../ids';
import { localDateSchema } from '../schemas';
import { FEEDBACK_FOR, FEEDBACK_TONES } from './codes';

/** What goes on between sessions: exercises at home, feedback, reports and their answers. */
export const progressEvents = {
  /** Texts: exercises, advice. */
  HomeProgrammeGiven: z.object({
    daysPerWeek: z.number().int().min(1).max(7),
    until: localDateSchema.nullable(),
  }),
  /** Days done of days asked, in a period. Texts: words. */
  HomeProgrammeAdherenceReported: z.object({
    programmeId: idSchema<EntryId>(),
    from: localDateSchema,
    to: localDateSchema,
    daysDone: z.number().int().min(0),
    daysAsked: z.number().int().min(0),
  }),
  /** Texts: words. */
  PatientFeedbackRecorded: z.object({
    for: z.enum(FEEDBACK_FOR),
    tone: z.enum(FEEDBACK_TONES),
    sessionId: idSchema<SessionId>().nullable(),
  }),
  /** Texts: report. */
  ProgressReported: z.object({
    recipient: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('REFERRER') }),
      z.object({ kind: z.literal('STAFF'), staffId: idSchema<StaffId>() }),
    ]),
    from: localDateSchema,
    to: localDateSchema,
    /** The versions of goals that it is about, as they were then. */
    goals: z.array(z.object({ goalId: idSchema<GoalId>(), version: idSchema<EntryId>() })),
  }),
  /** Texts: answer, saidBy. */
  ReportAcknowledged: z.object({ reportId: idSchema<EntryId>() }),
};
