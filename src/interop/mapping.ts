import { parse as parseYaml } from 'yaml';
import { z } from 'zod';
import {
  ASSESSMENT_KINDS,
  DISCHARGE_REASONS,
  OBSERVATION_MODES,
  PAYER_CLASSES,
  RECALLS,
  SEXES,
} from '../domain/episode/codes';
import { policySchema } from '../domain/policy/policy';
import { codeSchema, localDateSchema, zoneSchema } from '../domain/schemas';

/**
 * How the columns of a clinic's sheet become history: the schema of the mapping file (YAML 1.2).
 * Days are whole days since the referral; day 0 is its day.
 */

const column = z.string().min(1).describe('The name of a column, as in the header of the sheet.');
const template = z.string().includes('{value}', { message: 'must contain {value}' }).max(150);
const uuidByValue = z.record(z.string(), z.uuid().toLowerCase());

/** A value that is the same for every line, or that a column gives. */
export type Value<T extends string = string> =
  | { readonly fixed: T }
  | {
      readonly column: string;
      /** What each content of the cell means; absent: the content itself. */
      readonly values: Readonly<Record<string, T>> | null;
      /** What an empty cell means; null: nothing. */
      readonly empty: T | null;
      /** The contents allowed where there is no `values`; null: any. */
      readonly allowed: readonly string[] | null;
      /** What is wrong with a content that stands for itself; null: nothing. */
      readonly complaint: (text: string) => string | null;
    };

/** `PHYSICIAN`, or `{ column: arm, values: { a: ACTIVE }, empty: CONTROL }`. */
function value<T extends string>(item: z.ZodType<T>, allowed: readonly string[] | null = null) {
  const shape = z
    .strictObject({
      fixed: item.optional(),
      column: column.optional(),
      values: z.record(z.string(), item).optional().describe('Meaning of each content.'),
      empty: item.optional().describe('Meaning of an empty cell.'),
    })
    .refine(({ fixed, column: from }) => (fixed === undefined) !== (from === undefined), {
      message: 'must be one value, or name a column',
    });
  const complaint = (text: string) => item.safeParse(text).error?.issues[0]?.message ?? null;
  const plain = (given: unknown) =>
    typeof given === 'string' || typeof given === 'number' ? { fixed: String(given) } : given;
  return z.preprocess(plain, shape).transform((given): Value<T> => {
    if (given.fixed !== undefined) return { fixed: given.fixed };
    const { values = null, empty = null } = given;
    // One of both is there: checked above.
    return { column: given.column ?? '', values, empty, allowed, complaint };
  });
}

const coded = <const T extends readonly string[]>(codes: T) => value(z.enum(codes), codes);

const observation = z
  .strictObject({
    instrument: codeSchema.describe('A built-in instrument, or one of `measures`.'),
    bodySite: codeSchema.optional().describe('Where it was measured, such as NECK.'),
    column: column.optional().describe('Holds the score; an empty cell: not measured.'),
    items: z
      .array(column)
      .min(1)
      .optional()
      .describe('Columns of items 1 … n, instead of a score.'),
    recall: z.enum(RECALLS).nullable().default(null).describe('The time asked about.'),
    mode: z.enum(OBSERVATION_MODES).nullable().default(null).describe('Who gave the answer.'),
  })
  .refine(({ column: score, items }) => (score === undefined) !== (items === undefined), {
    message: 'needs either `column` (a score) or `items` (one column an item)',
  });

const dayNumber = z.number().int().min(0).max(36_500);

const assessment = z
  .strictObject({
    kind: z.enum(ASSESSMENT_KINDS).describe('DISCHARGE is recorded with the discharge itself.'),
    day: dayNumber.optional().describe('Days since the referral.'),
    dateColumn: column.optional().describe('Holds its date, instead of `day`.'),
    observations: z.array(observation).min(1),
  })
  .refine(
    ({ kind, day, dateColumn }) =>
      kind === 'DISCHARGE'
        ? day === undefined && dateColumn === undefined
        : (day === undefined) !== (dateColumn === undefined),
    { message: 'needs either `day` or `dateColumn`; DISCHARGE has the day of the discharge' },
  );

