import { z } from 'zod';
import {
  idSchema,
  type AuthorizationId,
  type ClinicId,
  type EntryId,
  type EpisodeId,
  type GoalId,
  type ObservationId,
  type PatientId,
  type SessionId,
  type StaffId,
} from '../ids';
import { codeSchema, instantSchema, localDateSchema, zoneSchema, type EventsOf } from '../schemas';
import {
  ASSESSMENT_KINDS,
  CONSENT_GIVERS,
  CONSENT_SCOPES,
  DISCHARGE_REASONS,
  GOAL_KINDS,
  HOLD_REASONS,
  MISS_REASONS,
  PAYER_CLASSES,
  PRESSURES,
  REVISION_REASONS,
  SEVERITIES,
  TECHNIQUES,
  URGENCIES,
} from './codes';
import {
  caseMixSchema,
  deviationSchema,
  diagnosisSchema,
  evidenceSchema,
  gasLevelSchema,
  gasLevelsSchema,
  importSourceSchema,
  labelsSchema,
  measureRulesSchema,
  measureSchema,
  observationSchema,
  prescriptionSchema,
  referrerSchema,
  slotSchema,
  weightSchema,
  windowSchema,
} from './values';

/**
 * Streams `episode-<id>`. Names and shapes are the storage format: add, never edit. Free text is
 * not here: the comment of each event names its sealed texts.
 */
const referralEvents = {
  /** Texts: referrerName, referrerOrganisation, indication, sourceLine. */
  ReferralReceived: z.object({
    episodeId: idSchema<EpisodeId>(),
    patientId: idSchema<PatientId>(),
    clinicId: idSchema<ClinicId>(),
    zone: zoneSchema,
    referrer: referrerSchema,
    prescription: prescriptionSchema,
    diagnoses: z.array(diagnosisSchema).min(1),
    /** What the diagnoses mean in the policy; null: none of its conditions. */
    condition: codeSchema.nullable(),
    /** Specialty that a treating therapist needs for it. */
    specialty: codeSchema.nullable(),
    bodySites: z.array(codeSchema),
    urgency: z.enum(URGENCIES),
    caseMix: caseMixSchema,
    labels: labelsSchema,
    imported: importSourceSchema.nullable(),
    rules: z.object({
      policy: codeSchema,
      lapseDays: z.number(),
      noSessionDays: z.number(),
      lateEntryHours: z.number(),
    }),
  }),
  ReferralAccepted: z.object({}),
  /** Texts: reason. */
  ReferralDeclined: z.object({}),
  AuthorizationGranted: z.object({
    authorizationId: idSchema<AuthorizationId>(),
    /** Null: no limit (self-pay). */
    visits: z.number().int().positive().nullable(),
    from: localDateSchema,
    to: localDateSchema,
    payerClass: z.enum(PAYER_CLASSES),
  }),
  ConsentGiven: z.object({
    by: z.enum(CONSENT_GIVERS),
    scope: z.enum(CONSENT_SCOPES),
    formVersion: codeSchema,
  }),
  /** Texts: reason. */
  ConsentWithdrawn: z.object({}),
  /** Texts: handover. */
  TherapistAssigned: z.object({ therapistId: idSchema<StaffId>() }),
};

const assessmentEvents = {
  /** Texts: findings, activity names of PSFS as `activity:<id>`. */
  AssessmentDone: z.object({
    kind: z.enum(ASSESSMENT_KINDS),
    healthHistoryTaken: z.boolean(),
    contraindicationsAsked: z.boolean(),
    observations: z.array(observationSchema),
    /** Of the initial one only: what the episode is measured by, and by which rules. */
    primary: z
      .object({
        measure: measureSchema,
        rules: measureRulesSchema,
        finalWindowDays: z.number(),
        policy: codeSchema,
      })
      .nullable(),
  }),
};

const goalTermsSchema = z.object({
  /** Points of the measure. A goal to maintain: the baseline. */
  target: z.number(),
  due: localDateSchema,
  window: windowSchema,
  importance: weightSchema,
  difficulty: weightSchema,
  levels: gasLevelsSchema.nullable(),
});

const goalEvents = {
  /** Texts: statement. */
  GoalSet: z.object({
    goalId: idSchema<GoalId>(),
    kind: z.enum(GOAL_KINDS),
    measure: measureSchema,
    baseline: z.object({ observationId: idSchema<ObservationId>(), score: z.number() }),
    /** Points on the worse side that a goal to maintain still allows. */
    tolerance: z.number().min(0).nullable(),
    terms: goalTermsSchema,
    rules: z.object({
      policy: codeSchema,
      windowDaysBefore: z.number(),
      windowDaysAfter: z.number(),
      measure: measureRulesSchema,
    }),
  }),
  /** Texts: statement, reason. */
  GoalRevised: z.object({
    goalId: idSchema<GoalId>(),
    revises: idSchema<EntryId>(),
    changed: z.array(z.enum(['target', 'due', 'statement', 'weights', 'levels'])).min(1),
    terms: goalTermsSchema,
    reason: z.enum(REVISION_REASONS),
    evidence: z.array(evidenceSchema).min(1),
  }),
  GoalScored: z.object({
    goalId: idSchema<GoalId>(),
    version: idSchema<EntryId>(),
    observationId: idSchema<ObservationId>(),
    gasLevel: gasLevelSchema.nullable(),
  }),
  /** Texts: reason. */
  GoalAbandoned: z.object({ goalId: idSchema<GoalId>() }),
};

