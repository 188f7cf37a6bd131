import type {
  ClinicId,
  EntryId,
  EpisodeId,
  GoalId,
  ObservationId,
  PatientId,
  SessionId,
  StaffId,
} from '../ids';
import type { Answer } from '../outcomes/scoring';
import type { Instant, LocalDate } from '../time';
import type {
  AssessmentKind,
  DischargeReason,
  GoalKind,
  HoldReason,
  MissReason,
  RevisionReason,
  Severity,
} from './codes';
import type { EpisodeEventOf } from './events';
import type {
  CaseMix,
  Evidence,
  GasLevelGiven,
  Measure,
  Observation,
  Slot,
  Weight,
} from './values';

/** An answered instrument as it comes in: a score, or the items that make one. */
export interface ObservationGiven {
  readonly instrument: string;
  readonly bodySite: string | null;
  readonly answer: Answer;
  readonly recall: Observation['recall'];
  readonly mode: Observation['mode'];
}

type Received = EpisodeEventOf<'ReferralReceived'>['data'];
type Treatment = EpisodeEventOf<'SessionStarted'>['data']['planned'];
type ConsentData = EpisodeEventOf<'ConsentGiven'>['data'];
type AuthorizationData = EpisodeEventOf<'AuthorizationGranted'>['data'];

export interface ReceiveReferral {
  readonly type: 'ReceiveReferral';
  readonly patientId: PatientId;
  readonly clinicId: ClinicId;
  readonly referrer: Received['referrer'];
  readonly referrerName: string | undefined;
  readonly referrerOrganisation: string | undefined;
  readonly prescription: Received['prescription'];
  readonly diagnoses: Received['diagnoses'];
  readonly indication: string | undefined;
  readonly bodySites: readonly string[];
  readonly urgency: Received['urgency'];
  readonly caseMix: CaseMix;
  readonly labels: Readonly<Record<string, string>>;
  readonly imported: { source: string; line: number; sourceLine: string } | null;
}

interface Simple<Type extends string> {
  readonly type: Type;
}

export interface GrantAuthorization extends Simple<'GrantAuthorization'> {
  readonly visits: number | null;
  readonly from: LocalDate;
  readonly to: LocalDate;
  readonly payerClass: AuthorizationData['payerClass'];
}

export interface GiveConsent extends Simple<'GiveConsent'> {
  readonly by: ConsentData['by'];
  readonly scope: ConsentData['scope'];
  readonly formVersion: string;
}

export interface AssignTherapist extends Simple<'AssignTherapist'> {
  readonly therapistId: StaffId;
  readonly handover: string | undefined;
}

export interface RecordAssessment extends Simple<'RecordAssessment'> {
  readonly kind: AssessmentKind;
  readonly healthHistoryTaken: boolean;
  readonly contraindicationsAsked: boolean;
  readonly observations: readonly ObservationGiven[];
  /** Initial only; absent: the first observation's measure. */
  readonly primaryMeasure: Measure | undefined;
  readonly findings: string | undefined;
  /** PSFS: names of the activities by their ids. */
  readonly activityNames: Readonly<Record<string, string>>;
}

/** A target as therapists say it. */
export type TargetGiven = { readonly percent: number } | { readonly value: number };

export interface SetGoal extends Simple<'SetGoal'> {
  readonly goalId: GoalId | undefined;
  readonly kind: GoalKind;
  readonly measure: Measure;
  readonly statement: string;
  /** To improve: the target; to maintain: null. */
  readonly target: TargetGiven | null;
  /** To maintain: points on the worse side still allowed; else null. */
  readonly tolerance: number | null;
  readonly due: LocalDate;
  readonly importance: Weight;
  readonly difficulty: Weight;
  readonly gasBaselineLevel: -1 | -2 | null;
}

export interface ReviseGoal extends Simple<'ReviseGoal'> {
  readonly goalId: GoalId;
  /** The version that the therapist had before them. */
  readonly revises: EntryId;
  readonly target?: TargetGiven | undefined;
  readonly due?: LocalDate | undefined;
  readonly statement?: string | undefined;
  readonly importance?: Weight | undefined;
  readonly difficulty?: Weight | undefined;
  readonly gasBaselineLevel?: -1 | -2 | undefined;
  readonly reasonCode: RevisionReason;
  readonly words: string;
  readonly evidence: readonly Evidence[];
}

export interface ScoreGoal extends Simple<'ScoreGoal'> {
  readonly goalId: GoalId;
  readonly observationId: ObservationId;
  readonly gasLevel: GasLevelGiven | null;
}

