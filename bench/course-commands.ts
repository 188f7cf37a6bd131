import type { EpisodeCommand, EpisodeCommandOf } from '../src/domain/episode/commands';
import { defaultScreening } from '../src/domain/policy/contraindications';
import type { SessionId, StaffId } from '../src/domain/ids';
import type { Instant, LocalDate } from '../src/domain/time';

type Body<Type extends EpisodeCommand['type']> = Omit<EpisodeCommandOf<Type>, 'episodeId'>;

type Referral = Partial<Body<'ReceiveReferral'>>;

function referral(
  code: string,
  payerClass: 'PUBLIC' | 'PRIVATE_INSURANCE' | 'SELF_PAY',
  ageBand: 'FROM_18_TO_34' | 'FROM_35_TO_49' | 'FROM_50_TO_64',
): Referral {
  const sex = code < 'M6' ? 'FEMALE' : 'MALE';
  return {
    diagnoses: [{ system: 'ICD-10', code, assertedBy: { role: 'PHYSICIAN' } }],
    caseMix: { ageBand, sex, symptomDuration: 'FROM_3_TO_12_MONTHS', payerClass },
  };
}

/** Whom a clinic of this kind treats: neck, back, headache, whiplash, fibromyalgia, shoulder. */
export const REFERRALS: readonly Referral[] = [
  referral('M54.2', 'PUBLIC', 'FROM_35_TO_49'),
  referral('M54.5', 'PUBLIC', 'FROM_50_TO_64'),
  referral('G44.2', 'PRIVATE_INSURANCE', 'FROM_18_TO_34'),
  referral('S13.4', 'PUBLIC', 'FROM_18_TO_34'),
  referral('M79.7', 'SELF_PAY', 'FROM_35_TO_49'),
  referral('M75.1', 'PRIVATE_INSURANCE', 'FROM_50_TO_64'),
];

/** The n-th goal of an episode: each asks for a little more, and every third is scaled. */
export function goal(n: number, due: LocalDate): Body<'SetGoal'> {
  return {
    type: 'SetGoal',
    goalId: undefined,
    kind: 'IMPROVE',
    measure: { instrument: 'NPRS', bodySite: null },
    statement: 'sample goal',
    target: { percent: 30 + 5 * n },
    tolerance: null,
    due,
    importance: 2,
    difficulty: 1,
    gasBaselineLevel: n % 3 === 0 ? -1 : null,
  };
}

export function assessment(
  kind: 'INITIAL' | 'REASSESSMENT' | 'DISCHARGE',
  score: number,
): Body<'RecordAssessment'> {
  const asked = { recall: 'LAST_24_HOURS', mode: 'SELF_REPORT' } as const;
  return {
    type: 'RecordAssessment',
    kind,
    healthHistoryTaken: true,
    contraindicationsAsked: true,
    observations: [{ instrument: 'NPRS', bodySite: null, answer: { score }, ...asked }],
    primaryMeasure: undefined,
    findings: 'sample findings',
    activityNames: {},
  };
}

const given: Body<'StartSession'>['planned'] = {
  techniques: ['DEEP_TISSUE'],
  sites: ['NECK'],
  pressure: null,
};

export function booking(
  sessionId: SessionId,
  therapistId: StaffId,
  slot: { readonly from: Instant; readonly to: Instant },
): Body<'ScheduleSession'> {
  return { type: 'ScheduleSession', sessionId, slot, therapistId, techniques: ['DEEP_TISSUE'] };
}

export function started(sessionId: SessionId, therapistId: StaffId): Body<'StartSession'> {
  return {
    type: 'StartSession',
    sessionId,
    therapistId,
    startedAt: undefined,
    planned: given,
    screening: defaultScreening.map((kind) => ({ kind, present: false })),
  };
}

export function held(
  sessionId: SessionId,
  therapistId: StaffId,
  time: { readonly startedAt: Instant; readonly endedAt: Instant },
  pain: { readonly painBefore: number; readonly painAfter: number },
): Body<'CompleteSession'> {
  return {
    type: 'CompleteSession',
    sessionId,
    therapistId,
    ...time,
    given,
    breaks: 0,
    ...pain,
    response: 'sample response',
    notes: 'sample notes of the usual length, as they are written after a session',
    homeAdvice: undefined,
    stoppedBecause: undefined,
  };
}
