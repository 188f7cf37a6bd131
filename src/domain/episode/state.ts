import type { Actor, TextRef } from '../envelope';
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
import type { ConditionTerms } from '../policy/conditions';
import type { Instant, LocalDate, Zone } from '../time';
import type { AssessmentKind, DischargeReason, GoalKind, HoldReason, Severity } from './codes';
import type { EpisodeEvent, EpisodeEventOf } from './events';
import type { Finding } from './findings';
import type { Contraindication } from './state-safety';
import type { Progress } from './state-progress';
import type { Evidence, GasLevelGiven, Measure, MeasureRules, Observation, Slot } from './values';

type Screening = Data<'SessionStarted'>['screening'];
type Data<Type extends EpisodeEvent['type']> = EpisodeEventOf<Type>['data'];

/** The referral as it is now: as received, with what its referrer amended since. */
export interface Referral extends Omit<
  Data<'ReferralReceived'>,
  'rules' | 'episodeId' | 'conditions'
> {
  /** Every condition that the diagnoses mean. */
  readonly conditions: readonly ConditionTerms[];
  readonly entryId: EntryId;
  readonly receivedAt: Instant;
  readonly receivedOn: LocalDate;
  readonly referrerName: TextRef | null;
  readonly referrerOrganisation: TextRef | null;
  readonly indication: TextRef | null;
  /** The earliest day of issue that was ever said: nothing can have happened before. */
  readonly firstIssuedOn: LocalDate;
  readonly amendments: readonly Amendment[];
}

export interface Amendment {
  readonly entryId: EntryId;
  readonly at: Instant;
  readonly changed: readonly ('prescription' | 'diagnoses')[];
  /** Who at the referrer said so. */
  readonly saidBy: TextRef | null;
}

/** A question to the referrer before the referral is decided. */
export interface Clarification {
  readonly entryId: EntryId;
  readonly askedAt: Instant;
  readonly due: LocalDate;
  readonly question: TextRef | null;
  readonly answer: {
    readonly entryId: EntryId;
    readonly at: Instant;
    readonly words: TextRef | null;
    readonly saidBy: TextRef | null;
  } | null;
}

export type ReferralDecision =
  | { readonly status: 'pending' }
  | { readonly status: 'accepted'; readonly at: Instant; readonly on: LocalDate }
  | { readonly status: 'declined'; readonly at: Instant; readonly reason: TextRef | null };

export interface Authorization extends Data<'AuthorizationGranted'> {
  readonly entryId: EntryId;
}

export interface Consent extends Data<'ConsentGiven'> {
  readonly entryId: EntryId;
  readonly at: Instant;
}

/** An observation where and when it was recorded. */
export interface ObservationTaken extends Observation {
  readonly entryId: EntryId;
  /** Version of the entry: what "recorded since" compares. */
  readonly entryVersion: number;
  readonly at: Instant;
  readonly on: LocalDate;
  readonly assessment: AssessmentKind | null;
}

export interface Primary {
  readonly measure: Measure;
  readonly rules: MeasureRules;
  readonly finalWindowDays: number;
  /** Version of the policy that the rules are of. */
  readonly policy: string;
  readonly baseline: { readonly observationId: ObservationId; readonly score: number } | null;
}

export interface GoalVersion {
  /** The event that made it: what a revision names. */
  readonly id: EntryId;
  readonly entryVersion: number;
  readonly setAt: Instant;
  readonly recordedAt: Instant;
  readonly author: Actor;
  readonly statement: TextRef | null;
  readonly terms: Data<'GoalSet'>['terms'];
  /** Points on the worse side that a goal to maintain allows; null: to improve. */
  readonly tolerance: number | null;
  /** Levels that are put in words, lowest first; none: not scaled, or without words. */
  readonly levelWords: readonly { readonly level: GasLevelGiven; readonly words: TextRef }[];
  readonly revision: {
    readonly reason: Data<'GoalRevised'>['reason'];
    readonly words: TextRef | null;
    readonly evidence: readonly Evidence[];
    /** `measure`: the goal took the place of one by another measure. */
    readonly changed: readonly (Data<'GoalRevised'>['changed'][number] | 'measure')[];
  } | null;
}

export type GoalStatus =
  | { readonly status: 'open' }
  | {
      readonly status: 'scored';
      readonly at: Instant;
      readonly observationId: ObservationId;
      readonly gasLevel: GasLevelGiven | null;
      /** By the levels of the original version; null: not judged by them. */
      readonly gasLevelOriginal: GasLevelGiven | null;
    }
  /** By another measure it goes on as the goal `by`. */
  | { readonly status: 'replaced'; readonly at: Instant; readonly by: GoalId }
  | { readonly status: 'abandoned'; readonly at: Instant; readonly reason: TextRef | null }
  | { readonly status: 'not_measured'; readonly at: Instant; readonly reason: TextRef | null };

export interface Goal {
  readonly id: GoalId;
  readonly kind: GoalKind;
  readonly measure: Measure;
  readonly baseline: { readonly observationId: ObservationId; readonly score: number };
  readonly rules: Data<'GoalSet'>['rules'];
  /** The goal by another measure whose place it took; null: it is the first of its lineage. */
  readonly replaces: GoalId | null;
  /** Oldest first, never empty: the first is the original, the last the current. */
  readonly versions: readonly [GoalVersion, ...GoalVersion[]];
  readonly status: GoalStatus;
}

