import { z } from 'zod';
import { codeSchema } from '../schemas';

const thresholdSchema = z.object({
  /** Points of the measure. */
  value: z.number().positive(),
  /** Also at least this share of the baseline, in percent. */
  percent: z.number().positive().optional(),
  type: z.enum(['MCID', 'MDC']),
  source: z.string().min(1).max(300),
});

const customMeasureSchema = z
  .object({
    code: codeSchema.regex(/^[A-Z][A-Z0-9_]*$/, 'SCREAMING_SNAKE, starting with a letter'),
    name: z.string().min(1).max(120),
    unit: z.string().min(1).max(40),
    min: z.number(),
    max: z.number(),
    better: z.enum(['lower', 'higher']),
    /** Zero is a true zero: a change in percent has a meaning. */
    trueZero: z.boolean(),
    threshold: thresholdSchema.nullable(),
  })
  .refine((measure) => measure.min < measure.max, 'min must be below max');

const conditionSchema = z.object({
  code: codeSchema,
  name: z.string().min(1).max(120),
  /** ICD-10 prefixes that mean this condition; the longest match wins. */
  icd10: z.array(z.string().regex(/^[A-Z]\d{2}(\.\d{1,4})?$/)).min(1),
  /** Specialty that a treating therapist needs. */
  specialty: codeSchema.nullable(),
});

/** What sources disagree on: data, versioned, with the version named by each decision. */
export const policySchema = z.object({
  /** A name people use, e.g. `2026-1`. */
  version: codeSchema,
  /** Roles that may refer a patient. */
  referringRoles: z.array(codeSchema).min(1),
  /** Roles that may assert a diagnosis. */
  diagnosingRoles: z.array(codeSchema).min(1),
  /** Documentation later than this is a late entry and needs a reason. */
  lateEntryHours: z.number().positive(),
  /** An open episode without a session for this long has lapsed. */
  lapseDays: z.number().positive(),
  /** A caseload flag: no session for this long. */
  noSessionDays: z.number().positive(),
  openGoalsMax: z.number().int().positive(),
  /** Length of a session: outside usual is a warning, above the maximum a deviation. */
  sessionMinutes: z.object({
    usualMin: z.number().positive(),
    usualMax: z.number().positive(),
    max: z.number().positive(),
  }),
  /** Observations that count for a goal lie this near its due date. */
  goalWindowDays: z.object({ before: z.number().min(0), after: z.number().min(0) }),
  /** A final score lies this near the last session. */
  finalWindowDays: z.number().min(0),
  conditions: z.array(conditionSchema),
  /** Techniques that need a certificate (a specialty of the therapist). */
  techniqueCertificates: z.record(z.string(), codeSchema),
  customMeasures: z.array(customMeasureSchema),
});

/** Rules as data. Units: hours, days, minutes as named. */
export type Policy = Readonly<z.infer<typeof policySchema>>;