const referral = z
  .strictObject({
    date: localDateSchema.optional().describe('The day of every referral.'),
    dateColumn: column.optional().describe('Holds the day of the referral, instead of `date`.'),
    referrer: z.strictObject({
      role: value(codeSchema).describe('A role that may refer, such as PHYSICIAN.'),
      id: value(codeSchema).optional().describe("The referrer's own number or code."),
      name: value(z.string().max(200)).optional().describe('Kept sealed.'),
      organisation: value(z.string().max(200)).optional(),
    }),
    diagnosis: z.strictObject({
      code: value(z.string().regex(/^[A-Z]\d{2}(\.\d{1,4})?$/, 'an ICD-10 code such as M54.2')),
      assertedBy: value(codeSchema).describe('A role that may diagnose.'),
    }),
    bodySite: value(codeSchema).optional(),
  })
  .refine(({ date, dateColumn }) => (date === undefined) !== (dateColumn === undefined), {
    message: 'needs either `date` or `dateColumn`',
  });

const discharge = z
  .strictObject({
    day: dayNumber.optional().describe('Days since the referral.'),
    dateColumn: column.optional().describe('Holds its date; an empty cell: still in care.'),
    withdrawalDay: dayNumber
      .optional()
      .describe('Instead of `day` where the reason is not empty and no final score is there.'),
    reason: coded(DISCHARGE_REASONS),
    missingBecause: value(z.string().max(500))
      .optional()
      .describe('Why there is no final score; kept sealed.'),
  })
  .refine(({ day, dateColumn }) => (day === undefined) !== (dateColumn === undefined), {
    message: 'needs either `day` or `dateColumn`',
  });

const mappingSchema = z
  .strictObject({
    source: codeSchema.max(60).describe('Names the sheet for ever: ids are made from it.'),
    zone: zoneSchema.describe('The IANA time zone of the days in the sheet and of its clinics.'),
    csv: z
      .strictObject({
        delimiter: z.string().length(1).default(',').describe('Between cells; tab is "\\t".'),
        quote: z.string().length(1).default('"').describe('Around cells that hold a delimiter.'),
        encoding: z.enum(['utf-8', 'windows-1252', 'utf-16le']).default('utf-8'),
      })
      .default({ delimiter: ',', quote: '"', encoding: 'utf-8' }),
    dateFormat: z
      .enum(['YYYY-MM-DD', 'DD.MM.YYYY', 'DD/MM/YYYY', 'MM/DD/YYYY'])
      .default('YYYY-MM-DD')
      .describe('How dates in cells are written.'),
    decimalComma: z.boolean().default(false).describe('Numbers in cells are written 7,5.'),
    clinic: z.strictObject({
      column: column.optional().describe('Tells clinics apart; absent: there is one.'),
      name: z.string().min(1).max(150).describe('Of a clinic that is made; {value}: the cell.'),
      ids: uuidByValue.default({}).describe('Clinics that exist already, by content of the cell.'),
    }),
    therapist: z
      .strictObject({
        column,
        name: template.describe('Of a therapist that is made; {value}: the cell.'),
        ids: uuidByValue.default({}).describe('Staff that exist already, by content of the cell.'),
        when: z
          .strictObject({ column, is: z.string() })
          .optional()
          .describe('Assigns only where this column holds this.'),
      })
      .optional(),
    patient: z.strictObject({
      id: column.optional().describe('Tells patients apart; absent: each line is another one.'),
      name: column.optional().describe('Absent or empty: "Imported patient" and the id.'),
      birthDate: column.optional(),
      number: column.optional().describe("The clinic's own number for the patient."),
    }),
    caseMix: z
      .strictObject({
        ageYears: column.optional(),
        sex: coded(SEXES).optional(),
        symptoms: z
          .strictObject({ column, unit: z.enum(['weeks', 'months', 'years']) })
          .optional()
          .describe('How long the complaint has lasted at the referral.'),
        payerClass: coded(PAYER_CLASSES).optional(),
      })
      .default({}),
    referral,
    labels: z.record(codeSchema, value(codeSchema)).default({}).describe('Codes, never names.'),
    measures: policySchema.shape.customMeasures.default([]),
    primary: z.strictObject({ instrument: codeSchema, bodySite: codeSchema.optional() }),
    assessments: z.array(assessment).min(1),
    discharge: discharge.optional(),
  })
  .superRefine((mapping, context) => {
    for (const message of contradictions(mapping)) context.addIssue({ code: 'custom', message });
  });

