import type { EpisodeEvent, EpisodeEventOf } from '../../src/domain/episode/events';
import type { Observation } from '../../src/domain/episode/values';
import type {
  AuthorizationId,
  EntryId,
  GoalId,
  ObservationId,
  SessionId,
} from '../../src/domain/ids';
import { anna, BERLIN, CLINIC, day, EPISODE, named, PATIENT, utc } from './cast';
import type { Past } from './given';

export const GOAL = named<GoalId>('goal');
/** The id of the entry that set the goal, and so of its first version. */
export const GOAL_V1 = named<EntryId>('goal set');
export const SESSION = named<SessionId>('session');
export const AUTHORIZATION = named<AuthorizationId>('authorization');
export const PAIN_AT_START = named<ObservationId>('pain at start');

export const NPRS = { instrument: 'NPRS', bodySite: null };

/** Pain as a number, as an entry keeps it. */
export function painOf(name: string, score: number, over: Partial<Observation> = {}): Observation {
  return {
    id: named(name),
    instrument: 'NPRS',
    instrumentVersion: '11-point',
    bodySite: null,
    score,
    occasion: 'ASSESSMENT',
    recall: 'NOW',
    mode: 'SELF_REPORT',
    ...over,
  };
}

export const NPRS_RULES = {
  instrument: 'NPRS',
  min: 0,
  max: 10,
  better: 'lower' as const,
  threshold: { value: 2, percent: 30, source: 'Farrar et al., Pain 2001;94:149-158' },
};

/** Due on 10 April; the window is 27 March to 17 April in Berlin, its clocks change on the 29th. */
export const TERMS: EpisodeEventOf<'GoalSet'>['data']['terms'] = {
  target: 3,
  due: day('2026-04-10'),
  window: { from: utc('2026-03-26T23:00'), to: utc('2026-04-17T22:00') },
  importance: 2,
  difficulty: 1,
  levels: { baseline: -1 },
};

export const DEEP_NECK: EpisodeEventOf<'SessionStarted'>['data']['planned'] = {
  techniques: ['DEEP_TISSUE'],
  sites: ['NECK'],
  pressure: 'MODERATE',
};

type Example<E extends EpisodeEvent> = { readonly data: E['data'] } & Pick<
  Past<EpisodeEvent>,
  'at' | 'texts'
>;

