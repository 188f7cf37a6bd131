import { anna, ben, day, named, utc } from './cast';
import { AUTHORIZATION, CARE } from './episode-values';
import type { Examples } from './episode-past';

/** One plausible entry of each kind that changes the course of care. */
export const CARE_ENTRIES = {
  ReferralAmended: {
    at: utc('2026-02-26T08:00'),
    texts: ['saidBy'],
    data: {
      prescription: {
        number: 'RX-2',
        issuedOn: day('2026-02-25'),
        validUntil: day('2026-08-25'),
        visits: 12,
      },
      diagnoses: {
        asserted: [{ system: 'ICD-10', code: 'G20', assertedBy: { role: 'PHYSICIAN' } }],
        condition: 'PARKINSON',
        specialty: 'NEUROLOGICAL',
      },
      rules: { policy: 'default-1' },
    },
  },
  ReferralClarificationRequested: {
    at: utc('2026-02-23T08:30'),
    texts: ['question'],
    data: { due: day('2026-02-27') },
  },
  ReferralClarified: {
    at: utc('2026-02-23T08:45'),
    texts: ['answer', 'saidBy'],
    data: { requestId: named(CARE.question) },
  },
  AuthorizationAmended: {
    at: utc('2026-02-25T08:00'),
    data: {
      authorizationId: AUTHORIZATION,
      visits: 12,
      from: day('2026-02-24'),
      to: day('2026-07-31'),
    },
  },
  EpisodeTransferred: {
    at: utc('2026-02-26T09:00'),
    texts: ['handover'],
    data: { fromTherapistId: anna.id, therapistId: ben.id },
  },
} as const satisfies Partial<Examples>;
