import { anna, ben, day, named, utc } from './cast';
import { AUTHORIZATION, CARE, GOAL, GOAL_V1, PLAN, SESSION } from './episode-values';
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
  PlanOfCareSet: {
    at: utc('2026-02-24T09:20'),
    data: {
      terms: PLAN,
      from: day('2026-02-24'),
      certification: { dueOn: day('2026-03-26'), everyDays: 90 },
      rules: { policy: 'default-1' },
    },
  },
  PlanOfCareRevised: {
    at: utc('2026-03-01T09:00'),
    texts: ['reason'],
    data: {
      revises: named(CARE.plan),
      changed: ['weeks'],
      terms: { ...PLAN, weeks: 5 },
      from: day('2026-03-01'),
      certification: { dueOn: day('2026-03-31'), everyDays: 90 },
      rules: { policy: 'default-1' },
    },
  },
  PlanOfCareCertified: {
    at: utc('2026-03-02T08:00'),
    texts: ['saidBy'],
    data: { planVersionId: named(CARE.plan), until: day('2026-05-30') },
  },
  SessionRescheduled: {
    at: utc('2026-02-25T10:00'),
    texts: ['reason'],
    data: {
      sessionId: SESSION,
      slot: { from: utc('2026-03-02T13:00'), to: utc('2026-03-02T14:00') },
      therapistId: anna.id,
    },
  },
  HomeProgrammeGiven: {
    at: utc('2026-02-24T09:50'),
    texts: ['exercises'],
    data: { daysPerWeek: 5, until: day('2026-04-10') },
  },
  HomeProgrammeAdherenceReported: {
    at: utc('2026-03-01T18:00'),
    data: {
      programmeId: named(CARE.programme),
      from: day('2026-02-24'),
      to: day('2026-02-27'),
      daysDone: 2,
      daysAsked: 3,
    },
  },
  PatientFeedbackRecorded: {
    at: utc('2026-03-02T10:00'),
    texts: ['words'],
    data: { for: 'THERAPIST', tone: 'MIXED', sessionId: null },
  },
  ProgressReported: {
    at: utc('2026-03-02T10:30'),
    texts: ['report'],
    data: {
      recipient: { kind: 'REFERRER' },
      from: day('2026-02-24'),
      to: day('2026-03-02'),
      goals: [{ goalId: GOAL, version: GOAL_V1 }],
    },
  },
  ReportAcknowledged: {
    at: utc('2026-03-02T11:00'),
    texts: ['answer'],
    data: { reportId: named(CARE.report) },
  },
} as const satisfies Partial<Examples>;
