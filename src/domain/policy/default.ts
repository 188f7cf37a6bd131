import { defaultConditions } from './conditions';
import { defaultContraindications, defaultScreening } from './contraindications';
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
  reopenDays: 90,
  openGoalsMax: 5,
  sessionMinutes: { usualMin: 45, usualMax: 60, max: 90 },
  goalWindowDays: { before: 14, after: 7 },
  finalWindowDays: 14,
  // German Civil Code (BGB) § 630f (3): ten years after the treatment was completed.
  retentionYears: 10,
  conditions: [...defaultConditions],
  techniqueCertificates: { LYMPHATIC_DRAINAGE: 'LYMPHATIC' },
  contraindications: [...defaultContraindications],
  screening: [...defaultScreening],
  // Nobody asks for it until a clinic says who does. The days are those of Medicare: certified
  // within 30 days of the first treatment (Medicare Benefit Policy Manual, ch. 15, § 220.1.3), and
  // at least every 90 days again (42 CFR 424.24(c)(4)(i)).
  planCertification: { conditions: [], payers: [], withinDays: 30, everyDays: 90 },
  customMeasures: [],
};
