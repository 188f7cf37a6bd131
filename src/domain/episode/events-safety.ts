import { z } from 'zod';
import { idSchema, type EntryId, type StaffId } from '../ids';
import { codeSchema, localDateSchema } from '../schemas';
import { barsSchema } from './bars';

/** Who vouches for a clearance or a resolution. */
const authoritySchema = z.object({
  role: codeSchema,
  /** When the person also works here. */
  staffId: idSchema<StaffId>().nullable(),
});

/** Contraindications. One is known by the id of the entry that recorded it. */
export const safetyEvents = {
  /** Texts: words. */
  ContraindicationRecorded: z.object({
    kind: codeSchema,
    bodySite: codeSchema.nullable(),
    /** Not to be done while it is there, with or without a clearance. */
    bars: barsSchema,
    /** Not to be done without a clearance; null: absolute, nothing could be permitted. */
    untilCleared: barsSchema.nullable(),
    rules: z.object({
      policy: codeSchema,
      clearedBy: z.array(codeSchema),
      resolvedBy: z.array(codeSchema),
    }),
  }),
  /** Texts: clearedByName, words (conditions as they were put). */
  ContraindicationCleared: z.object({
    contraindicationId: idSchema<EntryId>(),
    by: authoritySchema,
    /** What it rests on: a letter, an order, its number. */
    authority: codeSchema,
    /** What is still not to be done. */
    conditions: barsSchema,
    /** Last day, inclusive; null: until it is resolved. */
    until: localDateSchema.nullable(),
  }),
  /** Texts: resolvedByName, evidence. */
  ContraindicationResolved: z.object({
    contraindicationId: idSchema<EntryId>(),
    by: authoritySchema,
  }),
};
