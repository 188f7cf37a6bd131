import { z } from 'zod';
import { THRESHOLD_TYPES } from '../outcomes/instrument';
import { isBuiltIn } from '../outcomes/instruments';
import { PAYER_CLASSES } from '../episode/codes';
import { clearTextSchema, codeSchema } from '../schemas';
import { conditionSchema } from './conditions';
import { contraindicationKindSchema } from './contraindications';

/** Ten years, a year, a day: a number beyond is a slip, and its dates may leave the calendar. */
const DAYS_MAX = 3_650;
const HOURS_MAX = 24 * 365;
const MINUTES_MAX = 24 * 60;
const OPEN_GOALS_MAX = 50;
const RETENTION_YEARS_MAX = 100;

const thresholdSchema = z.object({
  /** Points of the measure. */
  value: z.number().positive(),
  /** Also at least this share of the baseline, in percent. */
  percent: z.number().positive().optional(),
  type: z.enum(THRESHOLD_TYPES),
  source: clearTextSchema(1, 300),
  /** Whom it was found for, e.g. `chronic low-back pain, outpatients`. */
  population: clearTextSchema(1, 300).optional(),
});

const customMeasureSchema = z
  .object({
    code: codeSchema.regex(/^[A-Z][A-Z0-9_]*$/, 'SCREAMING_SNAKE, starting with a letter'),
    name: clearTextSchema(1, 120),
    unit: clearTextSchema(1, 40),
    min: z.number(),
    max: z.number(),
    better: z.enum(['lower', 'higher']),
    /** Zero is a true zero: a change in percent has a meaning. */
    trueZero: z.boolean(),
    threshold: thresholdSchema.nullable(),
  })
  .refine((measure) => measure.min < measure.max, 'min must be below max');

/** What sources disagree on: data, versioned, with the version named by each decision. */
export const policySchema = z.object({
  /** A name people use, e.g. `2026-1`. */
  version: codeSchema,
  /** Roles that may refer a patient. */
  referringRoles: z.array(codeSchema).min(1),
  /** Roles that may assert a diagnosis. */
  diagnosingRoles: z.array(codeSchema).min(1),
  /** Documentation later than this is a late entry and needs a reason. */
  lateEntryHours: z.number().positive().max(HOURS_MAX),
  /** An open episode without a session for this long has lapsed. */
  lapseDays: z.number().positive().max(DAYS_MAX),
  /** A caseload flag: no session for this long. */
  noSessionDays: z.number().positive().max(DAYS_MAX),
  /** A discharge may be taken back for so long; absent: 90 days. */
  reopenDays: z.number().int().min(0).max(DAYS_MAX).optional(),
  openGoalsMax: z.number().int().positive().max(OPEN_GOALS_MAX),
  /** Length of a session: outside usual is a warning, above the maximum a deviation. */
  sessionMinutes: z.object({
    usualMin: z.number().positive().max(MINUTES_MAX),
    usualMax: z.number().positive().max(MINUTES_MAX),
    max: z.number().positive().max(MINUTES_MAX),
  }),
  /** Observations that count for a goal lie this near its due date. */
  goalWindowDays: z.object({
    before: z.number().min(0).max(DAYS_MAX),
    after: z.number().min(0).max(DAYS_MAX),
  }),
  /** A final score lies this near the last session. */
  finalWindowDays: z.number().min(0).max(DAYS_MAX),
  /** A record is kept this long after the last day of care; absent: as the default policy. */
  retentionYears: z.number().int().min(0).max(RETENTION_YEARS_MAX).optional(),
  conditions: z.array(conditionSchema),
  /** Techniques that need a certificate (a specialty of the therapist). */
  techniqueCertificates: z.record(codeSchema, codeSchema),
  /** Absent, as in policies from before they were: those of the default policy. */
  contraindications: z.array(contraindicationKindSchema).optional(),
  /** Kinds asked before every session; absent: as above. */
  screening: z.array(codeSchema).optional(),
  /** When a plan of care wants to be certified by the referrer; absent: never. */
  planCertification: z
    .object({
      /** Conditions (codes) that ask for it. */
      conditions: z.array(codeSchema),
      /** Payers that ask for it. */
      payers: z.array(z.enum(PAYER_CLASSES)),
      /** Days after the plan's first by which it is certified. */
      withinDays: z.number().int().positive().max(DAYS_MAX),
      /** Days for which a certification holds. */
      everyDays: z.number().int().positive().max(DAYS_MAX),
    })
    .optional(),
  customMeasures: z
    .array(customMeasureSchema)
    .refine((all) => !all.some(({ code }) => isBuiltIn(code)), 'a built-in instrument has the code')
    .refine((all) => new Set(all.map(({ code }) => code)).size === all.length, 'a code twice'),
  /** By code of a built-in instrument: goes before its own threshold. */
  thresholds: z
    .record(codeSchema, thresholdSchema)
    .refine((byCode) => Object.keys(byCode).every(isBuiltIn), 'only of built-in instruments')
    .optional(),
});

/** Rules as data. Units: hours, days, minutes as named. */
export type Policy = Readonly<z.infer<typeof policySchema>>;