export type Mapping = z.infer<typeof mappingSchema>;
export type MappedAssessment = Mapping['assessments'][number];
export type MappedObservation = MappedAssessment['observations'][number];

function contradictions(mapping: {
  readonly assessments: readonly z.infer<typeof assessment>[];
  readonly primary: { readonly instrument: string; readonly bodySite?: string | undefined };
  readonly discharge?: z.infer<typeof discharge> | undefined;
}): string[] {
  const { assessments, primary } = mapping;
  const found: string[] = [];
  const initial = assessments.filter(({ kind }) => kind === 'INITIAL');
  if (initial.length !== 1) found.push('assessments: exactly one must be of kind INITIAL');
  const final = assessments.filter(({ kind }) => kind === 'DISCHARGE');
  if (final.length > 1) found.push('assessments: at most one can be of kind DISCHARGE');
  if (final.length > 0 && !mapping.discharge) {
    found.push('discharge: is needed for the assessment of kind DISCHARGE');
  }
  const observed = initial.some(({ observations }) =>
    observations.some((one) => isPrimary(one, primary)),
  );
  if (!observed) found.push('primary: must be among the observations of the INITIAL assessment');
  const places = assessments.map(({ kind, day, dateColumn }) => [kind, day, dateColumn].join());
  if (new Set(places).size < places.length) {
    found.push('assessments: two of one kind at one day; put their observations together');
  }
  return found;
}

/** Whether an observation is of the measure that the episodes are judged by. */
export function isPrimary(
  observed: Pick<MappedObservation, 'instrument' | 'bodySite'>,
  primary: Mapping['primary'],
): boolean {
  return observed.instrument === primary.instrument && observed.bodySite === primary.bodySite;
}

/** The mapping file is not usable; each line of the message is one complaint with its place. */
export class BadMapping extends Error {
  override readonly name = 'BadMapping';
}

/** Parses a mapping file. Throws `BadMapping` that says where and what. */
export function parseMapping(text: string): Mapping {
  let content: unknown;
  try {
    content = parseYaml(text);
  } catch (error) {
    throw new BadMapping(`it is not YAML: ${firstLine(error)}`);
  }
  const parsed = mappingSchema.safeParse(content);
  if (parsed.success) return parsed.data;
  throw new BadMapping(
    parsed.error.issues.map(({ path, message }) => `${placeOf(path)}${message}`).join('\n'),
  );
}

function placeOf(path: readonly PropertyKey[]): string {
  if (path.length === 0) return '';
  const text = path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`));
  return `${text.join('').replace(/^\./, '')}: `;
}

function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split('\n')[0] ?? text;
}

/** Every column that the mapping names, each once. */
export function columnsOf(mapping: Mapping): string[] {
  const { clinic, therapist, patient, caseMix, referral: sent, discharge: ended } = mapping;
  const { referrer, diagnosis } = sent;
  const values = [
    ...[caseMix.sex, caseMix.payerClass, sent.bodySite, ended?.reason, ended?.missingBecause],
    ...[diagnosis.code, diagnosis.assertedBy, referrer.role, referrer.id],
    ...[referrer.name, referrer.organisation, ...Object.values(mapping.labels)],
  ];
  const named = [
    ...[clinic.column, therapist?.column, therapist?.when?.column, sent.dateColumn],
    ...[patient.id, patient.name, patient.birthDate, patient.number, ended?.dateColumn],
    ...[caseMix.ageYears, caseMix.symptoms?.column],
    ...values.map((one) => (one && 'column' in one ? one.column : undefined)),
    ...mapping.assessments.flatMap(({ dateColumn, observations }) => [
      dateColumn,
      ...observations.flatMap(({ column: score, items }) => [score, ...(items ?? [])]),
    ]),
  ];
  return [...new Set(named.filter((name) => name !== undefined))];
}
