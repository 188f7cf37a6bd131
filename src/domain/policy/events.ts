import { z } from 'zod';
import { instantSchema, type EventsOf } from '../schemas';
import { policySchema } from './policy';

/** Stream `policy`. Names and shapes are the storage format: add, never edit. */
export const policyEvents = {
  PolicyAdopted: z.object({
    policy: policySchema,
    /** The rules hold from here on. */
    since: instantSchema,
  }),
};
export type PolicyEvent = EventsOf<typeof policyEvents>;
