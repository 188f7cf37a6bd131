import { z } from 'zod';
import { idSchema, type ClinicId } from '../ids';
import {
  clearLinesSchema,
  clearTextSchema,
  instantSchema,
  localDateSchema,
  zoneSchema,
  type EventsOf,
} from '../schemas';

/**
 * Streams `clinic-<id>`. Names and shapes are the storage format: add, never edit. Words of a
 * reason are sealed.
 */
export const clinicEvents = {
  ClinicOpened: z.object({
    clinicId: idSchema<ClinicId>(),
    name: clearTextSchema(1, 200),
    zone: zoneSchema,
    address: clearLinesSchema(500),
    since: instantSchema,
  }),
  ClinicZoneChanged: z.object({
    zone: zoneSchema,
    /** Days are those of the zone for what happens from here on; what was before stays. */
    since: instantSchema,
  }),
  ClinicClosed: z.object({
    /** Last day of care, inclusive. */
    lastDay: localDateSchema,
  }),
};
export type ClinicEvent = EventsOf<typeof clinicEvents>;
