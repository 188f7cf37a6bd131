import { z } from 'zod';
import { idSchema, parseStream, type ClinicId, type EntryId } from '../ids';
import { NUMBER_FIGURES, SHARE_FIGURES } from '../outcomes/figures';
import { instantSchema, type EventsOf } from '../schemas';

/** The questions whose answers may be frozen. */
export const FROZEN_QUERIES = [
  'OUTCOMES',
  'CONTROL_CHART',
  'FUNNEL',
  'GOAL_REVISIONS',
  'REFERRAL_FUNNEL',
] as const;
export type FrozenQuery = (typeof FROZEN_QUERIES)[number];

/** Clinics that something is of; null: the organisation as a whole. */
const clinicsSchema = z.array(idSchema<ClinicId>()).min(1).max(200).nullable();

/** Any JSON object: numbers and codes, never a name or free text. */
const plainSchema = z.record(z.string(), z.unknown());

const streamSchema = z
  .string()
  .max(80)
  .refine((name) => parseStream(name) !== null, 'not the name of a stream');

/** A month `YYYY-MM`. */
const monthSchema = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'not a month (YYYY-MM)');

/**
 * Stream `operations`. Names and shapes are the storage format: add, never edit. The name of a
 * report and the reason of a new stretch are sealed under the organisation's key.
 */
export const operationsEvents = {
  ReportFrozen: z.object({
    reportId: idSchema(),
    query: z.enum(FROZEN_QUERIES),
    /** As asked, with the clinics it ended at. */
    arguments: plainSchema,
    /** The answer as the service computed it. */
    result: plainSchema,
    /** The moment that it is of. */
    position: z.number().int().min(0),
    evaluatedAt: instantSchema,
    figuresVersion: z.number().int().min(1),
    clinics: clinicsSchema,
  }),
  ChartRebased: z.object({
    figure: z.enum([...SHARE_FIGURES, ...NUMBER_FIGURES]),
    clinics: clinicsSchema,
    /** First month of the new stretch. */
    month: monthSchema,
  }),
  /** An entry that cannot be shown is left out of its stream; the reason is sealed. */
  EntrySkipped: z.object({
    stream: streamSchema,
    entryId: idSchema<EntryId>(),
    version: z.number().int().min(0),
    /** Where the entry is in the log. */
    position: z.number().int().min(1),
  }),
  /** A parked stream is tried again as it is; the reason is sealed. */
  StreamRetried: z.object({ stream: streamSchema, position: z.number().int().min(1) }),
};
export type OperationsEvent = EventsOf<typeof operationsEvents>;
export type ReportFrozenData = Extract<OperationsEvent, { type: 'ReportFrozen' }>['data'];
export type EntrySkippedData = Extract<OperationsEvent, { type: 'EntrySkipped' }>['data'];
export type StreamRetriedData = Extract<OperationsEvent, { type: 'StreamRetried' }>['data'];
export type ChartRebasedData = Extract<OperationsEvent, { type: 'ChartRebased' }>['data'];
