import type { EntryId } from '../ids';
import type { Instant } from '../time';
import type { Simple } from './command';
import type { CertifyPlanOfCare, SetPlanOfCare } from './commands-plan';
import type { AmendAuthorization, AmendReferral } from './commands-referral-changes';
import type { RecordAssessment } from './commands-assessment';
import type { GoalCommand } from './commands-goals';
import type { AcknowledgeReport, ProgressCommand } from './commands-progress';
import type { PutOnHold, ReportReaction } from './commands-reactions';
import type { DischargePatient } from './commands-endings';
import type { GiveConsent, GrantAuthorization, ReceiveReferral } from './commands-referral';
import type { CompleteSession, MissSession } from './commands-sessions';
import type { SafetyCommand } from './commands-safety';

/** A referral without what makes it this episode: patient and clinic are not corrected. */
type ReferralContent = Omit<ReceiveReferral, 'patientId' | 'clinicId' | 'imported'>;

/** What may be the replacement of an entry: the command that should have been sent. */
export type Correctable =
  | ReferralContent
  | AmendReferral
  | GrantAuthorization
  | AmendAuthorization
  | GiveConsent
  | RecordAssessment
  | SetPlanOfCare
  | CertifyPlanOfCare
  | GoalCommand
  | MissSession
  | CompleteSession
  | ReportReaction
  | Exclude<ProgressCommand, AcknowledgeReport>
  | PutOnHold
  | DischargePatient
  | SafetyCommand;

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

export type CorrectionCommand = CorrectEntry | MarkEntryInError;