const treatmentSchema = z.object({
  techniques: z.array(z.enum(TECHNIQUES)),
  sites: z.array(codeSchema),
  pressure: z.enum(PRESSURES).nullable(),
});

const sessionEvents = {
  SessionScheduled: z.object({
    sessionId: idSchema<SessionId>(),
    slot: slotSchema,
    therapistId: idSchema<StaffId>(),
    techniques: z.array(z.enum(TECHNIQUES)),
  }),
  /** Texts: reason. */
  SessionCancelled: z.object({ sessionId: idSchema<SessionId>() }),
  /** Texts: reason. */
  SessionMissed: z.object({
    sessionId: idSchema<SessionId>(),
    reason: z.enum(MISS_REASONS),
  }),
  SessionStarted: z.object({
    sessionId: idSchema<SessionId>(),
    therapistId: idSchema<StaffId>(),
    startedAt: instantSchema,
    planned: treatmentSchema,
    authorizationId: idSchema<AuthorizationId>(),
    contraindicationsAsked: z.boolean(),
  }),
  /** Texts: response, notes, homeAdvice, stoppedBecause, reason (of deviations). */
  SessionCompleted: z.object({
    sessionId: idSchema<SessionId>(),
    therapistId: idSchema<StaffId>(),
    startedAt: instantSchema,
    endedAt: instantSchema,
    given: treatmentSchema,
    breaks: z.number().int().min(0),
    observations: z.array(observationSchema),
    stoppedEarly: z.boolean(),
    authorizationId: idSchema<AuthorizationId>().nullable(),
    deviations: z.array(deviationSchema),
  }),
  /** Texts: description, action, told. */
  AdverseReactionReported: z.object({
    severity: z.enum(SEVERITIES),
    sessionId: idSchema<SessionId>().nullable(),
  }),
  /** Texts: words. */
  EpisodePutOnHold: z.object({
    reason: z.enum(HOLD_REASONS),
    reviewOn: localDateSchema.nullable(),
  }),
  /** Texts: words. */
  EpisodeResumed: z.object({}),
};

const dischargeEvents = {
  /** Texts: report, findings, `goal:<goalId>`, finalMissing (why). */
  Discharged: z.object({
    reason: z.enum(DISCHARGE_REASONS),
    observations: z.array(observationSchema),
    /** The final score of the primary measure, or that there is none (why: a text). */
    final: z.union([
      z.object({ observationId: idSchema<ObservationId>() }),
      z.object({ missing: z.literal(true) }),
      z.null(),
    ]),
    goals: z.array(
      z.discriminatedUnion('outcome', [
        z.object({
          goalId: idSchema<GoalId>(),
          outcome: z.literal('SCORED'),
          version: idSchema<EntryId>(),
          observationId: idSchema<ObservationId>(),
          gasLevel: gasLevelSchema.nullable(),
        }),
        z.object({ goalId: idSchema<GoalId>(), outcome: z.literal('ABANDONED') }),
        z.object({ goalId: idSchema<GoalId>(), outcome: z.literal('NOT_MEASURED') }),
      ]),
    ),
    cancelledSessions: z.array(idSchema<SessionId>()),
  }),
};

const correctionEvents = {
  /** Texts: those of the entry that changed, and correctionReason. */
  EntryCorrected: z.object({
    entryId: idSchema<EntryId>(),
    entryType: codeSchema,
    /** `schemaVersion` of the entry's type at which the replacement was written. */
    entrySchemaVersion: z.number().int().positive(),
    replacement: z.record(z.string(), z.unknown()),
    occurredAt: instantSchema.optional(),
  }),
  /** Texts: correctionReason. */
  EntryMarkedInError: z.object({ entryId: idSchema<EntryId>(), entryType: codeSchema }),
};

export const episodeEvents = {
  ...referralEvents,
  ...assessmentEvents,
  ...goalEvents,
  ...sessionEvents,
  ...dischargeEvents,
  ...correctionEvents,
};
/** Current `schemaVersion` by event type, where it is above 1. */
export const episodeSchemaVersions: Readonly<Partial<Record<keyof typeof episodeEvents, number>>> =
  {};

export type EpisodeEvent = EventsOf<typeof episodeEvents>;
export type EpisodeEventOf<Type extends EpisodeEvent['type']> = Extract<
  EpisodeEvent,
  { type: Type }
>;