export interface AbandonGoal extends Simple<'AbandonGoal'> {
  readonly goalId: GoalId;
  readonly words: string;
}

export interface ScheduleSession extends Simple<'ScheduleSession'> {
  readonly sessionId: SessionId | undefined;
  readonly slot: Slot;
  readonly therapistId: StaffId;
  readonly techniques: Treatment['techniques'];
}

export interface CancelSession extends Simple<'CancelSession'> {
  readonly sessionId: SessionId;
  readonly words: string;
}

export interface MissSession extends Simple<'MissSession'> {
  readonly sessionId: SessionId;
  readonly missReason: MissReason;
  readonly words: string | undefined;
}

export interface StartSession extends Simple<'StartSession'> {
  readonly sessionId: SessionId | undefined;
  readonly therapistId: StaffId;
  readonly startedAt: Instant | undefined;
  readonly planned: Treatment;
  readonly contraindicationsAsked: boolean;
}

export interface CompleteSession extends Simple<'CompleteSession'> {
  readonly sessionId: SessionId | undefined;
  readonly therapistId: StaffId;
  readonly startedAt: Instant;
  readonly endedAt: Instant;
  readonly given: Treatment;
  readonly breaks: number;
  readonly painBefore: number | null;
  readonly painAfter: number | null;
  readonly response: string | undefined;
  readonly notes: string | undefined;
  readonly homeAdvice: string | undefined;
  /** Why it was stopped early; absent: held in full. */
  readonly stoppedBecause: string | undefined;
}

export interface ReportReaction extends Simple<'ReportReaction'> {
  readonly severity: Severity;
  readonly sessionId: SessionId | null;
  readonly description: string;
  readonly action: string | undefined;
  readonly told: string | undefined;
}

export interface PutOnHold extends Simple<'PutOnHold'> {
  readonly holdReason: HoldReason;
  readonly words: string | undefined;
  readonly reviewOn: LocalDate | null;
}

/** How a goal ends with the episode. */
export type GoalSettlement = { readonly goalId: GoalId } & (
  | {
      readonly outcome: 'SCORED';
      /** Absent: the observation that counts, of the discharge or before. */
      readonly observationId?: ObservationId | undefined;
      readonly gasLevel: GasLevelGiven | null;
    }
  | { readonly outcome: 'ABANDONED' | 'NOT_MEASURED'; readonly words: string }
);

export interface DischargePatient extends Simple<'Discharge'> {
  readonly dischargeReason: DischargeReason;
  readonly observations: readonly ObservationGiven[];
  /** Why the primary measure has no final score; absent: it has one. */
  readonly finalMissingBecause: string | undefined;
  readonly goals: readonly GoalSettlement[];
  readonly cancelSessions: readonly SessionId[];
  readonly report: string | undefined;
  readonly findings: string | undefined;
}

/** What may be the replacement of an entry: the command that should have been sent. */
export type Correctable =
  GrantAuthorization | RecordAssessment | SetGoal | CompleteSession | ReportReaction;

export interface CorrectEntry extends Simple<'CorrectEntry'> {
  readonly entryId: EntryId;
  readonly replacement: Correctable;
  /** Clinical time as it should have been. */
  readonly correctedOccurredAt: Instant | undefined;
  readonly words: string;
}

export interface MarkEntryInError extends Simple<'MarkEntryInError'> {
  readonly entryId: EntryId;
  readonly words: string;
}

type EpisodeCommandBody =
  | ReceiveReferral
  | Simple<'AcceptReferral'>
  | (Simple<'DeclineReferral'> & { readonly words: string })
  | GrantAuthorization
  | GiveConsent
  | (Simple<'WithdrawConsent'> & { readonly words: string | undefined })
  | AssignTherapist
  | RecordAssessment
  | SetGoal
  | ReviseGoal
  | ScoreGoal
  | AbandonGoal
  | ScheduleSession
  | CancelSession
  | MissSession
  | StartSession
  | CompleteSession
  | ReportReaction
  | PutOnHold
  | (Simple<'Resume'> & { readonly words: string | undefined })
  | DischargePatient
  | CorrectEntry
  | MarkEntryInError;

/** A command to one episode; all that may go wrong with it is in `../rules.ts`. */
export type EpisodeCommand = EpisodeCommandBody & { readonly episodeId: EpisodeId };
export type EpisodeCommandOf<Type extends EpisodeCommand['type']> = Extract<
  EpisodeCommand,
  { type: Type }
>;
