import type { EpisodeId } from '../ids';
import type { RecordAssessment } from './commands-assessment';
import type { CorrectionCommand } from './commands-corrections';
import type { EndingCommand } from './commands-endings';
import type { FindingCommand } from './commands-findings';
import type { GoalCommand } from './commands-goals';
import type { PlanCommand } from './commands-plan';
import type { ProgressCommand } from './commands-progress';
import type { ReactionCommand } from './commands-reactions';
import type { ReferralCommand } from './commands-referral';
import type { ReferralChangeCommand } from './commands-referral-changes';
import type { SafetyCommand } from './commands-safety';
import type { SessionCommand } from './commands-sessions';

/** One file a topic. */
type EpisodeCommandBody =
  | ReferralCommand
  | ReferralChangeCommand
  | RecordAssessment
  | PlanCommand
  | GoalCommand
  | SessionCommand
  | ReactionCommand
  | ProgressCommand
  | SafetyCommand
  | EndingCommand
  | CorrectionCommand
  | FindingCommand;

/** A command to one episode; all that may go wrong with it is in `../rules.ts`. */
export type EpisodeCommand = EpisodeCommandBody & { readonly episodeId: EpisodeId };
export type EpisodeCommandOf<Type extends EpisodeCommand['type']> = Extract<
  EpisodeCommand,
  { type: Type }
>;
