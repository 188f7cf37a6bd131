import type { Correctable } from './commands-corrections';
import type { EpisodeEvent } from './events';

/** How an entry may be mended once it is in the log. */
export interface Mending {
  /** The command that should have been sent; null: the entry is not replaced. */
  readonly replacedBy: Correctable['type'] | null;
  /** Whether it may be taken out: a fact, not identity or order. */
  readonly inError: boolean;
}

const never: Mending = { replacedBy: null, inError: false };
const outOnly: Mending = { replacedBy: null, inError: true };
function by<Type extends Correctable['type']>(replacedBy: Type) {
  return { replacedBy, inError: true };
}

/**
 * Every kind of entry is named: what identifies an episode or gives it its order is never mended
 * (void or reopen the episode instead), and a new event does not compile before it says how it is.
 */
export const MENDING: Readonly<Record<EpisodeEvent['type'], Mending>> = {
  ReferralReceived: { replacedBy: 'ReceiveReferral', inError: false },
  ReferralAccepted: never,
  ReferralDeclined: never,
  ReferralAmended: by('AmendReferral'),
  ReferralClarificationRequested: outOnly,
  ReferralClarified: outOnly,
  AuthorizationGranted: by('GrantAuthorization'),
  AuthorizationAmended: by('AmendAuthorization'),
  ConsentGiven: by('GiveConsent'),
  ConsentWithdrawn: outOnly,
  TherapistAssigned: never,
  EpisodeTransferred: never,
  AssessmentDone: by('RecordAssessment'),
  PlanOfCareSet: by('SetPlanOfCare'),
  PlanOfCareRevised: outOnly,
  PlanOfCareCertified: by('CertifyPlanOfCare'),
  GoalSet: by('SetGoal'),
  GoalRevised: by('ReviseGoal'),
  GoalReplaced: by('ReplaceGoal'),
  GoalScored: by('ScoreGoal'),
  GoalAbandoned: by('AbandonGoal'),
  SessionScheduled: outOnly,
  SessionRescheduled: outOnly,
  SessionCancelled: outOnly,
  SessionMissed: by('MissSession'),
  SessionStarted: outOnly,
  SessionCompleted: by('CompleteSession'),
  AdverseReactionReported: by('ReportReaction'),
  ContraindicationRecorded: by('RecordContraindication'),
  ContraindicationCleared: by('ClearContraindication'),
  ContraindicationResolved: by('ResolveContraindication'),
  HomeProgrammeGiven: by('GiveHomeProgramme'),
  HomeProgrammeAdherenceReported: by('ReportAdherence'),
  PatientFeedbackRecorded: by('RecordFeedback'),
  ProgressReported: by('ReportProgress'),
  ReportAcknowledged: outOnly,
  EpisodePutOnHold: by('PutOnHold'),
  EpisodeResumed: outOnly,
  Discharged: { replacedBy: 'Discharge', inError: false },
  EpisodeReopened: never,
  EpisodeVoided: never,
  EntryCorrected: never,
  EntryMarkedInError: never,
  FindingRaised: never,
  FindingClosed: never,
};

/** The kind of entry that a replacement makes. */
export function madeBy(replacement: Correctable['type']): EpisodeEvent['type'] {
  // The keys of the table above, which `Object.keys` widens to string.
  const types = Object.keys(MENDING) as readonly EpisodeEvent['type'][];
  const made = types.find((type) => MENDING[type].replacedBy === replacement);
  if (!made) throw new Error(`no entry is replaced by ${replacement}`);
  return made;
}
