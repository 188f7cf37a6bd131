import { z } from 'zod';
import { idSchema, type EntryId } from '../ids';
import { codeSchema } from '../schemas';
import { deviationSchema } from './values';

/** The rule holds again, other facts took its place, or a person settled it. */
export const FINDING_ENDS = ['IN_ORDER', 'CHANGED', 'SETTLED'] as const;
export type FindingEnd = (typeof FINDING_ENDS)[number];

/** What the rules, asked again, say of entries that were recorded before. */
export const findingEvents = {
  /** A rule that an entry does not keep by what is known now. */
  FindingRaised: z.object({
    rule: codeSchema,
    facts: deviationSchema.shape.facts,
    entryId: idSchema<EntryId>(),
    entryType: codeSchema,
  }),
  /** Texts: words (of who settled it). */
  FindingClosed: z.object({
    /** The entry that raised it. */
    findingId: idSchema<EntryId>(),
    rule: codeSchema,
    entryId: idSchema<EntryId>(),
    how: z.enum(FINDING_ENDS),
  }),
};
