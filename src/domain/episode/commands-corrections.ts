import type { EntryId } from '../ids';
import type { Instant } from '../time';
import type { Simple } from './command';
import type { GrantAuthorization } from './commands-referral';
import type { AmendAuthorization, AmendReferral } from './commands-referral-changes';
import type { RecordAssessment } from './commands-assessment';
import type { SetGoal } from './commands-goals';
import type { CompleteSession } from './commands-sessions';
import type { ReportReaction } from './commands-reactions';
import type { SafetyCommand } from './commands-safety';

/** What may be the replacement of an entry: the command that should have been sent. */
export type Correctable =
  | AmendReferral
  | GrantAuthorization
  | AmendAuthorization
  | RecordAssessment
  | SetGoal
  | CompleteSession
  | ReportReaction
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
