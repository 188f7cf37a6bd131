/** Closed sets of the episode: what is stored, and what the API shows as enums. */
export const TECHNIQUES = [
  'DEEP_TISSUE',
  'MYOFASCIAL_RELEASE',
  'TRIGGER_POINT',
  'NEUROMUSCULAR',
  'NEURO_FASCIAL',
  'LYMPHATIC_DRAINAGE',
  'CONNECTIVE_TISSUE',
  'STRETCHING_ACTIVE',
  'STRETCHING_PASSIVE',
  'POSITIONAL_RELEASE',
  'REFLEX_TECHNIQUE',
  'RANGE_OF_MOTION',
  'HEAT',
  'COLD',
  'SWEDISH',
] as const;
export type Technique = (typeof TECHNIQUES)[number];

export const PRESSURES = ['LIGHT', 'MODERATE', 'DEEP'] as const;
export type Pressure = (typeof PRESSURES)[number];

export const ASSESSMENT_KINDS = ['INITIAL', 'REASSESSMENT', 'DISCHARGE', 'FOLLOW_UP'] as const;
export type AssessmentKind = (typeof ASSESSMENT_KINDS)[number];

/** When an observation was taken relative to a session. */
export const OCCASIONS = ['ASSESSMENT', 'BEFORE_SESSION', 'AFTER_SESSION', 'FOLLOW_UP'] as const;
export type Occasion = (typeof OCCASIONS)[number];

/** The time span that the patient was asked about. */
export const RECALLS = ['NOW', 'LAST_24_HOURS', 'LAST_7_DAYS', 'LAST_28_DAYS'] as const;

export const OBSERVATION_MODES = ['SELF_REPORT', 'INTERVIEW', 'MEASURED'] as const;

export const GOAL_KINDS = ['IMPROVE', 'MAINTAIN'] as const;
export type GoalKind = (typeof GOAL_KINDS)[number];

export const REVISION_REASONS = [
  'FASTER_THAN_EXPECTED',
  'SLOWER_THAN_EXPECTED',
  'ADVERSE_REACTION',
  'PATIENT_PRIORITY_CHANGED',
  'NEW_FINDING',
  'INTERRUPTION_OF_CARE',
  'SET_IN_ERROR',
] as const;
export type RevisionReason = (typeof REVISION_REASONS)[number];

/** Levels of goal attainment scaling, as they name texts: much less … much more than expected. */
export const LEVEL_NAMES = ['-2', '-1', '0', '1', '2'] as const;
export type LevelName = (typeof LEVEL_NAMES)[number];

export const SEVERITIES = ['MILD', 'MODERATE', 'SEVERE'] as const;
export type Severity = (typeof SEVERITIES)[number];

export const HOLD_REASONS = [
  'ADVERSE_REACTION',
  'ILLNESS',
  'AWAITING_CLEARANCE',
  'AWAITING_AUTHORIZATION',
  'PATIENT_REQUEST',
  'OTHER',
] as const;
export type HoldReason = (typeof HOLD_REASONS)[number];

export const MISS_REASONS = ['NO_SHOW', 'LATE_CANCELLATION', 'CLINIC_CLOSED', 'OTHER'] as const;
export type MissReason = (typeof MISS_REASONS)[number];

/** Why an episode should not be there at all. */
export const VOID_REASONS = ['WRONG_PATIENT', 'DUPLICATE'] as const;
export type VoidReason = (typeof VOID_REASONS)[number];

export const DISCHARGE_REASONS = [
  'GOALS_MET',
  'PLATEAU',
  'PATIENT_DECLINED',
  'AUTHORIZATION_EXHAUSTED',
  'LOST_TO_FOLLOW_UP',
  'REFERRED_BACK',
  'ADVERSE_EVENT',
  'ILLNESS',
  'DIED',
] as const;
export type DischargeReason = (typeof DISCHARGE_REASONS)[number];

/** Whom feedback is for: the person who treats, or the organisation. */
export const FEEDBACK_FOR = ['THERAPIST', 'PROVIDER'] as const;
export const FEEDBACK_TONES = ['POSITIVE', 'MIXED', 'NEGATIVE'] as const;

export const CONSENT_GIVERS = ['PATIENT', 'GUARDIAN', 'PROXY'] as const;
export const CONSENT_SCOPES = ['TREATMENT', 'TREATMENT_AND_REPORT'] as const;
export const URGENCIES = ['ROUTINE', 'SOON', 'URGENT'] as const;
export const SEXES = ['FEMALE', 'MALE', 'OTHER', 'UNKNOWN'] as const;
export const AGE_BANDS = [
  'UNDER_18',
  'FROM_18_TO_34',
  'FROM_35_TO_49',
  'FROM_50_TO_64',
  'FROM_65_TO_79',
  'FROM_80',
  'UNKNOWN',
] as const;
export type AgeBand = (typeof AGE_BANDS)[number];
export const DURATION_BANDS = [
  'UNDER_6_WEEKS',
  'FROM_6_TO_12_WEEKS',
  'FROM_3_TO_12_MONTHS',
  'FROM_1_TO_5_YEARS',
  'OVER_5_YEARS',
  'UNKNOWN',
] as const;
export const PAYER_CLASSES = [
  'PUBLIC',
  'PRIVATE_INSURANCE',
  'WORK_INSURANCE',
  'SELF_PAY',
  'UNKNOWN',
] as const;
