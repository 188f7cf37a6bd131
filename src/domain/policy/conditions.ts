import { z } from 'zod';
import { clearTextSchema, codeSchema } from '../schemas';

export const FEWER_BREAKS = ['WARNING', 'DEVIATION'] as const;

/** What to mind with a condition: shown when a session is planned, asked when it was held. */
export const precautionsSchema = z.object({
  /** What people see, e.g. `SLOW_PACE`. */
  codes: z.array(codeSchema).min(1).max(20),
  /** Breaks that a session has at least. */
  breaksMin: z.number().int().min(0).max(50),
  /** What a session with fewer is. */
  fewerBreaks: z.enum(FEWER_BREAKS),
});

export const conditionSchema = z.object({
  code: codeSchema,
  name: clearTextSchema(1, 120),
  /** ICD-10 prefixes that mean this condition; the longest match wins. */
  icd10: z.array(z.string().regex(/^[A-Z]\d{2}(\.\d{1,4})?$/)).min(1),
  /** Specialty that a treating therapist needs. */
  specialty: codeSchema.nullable(),
  /** Absent: none. */
  precautions: precautionsSchema.optional(),
});
export type Condition = Readonly<z.infer<typeof conditionSchema>>;

function condition(
  code: string,
  name: string,
  icd10: string[],
  more: Partial<Pick<Condition, 'specialty' | 'precautions'>> = {},
): Condition {
  return { code, name, icd10, specialty: null, ...more };
}

/** Slow pace and breaks: heat and effort bring on symptoms in both, a convention of practice. */
const NEUROLOGICAL = {
  specialty: 'NEUROLOGICAL',
  precautions: {
    codes: ['SLOW_PACE', 'BREAKS'],
    breaksMin: 1,
    fewerBreaks: 'DEVIATION' as const,
  },
};

/**
 * Conditions of the default policy by the codes of ICD-10 (WHO, version 2019,
 * https://icd.who.int/browse10/2019/en); of chronic pain also those of ICD-10-CM (G89.2, G89.4),
 * which the WHO's classification has not.
 */