export function originalVersion(goal: Goal): GoalVersion {
  return goal.versions[0];
}
export function currentVersion(goal: Goal): GoalVersion {
  return goal.versions[goal.versions.length - 1] ?? goal.versions[0];
}

export interface Booking {
  readonly slot: Slot;
  readonly therapistId: StaffId;
  /** The entry that made it as it stands, and when that was recorded. */
  readonly entryId: EntryId;
  readonly recordedAt: Instant;
  /** When it was booked, or moved to this slot. */
  readonly bookedAt: Instant;
}

/** A session in whatever it has come to. */
export type Session = { readonly id: SessionId; readonly booking: Booking | null } & (
  | { readonly status: 'booked' }
  | { readonly status: 'cancelled'; readonly at: Instant }
  | {
      readonly status: 'missed';
      readonly at: Instant;
      /** The day of its slot; without a booking that on which it was noted. */
      readonly on: LocalDate;
      readonly reason: Data<'SessionMissed'>['reason'];
    }
  | {
      readonly status: 'started';
      /** Clinical time of the entry, by which it is ordered. */
      readonly at: Instant;
      readonly start: Data<'SessionStarted'>;
    }
  | {
      readonly status: 'completed';
      readonly entryId: EntryId;
      readonly on: LocalDate;
      readonly late: boolean;
      readonly held: Omit<Data<'SessionCompleted'>, 'observations' | 'screening'>;
      /** As asked at its start or written up with it; null: not recorded. */
      readonly screening: Screening | null;
      readonly notes: TextRef | null;
    }
);
export type CompletedSession = Extract<Session, { status: 'completed' }>;

export interface Reaction {
  readonly entryId: EntryId;
  readonly entryVersion: number;
  readonly at: Instant;
  readonly on: LocalDate;
  readonly severity: Severity;
  readonly sessionId: SessionId | null;
  readonly description: TextRef | null;
}

export interface PlanVersion {
  /** The event that made it: what a revision and a certification name. */
  readonly id: EntryId;
  readonly setAt: Instant;
  readonly from: LocalDate;
  /** Last day of its weeks. */
  readonly until: LocalDate;
  readonly terms: Data<'PlanOfCareSet'>['terms'];
  readonly certification: Data<'PlanOfCareSet'>['certification'];
  readonly revision: {
    readonly words: TextRef | null;
    readonly changed: Data<'PlanOfCareRevised'>['changed'];
  } | null;
}

/** A certification of the current version; a revised plan wants a new one. */
export interface PlanCertified {
  readonly entryId: EntryId;
  readonly at: Instant;
  readonly on: LocalDate;
  readonly until: LocalDate | null;
  readonly saidBy: TextRef | null;
}

export interface PlanOfCare {
  /** Oldest first, never empty. */
  readonly versions: readonly [PlanVersion, ...PlanVersion[]];
  readonly certified: PlanCertified | null;
}

export interface Assessment {
  readonly entryId: EntryId;
  readonly kind: AssessmentKind;
  readonly at: Instant;
  readonly contraindicationsAsked: boolean;
  readonly findings: TextRef | null;
}

export interface Hold {
  readonly since: Instant;
  readonly reason: HoldReason;
  readonly reviewOn: LocalDate | null;
}

export interface Discharge {
  readonly entryId: EntryId;
  readonly at: Instant;
  readonly on: LocalDate;
  readonly reason: DischargeReason;
  readonly final: Data<'Discharged'>['final'];
  readonly report: TextRef | null;
  /** The goals that it settled. */
  readonly goals: readonly GoalId[];
}

export interface Voided extends Data<'EpisodeVoided'> {
  readonly at: Instant;
  readonly words: TextRef | null;
}

/** One care episode, as its entries make it. Lists are in clinical order. */
export interface Episode {
  readonly id: EpisodeId;
  readonly patientId: PatientId;
  readonly clinicId: ClinicId;
  readonly zone: Zone;
  readonly rules: Data<'ReferralReceived'>['rules'];
  readonly referral: Referral;
  /** Questions to the referrer, open and answered. */
  readonly clarifications: readonly Clarification[];
  readonly decision: ReferralDecision;
  readonly authorizations: readonly Authorization[];
  readonly consent: Consent | null;
  readonly therapistId: StaffId | null;
  readonly assessments: readonly Assessment[];
  readonly observations: readonly ObservationTaken[];
  readonly primary: Primary | null;
  readonly plan: PlanOfCare | null;
  readonly goals: readonly Goal[];
  readonly sessions: readonly Session[];
  readonly reactions: readonly Reaction[];
  readonly contraindications: readonly Contraindication[];
  /** When contraindications were last asked about; null: never. */
  readonly lastScreenedAt: Instant | null;
  readonly progress: Progress;
  readonly hold: Hold | null;
  readonly discharge: Discharge | null;
  /** Never to have been: shown to auditors only, and in no row. */
  readonly voided: Voided | null;
  /** Entries that were recorded later than the policy's hours. */
  readonly lateEntries: number;
  /** Open and closed; no part of what happened to the patient. */
  readonly findings: readonly Finding[];
}
