import { z } from 'zod';
import { idSchema, type EntryId, type ObservationId, type StaffId } from '../ids';
import { THRESHOLD_TYPES } from '../outcomes/instrument';
import { ITEM_ID } from '../outcomes/scoring';
import type { Facts } from '../rule';
import { clearTextSchema, codeSchema, instantSchema, localDateSchema } from '../schemas';
import {
  AGE_BANDS,
  DURATION_BANDS,
  OBSERVATION_MODES,
  OCCASIONS,
  PAYER_CLASSES,
  RECALLS,
  SEXES,
  TECHNIQUES,
} from './codes';

/** What is measured, where: `NPRS` of the neck and `NPRS` of the knee are two measures. */
export const measureSchema = z.object({
  instrument: codeSchema,
  bodySite: codeSchema.nullable(),
});
export type Measure = Readonly<z.infer<typeof measureSchema>>;

/** One text for a measure, as key in rows and maps: `NPRS` or `NPRS/NECK`. */
export function measureKey(measure: Measure): string {
  return measure.bodySite === null
    ? measure.instrument
    : `${measure.instrument}/${measure.bodySite}`;
}

/** One scored instrument at one moment: the same shape everywhere. */
export const observationSchema = z.object({
  id: idSchema<ObservationId>(),
  instrument: codeSchema,
  instrumentVersion: codeSchema,
  bodySite: codeSchema.nullable(),
  score: z.number(),
  /** Item answers as given; absent where only the score was. PSFS: by activity id. */
  items: z.record(z.string().regex(ITEM_ID), z.number().nullable()).optional(),
  occasion: z.enum(OCCASIONS),
  recall: z.enum(RECALLS).nullable(),
  mode: z.enum(OBSERVATION_MODES).nullable(),
});
export type Observation = Readonly<z.infer<typeof observationSchema>>;

/** What later figures need of an instrument, as it was when it was used. */
export const measureRulesSchema = z.object({
  instrument: codeSchema,
  min: z.number(),
  max: z.number(),
  better: z.enum(['lower', 'higher']),
  threshold: z
    .object({
      value: z.number(),
      percent: z.number().nullable(),
      type: z.enum(THRESHOLD_TYPES),
      source: clearTextSchema(1, 300),
    })
    .nullable(),
});
export type MeasureRules = Readonly<z.infer<typeof measureRulesSchema>>;

export const referrerSchema = z.object({
  /** The referrer's own identifier (a national number, a practice code); null: unknown. */
  id: codeSchema.nullable(),
  role: codeSchema,
  /** When the referrer also works here. */
  staffId: idSchema<StaffId>().nullable(),
});

export const prescriptionSchema = z.object({
  number: codeSchema.nullable(),
  issuedOn: localDateSchema,
  validUntil: localDateSchema.nullable(),
  visits: z.number().int().positive().nullable(),
  /** What the referrer asks for; absent: left to the therapist. */
  techniquesOrdered: z.array(z.enum(TECHNIQUES)).optional(),
  /** What the referrer rules out. */
  techniquesBarred: z.array(z.enum(TECHNIQUES)).optional(),
});

export const diagnosisSchema = z.object({
  system: z.literal('ICD-10'),
  code: z.string().regex(/^[A-Z]\d{2}(\.\d{1,4})?$/, 'an ICD-10 code such as M54.5'),
  assertedBy: z.object({ role: codeSchema }),
});

/** Coarse and clear, so that figures survive the erasure of a person. */
export const caseMixSchema = z.object({
  ageBand: z.enum(AGE_BANDS),
  sex: z.enum(SEXES),
  symptomDuration: z.enum(DURATION_BANDS),
  payerClass: z.enum(PAYER_CLASSES),
});
export type CaseMix = Readonly<z.infer<typeof caseMixSchema>>;

/** Where an imported entry came from; the source line itself is a sealed text. */
export const importSourceSchema = z.object({
  source: codeSchema,
  line: z.number().int().positive(),
});

export const labelsSchema = z.record(codeSchema, codeSchema);

/** A rule that a recorded fact broke. */
export const deviationSchema = z.object({
  code: codeSchema,
  facts: z.record(
    z.string(),
    z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())]),
  ),
});

/** Facts as the stored shape wants them: plain values, own lists. */
export function storedFacts(
  facts: Facts,
): Record<string, string | number | boolean | null | string[]> {
  const copy: Record<string, string | number | boolean | null | string[]> = {};
  for (const [name, value] of Object.entries(facts)) {
    copy[name] = typeof value === 'object' && value !== null ? [...value] : value;
  }
  return copy;
}

export const evidenceSchema = z.object({
  kind: z.enum(['OBSERVATION', 'REACTION', 'FEEDBACK']),
  id: idSchema<ObservationId | EntryId>(),
});
export type Evidence = Readonly<z.infer<typeof evidenceSchema>>;

/** Observations that count for a goal's version lie in [from, to). */
export const windowSchema = z.object({ from: instantSchema, to: instantSchema });

/** Importance or difficulty: 1 a little, 2 moderately, 3 very. */
export const weightSchema = z.union([z.literal(1), z.literal(2), z.literal(3)]);
export type Weight = z.infer<typeof weightSchema>;

/** −2 much less than expected … +2 much more. */
export const gasLevelSchema = z.union([
  z.literal(-2),
  z.literal(-1),
  z.literal(0),
  z.literal(1),
  z.literal(2),
]);
export type GasLevelGiven = z.infer<typeof gasLevelSchema>;

export const gasLevelsSchema = z.object({
  /** Level at the start: −1, or −2 where it cannot get worse. */
  baseline: z.union([z.literal(-1), z.literal(-2)]),
});

export const slotSchema = z.object({ from: instantSchema, to: instantSchema });
export type Slot = Readonly<z.infer<typeof slotSchema>>;
