import { ben, day, named, utc } from './cast';
import type { CommandExamples } from './episode-commands';
import { AUTHORIZATION, CARE, PLAN, SESSION } from './episode-values';

/** One plausible command of each kind that changes the course of care. */
export const CARE_COMMANDS = {
  AmendReferral: {
    referrer: { id: 'LANR-123456789', role: 'PHYSICIAN', staffId: null },
    saidBy: 'Ms. Example at the practice',
    prescription: undefined,
    diagnoses: [{ system: 'ICD-10', code: 'M54.5', assertedBy: { role: 'PHYSICIAN' } }],
  },
  RequestClarification: { question: 'Which side was operated on?', due: day('2026-03-06') },
  ClarifyReferral: {
    requestId: named(CARE.question),
    answer: 'The left one',
    saidBy: 'Ms. Example at the practice',
  },
  AmendAuthorization: {
    authorizationId: AUTHORIZATION,
    visits: 12,
    from: day('2026-02-24'),
    to: day('2026-07-31'),
  },
  TransferEpisode: { therapistId: ben.id, handover: 'Likes heat, dislikes the prone position' },
  SetPlanOfCare: { terms: PLAN, from: undefined },
  RevisePlanOfCare: {
    revises: named(CARE.plan),
    change: { weeks: 3 },
    words: 'Faster than thought',
  },
  CertifyPlanOfCare: {
    planVersionId: named(CARE.plan),
    referrer: { id: 'LANR-123456789', role: 'PHYSICIAN', staffId: null },
    saidBy: 'Dr. Sample',
  },
  RescheduleSession: {
    sessionId: SESSION,
    slot: { from: utc('2026-03-03T09:00'), to: utc('2026-03-03T10:00') },
    toTherapistId: undefined,
    words: 'The patient asked for the morning',
  },
  GiveHomeProgramme: {
    daysPerWeek: 5,
    until: day('2026-04-10'),
    exercises: 'Turn the head, ten times each side',
    advice: undefined,
  },
  ReportAdherence: {
    programmeId: named(CARE.programme),
    from: day('2026-02-23'),
    to: day('2026-03-01'),
    daysDone: 4,
    daysAsked: undefined,
    words: undefined,
  },
  RecordFeedback: {
    for: 'THERAPIST',
    tone: 'POSITIVE',
    sessionId: null,
    words: 'Feels taken seriously',
  },
  ReportProgress: {
    recipient: { kind: 'REFERRER' },
    from: day('2026-02-24'),
    to: day('2026-03-02'),
    goals: undefined,
    report: 'Pain is going down',
  },
  AcknowledgeReport: {
    reportId: named(CARE.report),
    answer: 'Please go on',
    saidBy: 'Dr. Sample',
  },
} satisfies Partial<CommandExamples>;
