import { z } from 'zod';
import { idSchema, type AuthorizationId, type SessionId, type StaffId } from '../ids';
import { codeSchema, instantSchema } from '../schemas';
import { MISS_REASONS, PRESSURES, TECHNIQUES } from './codes';
import { deviationSchema, observationSchema, slotSchema } from './values';

const treatmentSchema = z.object({
  techniques: z.array(z.enum(TECHNIQUES)),
  sites: z.array(codeSchema),
  pressure: z.enum(PRESSURES).nullable(),
});

/** Bookings and sessions. */
export const sessionEvents = {
  SessionScheduled: z.object({
    sessionId: idSchema<SessionId>(),
    slot: slotSchema,
    therapistId: idSchema<StaffId>(),
    techniques: z.array(z.enum(TECHNIQUES)),
  }),
  /** Texts: reason. */
  SessionCancelled: z.object({ sessionId: idSchema<SessionId>() }),
  /** Texts: reason. */
  SessionMissed: z.object({
    sessionId: idSchema<SessionId>(),
    reason: z.enum(MISS_REASONS),
  }),
  SessionStarted: z.object({
    sessionId: idSchema<SessionId>(),
    therapistId: idSchema<StaffId>(),
    startedAt: instantSchema,
    planned: treatmentSchema,
    authorizationId: idSchema<AuthorizationId>(),
    contraindicationsAsked: z.boolean(),
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
  }),
};
