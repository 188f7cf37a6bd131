import { z } from 'zod';
import { idSchema, type AuthorizationId, type SessionId, type StaffId } from '../ids';
import { instantSchema } from '../schemas';
import { treatmentSchema } from './bars';
import { MISS_REASONS, TECHNIQUES } from './codes';
import { screeningSchema } from './screening';
import { deviationSchema, observationSchema, slotSchema } from './values';

/** Bookings and sessions. */
export const sessionEvents = {
  SessionScheduled: z.object({
    sessionId: idSchema<SessionId>(),
    slot: slotSchema,
    therapistId: idSchema<StaffId>(),
    techniques: z.array(z.enum(TECHNIQUES)),
  }),
  /** Texts: reason. */
  SessionRescheduled: z.object({
    sessionId: idSchema<SessionId>(),
    slot: slotSchema,
    therapistId: idSchema<StaffId>(),
  }),
  /** Texts: reason. */
  SessionCancelled: z.object({ sessionId: idSchema<SessionId>() }),
  /** Texts: reason. */
  SessionMissed: z.object({
    sessionId: idSchema<SessionId>(),
    reason: z.enum(MISS_REASONS),
  }),
  /** Version 1 had `contraindicationsAsked` in place of the screening (see `screening.ts`). */
  SessionStarted: z.object({
    sessionId: idSchema<SessionId>(),
    therapistId: idSchema<StaffId>(),
    startedAt: instantSchema,
    planned: treatmentSchema,
    authorizationId: idSchema<AuthorizationId>(),
    screening: screeningSchema,
  }),
  /** Texts: response, notes, homeAdvice, stoppedBecause, reason (of deviations). */
  SessionCompleted: z.object({
    sessionId: idSchema<SessionId>(),
    therapistId: idSchema<StaffId>(),
    startedAt: instantSchema,
    endedAt: instantSchema,
    given: treatmentSchema,
    breaks: z.number().int().min(0),
    observations: z.array(observationSchema),
    stoppedEarly: z.boolean(),
    authorizationId: idSchema<AuthorizationId>().nullable(),
    deviations: z.array(deviationSchema),
    /** Written up with it; absent: as at its start, or not recorded. */
    screening: screeningSchema.optional(),
  }),
};
