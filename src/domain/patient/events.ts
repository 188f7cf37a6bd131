import { z } from 'zod';
import { idSchema, type ClinicId, type PatientId } from '../ids';
import type { EventsOf } from '../schemas';

/**
 * Streams `patient-<id>`. Names and shapes are the storage format: add, never edit.
 * Name, birth date, number and contact are texts: sealed, never here.
 */
export const patientEvents = {
  PatientRegistered: z.object({
    patientId: idSchema<PatientId>(),
    clinicId: idSchema<ClinicId>(),
    /** HMAC-SHA256 under the organisation's search key, base64url, truncated to 96 bits. */
    searchTokens: z.array(z.string().regex(/^[\w-]{16}$/)),
  }),
};
export type PatientEvent = EventsOf<typeof patientEvents>;
