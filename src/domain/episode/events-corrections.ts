import { z } from 'zod';
import { idSchema, type EntryId } from '../ids';
import { codeSchema, instantSchema } from '../schemas';

/** What is said anew of an entry; applied before the fold (`../effective.ts`). */
export const correctionEvents = {
  /** Texts: those of the entry that changed, and correctionReason. */
  EntryCorrected: z.object({
    entryId: idSchema<EntryId>(),
    entryType: codeSchema,
    /** `schemaVersion` of the entry's type at which the replacement was written. */
    entrySchemaVersion: z.number().int().positive(),
    replacement: z.record(z.string(), z.unknown()),
    occurredAt: instantSchema.optional(),
  }),
  /** Texts: correctionReason. */
  EntryMarkedInError: z.object({ entryId: idSchema<EntryId>(), entryType: codeSchema }),
};