/** One plausible entry of every kind, in the order of an ordinary course. */
const EXAMPLES: { readonly [T in EpisodeEvent['type']]: Example<EpisodeEventOf<T>> } = {
  ReferralReceived: {
    at: utc('2026-02-23T08:00'),
    texts: ['referrerName', 'indication'],
    data: {
      episodeId: EPISODE,
      patientId: PATIENT,
      clinicId: CLINIC,
      zone: BERLIN,
      referrer: {
        id: 'LANR-123456789',
        role: 'PHYSICIAN',
        organisation: 'Hausarztpraxis',
        staffId: null,
      },
      prescription: {
        number: 'RX-1',
        issuedOn: day('2026-02-20'),
        validUntil: day('2026-08-20'),
        visits: 10,
      },
      diagnoses: [{ system: 'ICD-10', code: 'M54.2', assertedBy: { role: 'PHYSICIAN' } }],
      condition: 'NECK_PAIN',
      specialty: null,
      bodySites: ['NECK'],
      urgency: 'ROUTINE',
      caseMix: {
        ageBand: 'FROM_35_TO_49',
        sex: 'FEMALE',
        symptomDuration: 'FROM_3_TO_12_MONTHS',
        payerClass: 'PUBLIC',
      },
      labels: { arm: 'usual-care' },
      imported: null,
      rules: { policy: 'default-1', lapseDays: 60, noSessionDays: 14, lateEntryHours: 72 },
    },
  },
  ReferralAccepted: { at: utc('2026-02-23T09:00'), data: {} },
  ReferralDeclined: { at: utc('2026-02-23T09:00'), texts: ['reason'], data: {} },
  AuthorizationGranted: {
    at: utc('2026-02-24T08:00'),
    data: {
      authorizationId: AUTHORIZATION,
      visits: 10,
      from: day('2026-02-24'),
      to: day('2026-06-30'),
      payerClass: 'PUBLIC',
    },
  },
  ConsentGiven: {
    at: utc('2026-02-24T08:10'),
    data: { by: 'PATIENT', scope: 'TREATMENT', formVersion: '2026-1' },
  },
  TherapistAssigned: { at: utc('2026-02-24T08:20'), data: { therapistId: anna.id } },
  AssessmentDone: {
    at: utc('2026-02-24T09:00'),
    texts: ['findings'],
    data: {
      kind: 'INITIAL',
      healthHistoryTaken: true,
      contraindicationsAsked: true,
      observations: [painOf('pain at start', 7)],
      primary: { measure: NPRS, rules: NPRS_RULES, finalWindowDays: 14, policy: 'default-1' },
    },
  },
  GoalSet: {
    at: utc('2026-02-24T09:30'),
    texts: ['statement'],
    data: {
      goalId: GOAL,
      kind: 'IMPROVE',
      measure: NPRS,
      baseline: { observationId: PAIN_AT_START, score: 7 },
      tolerance: null,
      terms: TERMS,
      rules: {
        policy: 'default-1',
        windowDaysBefore: 14,
        windowDaysAfter: 7,
        measure: NPRS_RULES,
      },
    },
  },
  SessionScheduled: {
    at: utc('2026-02-24T09:40'),
    data: {
      sessionId: SESSION,
      slot: { from: utc('2026-03-02T09:00'), to: utc('2026-03-02T10:00') },
      therapistId: anna.id,
      techniques: ['DEEP_TISSUE'],
    },
  },
  SessionCancelled: {
    at: utc('2026-02-27T09:00'),
    texts: ['reason'],
    data: { sessionId: SESSION },
  },
  SessionMissed: {
    at: utc('2026-03-02T11:00'),
    data: { sessionId: SESSION, reason: 'NO_SHOW' },
  },
  SessionStarted: {
    at: utc('2026-03-02T09:00'),
    data: {
      sessionId: SESSION,
      therapistId: anna.id,
      startedAt: utc('2026-03-02T09:00'),
      planned: DEEP_NECK,
      authorizationId: AUTHORIZATION,
      contraindicationsAsked: true,
    },
  },
  SessionCompleted: {
    at: utc('2026-03-02T09:50'),
    texts: ['notes'],
    data: {
      sessionId: SESSION,
      therapistId: anna.id,
      startedAt: utc('2026-03-02T09:00'),
      endedAt: utc('2026-03-02T09:50'),
      given: DEEP_NECK,
      breaks: 0,
      observations: [
        painOf('pain before', 6, { occasion: 'BEFORE_SESSION' }),
        painOf('pain after', 4, { occasion: 'AFTER_SESSION' }),
      ],
      stoppedEarly: false,
      authorizationId: AUTHORIZATION,
      deviations: [],
    },
  },
  AdverseReactionReported: {
    at: utc('2026-03-03T07:00'),
    texts: ['description'],
    data: { severity: 'MODERATE', sessionId: SESSION },
  },
  EpisodePutOnHold: {
    at: utc('2026-03-03T08:00'),
    data: { reason: 'ILLNESS', reviewOn: day('2026-03-10') },
  },
  EpisodeResumed: { at: utc('2026-03-05T08:00'), data: {} },
  GoalRevised: {
    at: utc('2026-03-16T09:00'),
    texts: ['reason'],
    data: {
      goalId: GOAL,
      revises: GOAL_V1,
      changed: ['target'],
      terms: { ...TERMS, target: 4 },
      reason: 'SLOWER_THAN_EXPECTED',
      evidence: [{ kind: 'OBSERVATION', id: named<ObservationId>('pain later') }],
    },
  },
  GoalScored: {
    at: utc('2026-04-10T10:00'),
    data: {
      goalId: GOAL,
      version: GOAL_V1,
      observationId: named<ObservationId>('pain in window'),
      gasLevel: 0,
    },
  },
  GoalAbandoned: { at: utc('2026-04-10T10:00'), texts: ['reason'], data: { goalId: GOAL } },
  ConsentWithdrawn: { at: utc('2026-04-13T08:00'), texts: ['reason'], data: {} },
  Discharged: {
    at: utc('2026-04-14T10:00'),
    texts: ['report'],
    data: {
      reason: 'GOALS_MET',
      observations: [painOf('pain at discharge', 2)],
      final: { observationId: named<ObservationId>('pain at discharge') },
      goals: [
        {
          goalId: GOAL,
          outcome: 'SCORED',
          version: GOAL_V1,
          observationId: named<ObservationId>('pain at discharge'),
          gasLevel: 1,
        },
      ],
      cancelledSessions: [],
    },
  },
  EntryCorrected: {
    at: utc('2026-03-04T08:00'),
    texts: ['correctionReason'],
    data: {
      entryId: named<EntryId>('authorization granted'),
      entryType: 'AuthorizationGranted',
      replacement: {
        authorizationId: AUTHORIZATION,
        visits: 6,
        from: '2026-02-24',
        to: '2026-06-30',
        payerClass: 'PUBLIC',
      },
    },
  },
  EntryMarkedInError: {
    at: utc('2026-03-04T08:00'),
    texts: ['correctionReason'],
    data: { entryId: named<EntryId>('consent given'), entryType: 'ConsentGiven' },
  },
};

/** `was('ConsentGiven', { by: 'GUARDIAN' }, { at: … })`: such an entry, else as in the example. */
export function was<T extends EpisodeEvent['type']>(
  type: T,
  data: Partial<EpisodeEventOf<T>['data']> = {},
  place: Partial<Pick<Past<EpisodeEvent>, 'at' | 'recorded' | 'texts' | 'as'>> = {},
): Past<EpisodeEvent> {
  const example = EXAMPLES[type];
  const event = { type, ...example, ...place, data: { ...example.data, ...data } };
  // Type and data are of the same T, which the compiler cannot follow through the table.
  return event as unknown as Past<EpisodeEvent>;
}

/** A referral received and accepted, and nothing else. */
export function accepted(): Past<EpisodeEvent>[] {
  return [was('ReferralReceived'), was('ReferralAccepted')];
}

/** Accepted, authorised, consented, assigned and assessed; without a goal. */
export function assessed(): Past<EpisodeEvent>[] {
  return [
    ...accepted(),
    was('AuthorizationGranted', {}, { as: 'authorization granted' }),
    was('ConsentGiven', {}, { as: 'consent given' }),
    was('TherapistAssigned'),
    was('AssessmentDone', {}, { as: 'initial assessment' }),
  ];
}

/** All that treatment needs: the goal is set. */
export function ready(): Past<EpisodeEvent>[] {
  return [...assessed(), was('GoalSet', {}, { as: 'goal set' })];
}

/** The first session is booked for Monday morning. */
export function booked(): Past<EpisodeEvent>[] {
  return [...ready(), was('SessionScheduled')];
}

/** An assessment on a later day with one pain score. */
export function reassessed(name: string, score: number, at: string): Past<EpisodeEvent> {
  const data = {
    kind: 'REASSESSMENT' as const,
    observations: [painOf(name, score)],
    primary: null,
  };
  return was('AssessmentDone', data, { at: utc(at), as: `assessment of ${name}` });
}
