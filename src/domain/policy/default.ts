import type { Policy } from './policy';

/**
 * The policy of a deployment that has adopted none. Thresholds of the instruments stand with the
 * instruments, each with its source; what stands here are the conventions of outpatient manual
 * therapy that clinics may set otherwise.
 */
export const defaultPolicy: Policy = {
  version: 'default-1',
  referringRoles: [
    'PHYSICIAN',
    'DENTIST',
    'CHIROPRACTOR',
    'OSTEOPATH',
    'PHYSIOTHERAPIST',
    'NURSE_PRACTITIONER',
    'PSYCHOLOGIST',
  ],
  diagnosingRoles: ['PHYSICIAN', 'DENTIST', 'CHIROPRACTOR', 'OSTEOPATH', 'NURSE_PRACTITIONER'],
  lateEntryHours: 72,
  lapseDays: 60,
  noSessionDays: 14,
  openGoalsMax: 5,
  sessionMinutes: { usualMin: 45, usualMax: 60, max: 90 },
  goalWindowDays: { before: 14, after: 7 },
  finalWindowDays: 14,
  // German Civil Code (BGB) § 630f (3): ten years after the treatment was completed.
  retentionYears: 10,
  conditions: [
    condition('LOW_BACK_PAIN', 'Low-back pain', ['M54.5', 'M54.4', 'M54.3']),
    condition('NECK_PAIN', 'Neck pain', ['M54.2', 'M53.0', 'M53.1']),
    condition('HEADACHE', 'Migraine and tension headache', ['G43', 'G44', 'R51']),
    condition('FIBROMYALGIA', 'Fibromyalgia', ['M79.7']),
    condition('OSTEOARTHRITIS', 'Osteoarthritis', ['M15', 'M16', 'M17', 'M18', 'M19']),
    condition('RHEUMATOID_ARTHRITIS', 'Rheumatoid arthritis', ['M05', 'M06']),
    condition('CARPAL_TUNNEL', 'Carpal tunnel syndrome', ['G56.0']),
    condition('WHIPLASH', 'Whiplash', ['S13.4']),
    condition('DISC_DISORDER', 'Disc herniation and degeneration', ['M50', 'M51']),
    condition('SPRAIN_STRAIN', 'Sprain, strain or tear', ['S33.5', 'S43.4', 'S83', 'S93.4']),
    condition('SHOULDER_LESION', 'Shoulder lesion', ['M75']),
    condition('POST_SURGICAL', 'Rehabilitation after surgery', ['Z47', 'Z98'], 'REHABILITATION'),
    condition('MULTIPLE_SCLEROSIS', 'Multiple sclerosis', ['G35'], 'NEUROLOGICAL'),
    condition('PARKINSON', "Parkinson's disease", ['G20'], 'NEUROLOGICAL'),
    condition('LUPUS', 'Lupus', ['M32']),
    condition('LYME_CHRONIC', 'Lyme disease, late', ['A69.2']),
    condition('PREGNANCY_PAIN', 'Pregnancy-related pain', ['O26.8', 'O99.8'], 'PRENATAL'),
    condition('CHRONIC_PAIN', 'Chronic pain', ['R52', 'G89']),
  ],
  techniqueCertificates: { LYMPHATIC_DRAINAGE: 'LYMPHATIC' },
  customMeasures: [],
};

function condition(
  code: string,
  name: string,
  icd10: string[],
  specialty: string | null = null,
): Policy['conditions'][number] {
  return { code, name, icd10, specialty };
}
