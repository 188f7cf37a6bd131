import type { EpisodeEvent, EpisodeEventOf } from '../../src/domain/episode/events';
import { NOTHING_BARRED } from '../../src/domain/episode/bars';
import type { EntryId, ObservationId } from '../../src/domain/ids';
import { CARE_ENTRIES } from './care-past';
import { anna, BERLIN, CLINIC, day, EPISODE, named, PATIENT, utc } from './cast';
import {
  AUTHORIZATION,
  DEEP_NECK,
  GOAL,
  GOAL_V1,
  NPRS,
  NPRS_RULES,
  PAIN_AT_START,
  SCREENED,
  SECOND_GOAL,
  SESSION,
  TERMS,
  WALK,
  WALK_RULES,
  painOf,
} from './episode-values';
import type { Past } from './given';

type Example<E extends EpisodeEvent> = { readonly data: E['data'] } & Pick<
  Past<EpisodeEvent>,
  'at' | 'texts'
>;

export type Examples = {
  readonly [T in EpisodeEvent['type']]: Example<EpisodeEventOf<T>>;
};

/** One plausible entry of every kind, in the order of an ordinary course. */
const EXAMPLES: Examples = {
  ...CARE_ENTRIES,
  ReferralReceived: {
    at: utc('2026-02-23T08:00'),
    texts: ['referrerName', 'referrerOrganisation', 'indication'],
    data: {
      episodeId: EPISODE,
      patientId: PATIENT,
      clinicId: CLINIC,
      zone: BERLIN,
      referrer: {
        id: 'LANR-123456789',
        role: 'PHYSICIAN',
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
      screening: { detail: 'ANSWERS', answers: SCREENED },
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
  ContraindicationRecorded: {
    at: utc('2026-02-24T09:10'),
    data: {
      kind: 'DVT_HISTORY',
      bodySite: null,
      bars: NOTHING_BARRED,
      untilCleared: { ...NOTHING_BARRED, all: true },
      rules: { policy: 'default-1', clearedBy: ['PHYSICIAN'], resolvedBy: ['PHYSICIAN'] },
    },
  },
  ContraindicationCleared: {
    at: utc('2026-02-26T09:00'),
    texts: ['clearedByName'],
    data: {
      contraindicationId: named<EntryId>('contraindication'),
      by: { role: 'PHYSICIAN', staffId: null },
      authority: 'LETTER-17',
      conditions: NOTHING_BARRED,
      until: day('2026-03-31'),
    },
  },
  ContraindicationResolved: {
    at: utc('2026-02-27T09:00'),
    texts: ['evidence'],
    data: {
      contraindicationId: named<EntryId>('contraindication'),
      by: { role: 'PHYSICIAN', staffId: null },
    },
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
  GoalReplaced: {
    at: utc('2026-03-16T09:10'),
    texts: ['statement', 'reason'],
    data: {
      goalId: SECOND_GOAL,
      kind: 'IMPROVE',
      measure: WALK,
      baseline: { observationId: named<ObservationId>('walk later'), score: 20 },
      tolerance: null,
      terms: {
        target: 12,
        due: day('2026-05-08'),
        window: { from: utc('2026-04-23T22:00'), to: utc('2026-05-15T22:00') },
        importance: 3,
        difficulty: 2,
        levels: { baseline: -2 },
      },
      rules: {
        policy: 'default-1',
        windowDaysBefore: 14,
        windowDaysAfter: 7,
        measure: WALK_RULES,
      },
      replaces: { goalId: GOAL, version: GOAL_V1 },
      reason: 'NEW_FINDING',
      evidence: [{ kind: 'OBSERVATION', id: named<ObservationId>('walk later') }],
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
  EpisodeReopened: { at: utc('2026-04-20T10:00'), texts: ['reason'], data: {} },
  EpisodeVoided: {
    at: utc('2026-04-21T10:00'),
    texts: ['words'],
    data: { reason: 'WRONG_PATIENT', duplicateOf: null },
  },
  EntryCorrected: {
    at: utc('2026-03-04T08:00'),
    texts: ['correctionReason'],
    data: {
      entryId: named<EntryId>('authorization granted'),
      entryType: 'AuthorizationGranted',
      entrySchemaVersion: 1,
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
  FindingRaised: {
    at: utc('2026-03-04T08:00'),
    data: {
      rule: 'LICENCE_NOT_VALID',
      facts: { therapistId: anna.id, day: '2026-03-02' },
      entryId: named<EntryId>('session held'),
      entryType: 'SessionCompleted',
    },
  },
  FindingClosed: {
    at: utc('2026-03-05T08:00'),
    texts: ['words'],
    data: {
      findingId: named<EntryId>('finding'),
      rule: 'LICENCE_NOT_VALID',
      entryId: named<EntryId>('session held'),
      how: 'SETTLED',
    },
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
