import { z } from 'zod';
import { ROLES } from '../envelope';
import { idSchema, type ClinicId, type EntryId, type StaffId } from '../ids';
import { clearTextSchema, codeSchema, localDateSchema, type EventsOf } from '../schemas';

/**
 * Streams `staff-<id>`; the id is a UUID v5 of issuer and subject, so a person exists once.
 * Names and shapes are the storage format: add, never edit. The person's name, a licence's
 * number and words of a reason are sealed.
 */
export const staffEvents = {
  StaffRegistered: z.object({
    staffId: idSchema<StaffId>(),
    /** Who vouches for the sign-in, and under which name: from the bearer token. */
    issuer: clearTextSchema(1, 500),
    subject: clearTextSchema(1, 255),
  }),
  RoleGranted: z.object({
    role: z.enum(ROLES),
    /** None: every clinic. */
    clinics: z.array(idSchema<ClinicId>()),
    from: localDateSchema,
    to: localDateSchema.nullable(),
  }),
  RoleWithdrawn: z.object({
    grantId: idSchema<EntryId>(),
    role: z.enum(ROLES),
    /** Last day it is held. */
    lastDay: localDateSchema,
  }),
  CredentialRecorded: z.object({
    licence: codeSchema,
    issuer: clearTextSchema(1, 200),
    since: localDateSchema,
    validUntil: localDateSchema,
  }),
  CredentialRevoked: z.object({
    credentialId: idSchema<EntryId>(),
    from: localDateSchema,
  }),
  SpecialtyRecorded: z.object({ code: codeSchema, since: localDateSchema }),
  /** On the stream of who covers. */
  CoverGranted: z.object({
    /** Whose patients. */
    therapistId: idSchema<StaffId>(),
    from: localDateSchema,
    /** Last day, inclusive. */
    to: localDateSchema,
  }),
  CoverEnded: z.object({
    coverId: idSchema<EntryId>(),
    lastDay: localDateSchema,
  }),
  StaffRetired: z.object({
    /** Last day of work: roles and covers end with it. */
    lastDay: localDateSchema,
  }),
};
export type StaffEvent = EventsOf<typeof staffEvents>;
