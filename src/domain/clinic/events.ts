import { z } from 'zod';
import { idSchema, type ClinicId } from '../ids';
import {
  clearLinesSchema,
  clearTextSchema,
  instantSchema,
  zoneSchema,
  type EventsOf,
} from '../schemas';

/** Streams `clinic-<id>`. Names and shapes are the storage format: add, never edit. */
export const clinicEvents = {
  ClinicOpened: z.object({
    clinicId: idSchema<ClinicId>(),
    name: clearTextSchema(1, 200),
    zone: zoneSchema,
    address: clearLinesSchema(500),
    since: instantSchema,
  }),
};
export type ClinicEvent = EventsOf<typeof clinicEvents>;
