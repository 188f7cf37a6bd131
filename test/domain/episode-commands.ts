import type { EpisodeCommand, EpisodeCommandOf } from '../../src/domain/episode/commands';
import type { ObservationGiven } from '../../src/domain/episode/commands-assessment';
import type { CorrectEntry } from '../../src/domain/episode/commands-corrections';
import { episodeDecider } from '../../src/domain/episode/decide';
import { episodeEvents, type EpisodeEvent } from '../../src/domain/episode/events';
import type { Episode } from '../../src/domain/episode/state';
import type { EntryId, ObservationId } from '../../src/domain/ids';
import { CARE_COMMANDS } from './care-commands';
import { anna, CLINIC, day, EPISODE, named, PATIENT, utc } from './cast';
import {
  DEEP_NECK,
  GOAL,
  GOAL_V1,
  NPRS,
  SCREENED,
  SECOND_GOAL,
  SESSION,
  WALK,
} from './episode-values';
import { given, type Subject } from './given';

export const episode: Subject<Episode | null, EpisodeCommand, EpisodeEvent> = {
  stream: `episode-${EPISODE}`,
  decider: episodeDecider,
  schemas: episodeEvents,
};

export const givenEpisode = given(episode);

/** Pain as a person answers it. */
export function pain(score: number, bodySite: string | null = null): ObservationGiven {
  return { instrument: 'NPRS', bodySite, answer: { score }, recall: 'NOW', mode: 'SELF_REPORT' };
}

/** An answered questionnaire. */
export function items(
  instrument: string,
  answers: Readonly<Record<string, number | null>>,
): ObservationGiven {
  const answer = { items: answers };
  return { instrument, bodySite: null, answer, recall: null, mode: 'SELF_REPORT' };
}

type Body<T extends EpisodeCommand['type']> = Omit<EpisodeCommandOf<T>, 'type' | 'episodeId'>;

export type CommandExamples = { readonly [T in EpisodeCommand['type']]: Body<T> };