export const defaultConditions: readonly Condition[] = [
  condition('CHRONIC_PAIN', 'Chronic pain', ['R52.1', 'R52.2', 'F45.4', 'G89.2', 'G89.4']),
  condition('FIBROMYALGIA', 'Fibromyalgia', ['M79.7']),
  condition('OSTEOARTHRITIS', 'Osteoarthritis', ['M15', 'M16', 'M17', 'M18', 'M19', 'M47']),
  condition('RHEUMATOID_ARTHRITIS', 'Rheumatoid arthritis', ['M05', 'M06']),
  condition('HEADACHE', 'Migraine and tension headache', ['G43', 'G44', 'R51']),
  condition('LOW_BACK_PAIN', 'Low-back pain', ['M54.3', 'M54.4', 'M54.5']),
  condition('NECK_PAIN', 'Neck pain', ['M54.2', 'M53.0', 'M53.1']),
  condition('CARPAL_TUNNEL', 'Carpal tunnel syndrome', ['G56.0']),
  condition('WHIPLASH', 'Whiplash', ['S13.4']),
  condition('DISC_DISORDER', 'Disc herniation and degeneration', ['M50', 'M51']),
  // First joints and ligaments, without dislocations; then muscles and tendons.
  condition('SPRAIN_STRAIN', 'Sprain, strain or tear', [
    ...['S13.5', 'S13.6', 'S23.3', 'S23.4', 'S23.5', 'S33.5', 'S33.6', 'S33.7'],
    ...['S43.4', 'S43.5', 'S43.6', 'S43.7', 'S53.2', 'S53.3', 'S53.4'],
    ...['S63.3', 'S63.4', 'S63.5', 'S63.6', 'S63.7', 'S73.1'],
    ...['S83.2', 'S83.3', 'S83.4', 'S83.5', 'S83.6', 'S93.2', 'S93.4', 'S93.5', 'S93.6'],
    ...['S16', 'S29.0', 'S39.0', 'S46', 'S56', 'S66', 'S76', 'S86', 'S96', 'T06.4', 'M62.6'],
  ]),
  condition('SHOULDER_LESION', 'Shoulder lesion', ['M75']),
  condition('POST_SURGICAL', 'Rehabilitation after surgery', ['Z47', 'Z48', 'Z54.0', 'Z98'], {
    specialty: 'REHABILITATION',
  }),
  condition('SCAR', 'Scar', ['L90.5', 'L91.0'], { specialty: 'REHABILITATION' }),
  condition('PRE_OPERATIVE', 'Preparation for surgery', ['Z51.4']),
  condition('MULTIPLE_SCLEROSIS', 'Multiple sclerosis', ['G35'], NEUROLOGICAL),
  condition('PARKINSON', "Parkinson's disease", ['G20'], NEUROLOGICAL),
  condition('LUPUS', 'Lupus', ['M32']),
  condition('LYME_CHRONIC', 'Lyme disease, late', ['A69.2', 'M01.2']),
  condition('DIABETES_PAIN', 'Pain related to diabetes', [
    ...['E10.4', 'E11.4', 'E12.4', 'E13.4', 'E14.4', 'G59.0', 'G63.2'],
  ]),
  condition('HYPERTENSION_PAIN', 'Pain related to hypertension', [
    'I10',
    'I11',
    'I12',
    'I13',
    'I15',
  ]),
  condition('ANXIETY_SOMATIC', 'Anxiety with somatic symptoms', ['F40', 'F41']),
  condition('PTSD_SOMATIC', 'Post-traumatic stress with somatic symptoms', ['F43.1']),
  condition('DEPRESSION_SOMATIC', 'Depression with somatic symptoms', ['F32', 'F33', 'F34.1']),
  condition('INSOMNIA_SOMATIC', 'Insomnia with somatic symptoms', ['G47.0', 'F51.0']),
  condition('PREGNANCY_PAIN', 'Pregnancy-related pain', ['O26.7', 'O26.8', 'O99.8'], {
    specialty: 'PRENATAL',
  }),
];

/** A diagnosis that means a condition of the policy, with what treating it asks for. */
export const conditionTermsSchema = z.object({
  condition: codeSchema,
  specialty: codeSchema.nullable(),
  precautions: precautionsSchema.nullable(),
});
export type ConditionTerms = Readonly<z.infer<typeof conditionTermsSchema>>;

/** The condition that a code means, by the longest prefix; null: none of the policy's. */
export function conditionOfCode(conditions: readonly Condition[], code: string): Condition | null {
  let best: { readonly length: number; readonly condition: Condition } | null = null;
  for (const condition of conditions) {
    for (const prefix of condition.icd10) {
      if (!code.startsWith(prefix) || prefix.length <= (best?.length ?? 0)) continue;
      best = { length: prefix.length, condition };
    }
  }
  return best?.condition ?? null;
}

/** What the diagnoses mean, in their order, each once: the first one names the episode. */
export function conditionsOf(
  conditions: readonly Condition[],
  diagnoses: readonly { readonly code: string }[],
): ConditionTerms[] {
  const terms = new Map<string, ConditionTerms>();
  for (const { code } of diagnoses) {
    const meant = conditionOfCode(conditions, code);
    if (!meant || terms.has(meant.code)) continue;
    const { specialty, precautions } = meant;
    terms.set(meant.code, {
      condition: meant.code,
      specialty,
      precautions: precautions ?? null,
    });
  }
  return [...terms.values()];
}

/** Entries from before there were more name one condition and its specialty only. */
export function conditionSaid({
  condition,
  specialty,
}: Pick<ConditionTerms, 'specialty'> & { readonly condition: string | null }): ConditionTerms[] {
  return condition === null ? [] : [{ condition, specialty, precautions: null }];
}