/** One plausible command of every kind, as on an ordinary day. */
const EXAMPLES: CommandExamples = {
  ...CARE_COMMANDS,
  ReceiveReferral: {
    patientId: PATIENT,
    clinicId: CLINIC,
    referrer: { id: 'LANR-1', role: 'PHYSICIAN', staffId: null },
    referrerName: 'Dr. Sample',
    referrerOrganisation: 'Hausarztpraxis',
    prescription: {
      number: 'RX-1',
      issuedOn: day('2026-02-20'),
      validUntil: null,
      visits: 6,
    },
    diagnoses: [{ system: 'ICD-10', code: 'M54.2', assertedBy: { role: 'PHYSICIAN' } }],
    indication: 'Neck pain since the autumn',
    bodySites: ['NECK'],
    urgency: 'ROUTINE',
    caseMix: {
      ageBand: 'FROM_35_TO_49',
      sex: 'FEMALE',
      symptomDuration: 'FROM_3_TO_12_MONTHS',
      payerClass: 'PUBLIC',
    },
    labels: {},
    imported: null,
  },
  AcceptReferral: {},
  DeclineReferral: { words: 'No therapist for it here' },
  GrantAuthorization: {
    visits: 10,
    from: day('2026-02-24'),
    to: day('2026-06-30'),
    payerClass: 'PUBLIC',
  },
  GiveConsent: { by: 'PATIENT', scope: 'TREATMENT', formVersion: '2026-1' },
  WithdrawConsent: { words: undefined },
  AssignTherapist: { therapistId: anna.id, handover: undefined },
  RecordAssessment: {
    kind: 'INITIAL',
    healthHistoryTaken: true,
    contraindicationsAsked: true,
    observations: [pain(7)],
    primaryMeasure: undefined,
    findings: 'Stiff on the left',
    activityNames: {},
  },
  SetGoal: {
    goalId: GOAL,
    kind: 'IMPROVE',
    measure: NPRS,
    statement: 'Sleep through the night',
    target: { value: 3 },
    tolerance: null,
    due: day('2026-04-10'),
    importance: 2,
    difficulty: 1,
    gasBaselineLevel: -1,
  },
  ReviseGoal: {
    goalId: GOAL,
    revises: GOAL_V1,
    target: { value: 4 },
    reasonCode: 'SLOWER_THAN_EXPECTED',
    words: 'Slower than we thought',
    evidence: [{ kind: 'OBSERVATION', id: named<ObservationId>('pain later') }],
  },
  ReplaceGoal: {
    goalId: GOAL,
    revises: GOAL_V1,
    reasonCode: 'NEW_FINDING',
    words: 'Walking limits more than the pain',
    evidence: [{ kind: 'OBSERVATION', id: named<ObservationId>('walk later') }],
    by: {
      goalId: SECOND_GOAL,
      kind: 'IMPROVE',
      measure: WALK,
      statement: 'Cross the street in one green',
      target: { value: 12 },
      tolerance: null,
      due: day('2026-05-08'),
      importance: 3,
      difficulty: 2,
      gasBaselineLevel: -2,
    },
  },
  ScoreGoal: { goalId: GOAL, observationId: named<ObservationId>('pain in window'), gasLevel: 0 },
  AbandonGoal: { goalId: GOAL, words: 'No longer wished' },
  ScheduleSession: {
    sessionId: SESSION,
    slot: { from: utc('2026-03-04T09:00'), to: utc('2026-03-04T10:00') },
    therapistId: anna.id,
    techniques: ['DEEP_TISSUE'],
  },
  CancelSession: { sessionId: SESSION, words: 'The patient asked' },
  MissSession: { sessionId: SESSION, missReason: 'NO_SHOW', words: undefined },
  StartSession: {
    sessionId: SESSION,
    therapistId: anna.id,
    startedAt: undefined,
    planned: DEEP_NECK,
    screening: SCREENED,
  },
  CompleteSession: {
    sessionId: SESSION,
    therapistId: anna.id,
    startedAt: utc('2026-03-02T09:00'),
    endedAt: utc('2026-03-02T09:50'),
    given: DEEP_NECK,
    breaks: 0,
    painBefore: 6,
    painAfter: 4,
    response: undefined,
    notes: undefined,
    homeAdvice: undefined,
    stoppedBecause: undefined,
  },
  ReportReaction: {
    severity: 'MODERATE',
    sessionId: null,
    description: 'Headache in the evening',
    action: undefined,
    told: undefined,
  },
  RecordContraindication: {
    kind: 'DVT_HISTORY',
    bodySite: null,
    bars: undefined,
    untilCleared: undefined,
    isAbsolute: false,
    words: undefined,
  },
  ClearContraindication: {
    contraindicationId: named<EntryId>('contraindication'),
    by: { role: 'PHYSICIAN', staffId: null },
    byName: 'Dr. Sample',
    authority: 'LETTER-17',
    conditions: undefined,
    words: undefined,
    until: day('2026-03-31'),
  },
  ResolveContraindication: {
    contraindicationId: named<EntryId>('contraindication'),
    by: { role: 'PHYSICIAN', staffId: null },
    byName: 'Dr. Sample',
    evidence: 'Ultrasound of today is clear',
  },
  PutOnHold: { holdReason: 'ILLNESS', words: undefined, reviewOn: day('2026-03-10') },
  Resume: { words: undefined },
  Discharge: {
    dischargeReason: 'GOALS_MET',
    observations: [pain(2)],
    finalMissingBecause: undefined,
    goals: [{ goalId: GOAL, outcome: 'SCORED', gasLevel: 1 }],
    cancelSessions: [],
    report: 'Sleeps through the night',
    findings: undefined,
  },
  ReopenEpisode: { words: 'The pain came back' },
  VoidEpisode: {
    voidReason: 'WRONG_PATIENT',
    duplicateOf: null,
    words: 'Of the neighbour of the same name',
  },
  CorrectEntry: {
    entryId: named<EntryId>('authorization granted'),
    replacement: {
      type: 'GrantAuthorization',
      visits: 6,
      from: day('2026-02-24'),
      to: day('2026-06-30'),
      payerClass: 'PUBLIC',
    },
    correctedOccurredAt: undefined,
    words: 'Misread the letter',
  },
  MarkEntryInError: { entryId: named<EntryId>('consent given'), words: 'Of another patient' },
  RaiseFinding: {
    rule: 'LICENCE_NOT_VALID',
    facts: { therapistId: anna.id, day: '2026-03-02' },
    entryId: named<EntryId>('session held'),
    entryType: 'SessionCompleted',
  },
  CloseFinding: { findingId: named<EntryId>('finding') },
  SettleFinding: {
    findingId: named<EntryId>('finding'),
    words: 'The licence had been renewed; the letter was late',
  },
};

/** `to('GiveConsent', { by: 'GUARDIAN' })`: such a command, else as in the example. */
export function to<T extends EpisodeCommand['type']>(
  type: T,
  body: Partial<Body<T>> = {},
): EpisodeCommandOf<T> {
  const command = { type, episodeId: EPISODE, ...EXAMPLES[type], ...body };
  // Type and body are of the same T, which the compiler cannot follow through the table.
  return command as unknown as EpisodeCommandOf<T>;
}

/** The replacement that a correction carries: such a command without the episode. */
export function correction<T extends CorrectEntry['replacement']['type']>(
  entry: string,
  type: T,
  body: Partial<Body<T>>,
  over: Partial<Body<'CorrectEntry'>> = {},
): EpisodeCommandOf<'CorrectEntry'> {
  const replacement = { type, ...EXAMPLES[type], ...body };
  return to('CorrectEntry', {
    entryId: named(entry),
    // As above.
    replacement: replacement as unknown as CorrectEntry['replacement'],
    ...over,
  });
}
