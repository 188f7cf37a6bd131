import { Args, InputType, Mutation, Resolver } from '@nestjs/graphql';
import type { CorrectEntry, Correctable } from '../domain/episode/commands-corrections';
import type { EntryId, SessionId } from '../domain/ids';
import type { Instant } from '../domain/time';
import { AssessmentInput, toRecordAssessment } from './assessment';
import { toAmendAuthorization } from './care-changes';
import { AuthorizationInput, toGrantAuthorization } from './care-set-up';
import { EpisodeCommandInput } from './command-input';
import { EpisodeCommands } from './episode-commands';
import { badInput } from './errors';
import { IdField, MomentField, ObjectField, OneOfField, TextField } from './fields';
import {
  AbandonInput,
  GoalInput,
  ReplacementGoalInput,
  RevisionInput,
  ScoreInput,
} from './goal-inputs';
import { toAbandonGoal, toReplaceGoal, toReviseGoal, toScoreGoal, toSetGoal } from './goals';
import { EpisodeOutcome } from './outcome-types';
import { AuthorizationAmendmentInput, ReferralAmendmentInput } from './referral-change-inputs';
import { toAmendReferral } from './referral-changes';
import {
  toGiveHomeProgramme,
  toRecordFeedback,
  toReportAdherence,
  toReportProgress,
} from './progress';
import {
  AdherenceInput,
  FeedbackInput,
  HomeProgrammeInput,
  ProgressReportInput,
} from './progress-inputs';
import { PlanCertificationInput, PlanOfCareInput } from './plan-inputs';
import { toCertifyPlanOfCare, toSetPlanOfCare } from './plan-of-care';
import { ReactionInput, toReportReaction } from './reactions';
import {
  toClearContraindication,
  toRecordContraindication,
  toResolveContraindication,
} from './safety';
import { ClearanceInput, ContraindicationInput, ResolutionInput } from './safety-inputs';
import {
  ConsentContentInput,
  DischargeContentInput,
  HoldContentInput,
  MissContentInput,
  ReferralContentInput,
} from './replacement-inputs';
import { SessionInput } from './session-inputs';
import { toDischarge } from './discharge';
import { toReferralContent } from './referral';
import { toCompleteSession } from './sessions';
import { Calling, type Caller } from './viewer';
import { Needs } from './wishes';

@InputType({
  isOneOf: true,
  description: 'The entry as it should have been: of the same kind as the one that it replaces.',
})
export class ReplacementInput {
  @ObjectField(() => ReferralAmendmentInput, 'In place of an amendment of the referral.', {
    optional: true,
  })
  readonly referralAmendment?: ReferralAmendmentInput | null;

  @ObjectField(() => AuthorizationAmendmentInput, 'In place of one of an authorization.', {
    optional: true,
  })
  readonly authorizationAmendment?: AuthorizationAmendmentInput | null;

  @ObjectField(() => ReferralContentInput, 'In place of what the referral said.', {
    optional: true,
  })
  readonly referral?: ReferralContentInput | null;

  @ObjectField(() => ConsentContentInput, 'In place of a consent.', { optional: true })
  readonly consent?: ConsentContentInput | null;

  @ObjectField(() => MissContentInput, 'In place of the note of a miss.', { optional: true })
  readonly miss?: MissContentInput | null;

  @ObjectField(() => HoldContentInput, 'In place of a pause.', { optional: true })
  readonly hold?: HoldContentInput | null;

  @ObjectField(() => DischargeContentInput, 'In place of what the discharge said.', {
    optional: true,
  })
  readonly discharge?: DischargeContentInput | null;

  @ObjectField(() => AuthorizationInput, 'In place of an authorization.', { optional: true })
  readonly authorization?: AuthorizationInput | null;

  @ObjectField(() => AssessmentInput, 'In place of an assessment.', { optional: true })
  readonly assessment?: AssessmentInput | null;

  @ObjectField(() => PlanOfCareInput, 'In place of a plan of care as it was set.', {
    optional: true,
  })
  readonly planOfCare?: PlanOfCareInput | null;

  @ObjectField(() => PlanCertificationInput, 'In place of a certification of it.', {
    optional: true,
  })
  readonly planCertification?: PlanCertificationInput | null;

  @ObjectField(() => GoalInput, 'In place of a goal as it was set.', { optional: true })
  readonly goal?: GoalInput | null;

  @ObjectField(() => SessionInput, 'In place of a session that was held.', { optional: true })
  readonly session?: SessionInput | null;

  @ObjectField(() => RevisionInput, 'In place of a revision of a goal.', { optional: true })
  readonly revision?: RevisionInput | null;

  @ObjectField(() => ReplacementGoalInput, 'In place of a goal that took the place of another.', {
    optional: true,
  })
  readonly replacementGoal?: ReplacementGoalInput | null;

  @ObjectField(() => ScoreInput, 'In place of the result of a goal.', { optional: true })
  readonly score?: ScoreInput | null;

  @ObjectField(() => AbandonInput, 'In place of giving a goal up.', { optional: true })
  readonly abandonment?: AbandonInput | null;

  @ObjectField(() => HomeProgrammeInput, 'In place of a home programme.', { optional: true })
  readonly homeProgramme?: HomeProgrammeInput | null;

  @ObjectField(() => AdherenceInput, 'In place of a report on one.', { optional: true })
  readonly adherence?: AdherenceInput | null;

  @ObjectField(() => FeedbackInput, 'In place of feedback.', { optional: true })
  readonly feedback?: FeedbackInput | null;

  @ObjectField(() => ProgressReportInput, 'In place of a report on progress.', { optional: true })
  readonly progressReport?: ProgressReportInput | null;

  @ObjectField(() => ReactionInput, 'In place of a reaction.', { optional: true })
  readonly reaction?: ReactionInput | null;

  @ObjectField(() => ContraindicationInput, 'In place of a contraindication.', { optional: true })
  readonly contraindication?: ContraindicationInput | null;

  @ObjectField(() => ClearanceInput, 'In place of a clearance.', { optional: true })
  readonly clearance?: ClearanceInput | null;

  @ObjectField(() => ResolutionInput, 'In place of the end of a contraindication.', {
    optional: true,
  })
  readonly resolution?: ResolutionInput | null;
}

@InputType({ description: 'A correction. The entry stays in the log; this one says what holds.' })
export class CorrectEntryInput extends EpisodeCommandInput {
  @IdField('The entry to correct.')
  readonly entryId!: EntryId;

  @OneOfField(() => ReplacementInput, 'What it should have said, whole.')
  readonly replacement!: ReplacementInput;

  @MomentField('When it really happened; absent: as the entry says.', { optional: true })
  readonly correctedOccurredAt?: Instant | null;

  @TextField('Why, in words; sealed.')
  readonly words!: string;
}

@InputType({ description: 'An entry that should not be there.' })
export class MarkEntryInErrorInput extends EpisodeCommandInput {
  @IdField('The entry to take out.')
  readonly entryId!: EntryId;

  @TextField('Why, in words; sealed.')
  readonly words!: string;
}

@Resolver()
export class CorrectionResolver {
  constructor(private readonly episodes: EpisodeCommands) {}

  @Mutation(() => EpisodeOutcome, {
    description: 'Corrects an entry; judged by the rules of its own time. The treating therapist.',
  })
  @Needs('TREAT')
  correctEntry(
    @Args('input', { description: 'Which entry, and what holds.' }) input: CorrectEntryInput,
    @Calling() caller: Caller,
  ) {
    return this.episodes.send(caller, input, toCorrectEntry(input));
  }

  @Mutation(() => EpisodeOutcome, {
    description: 'Takes out an entry that should not be there. The treating therapist.',
  })
  @Needs('TREAT')
  markEntryInError(
    @Args('input', { description: 'Which entry, and why.' }) input: MarkEntryInErrorInput,
    @Calling() caller: Caller,
  ) {
    const { entryId, words } = input;
    return this.episodes.send(caller, input, { type: 'MarkEntryInError', entryId, words });
  }
}

function toCorrectEntry(input: CorrectEntryInput): CorrectEntry {
  const { entryId, replacement, words } = input;
  return {
    type: 'CorrectEntry',
    entryId,
    replacement: toReplacement(replacement),
    correctedOccurredAt: input.correctedOccurredAt ?? undefined,
    words,
  };
}

function toReplacement(input: ReplacementInput): Correctable {
  if (input.referral) return toReferralContent(input.referral);
  if (input.consent) return toConsent(input.consent);
  if (input.miss) return toMiss(input.miss);
  if (input.hold) return toHold(input.hold);
  if (input.discharge) return toDischarge(input.discharge);
  if (input.referralAmendment) return toAmendReferral(input.referralAmendment);
  if (input.authorizationAmendment) return toAmendAuthorization(input.authorizationAmendment);
  if (input.authorization) return toGrantAuthorization(input.authorization);
  if (input.assessment) return toRecordAssessment(input.assessment);
  if (input.planOfCare) return toSetPlanOfCare(input.planOfCare);
  if (input.planCertification) return toCertifyPlanOfCare(input.planCertification);
  if (input.goal) return toSetGoal(input.goal);
  if (input.session) return toCompleteSession(input.session);
  if (input.revision) return toReviseGoal(input.revision);
  if (input.replacementGoal) return toReplaceGoal(input.replacementGoal);
  if (input.score) return toScoreGoal(input.score);
  if (input.abandonment) return toAbandonGoal(input.abandonment);
  if (input.homeProgramme) return toGiveHomeProgramme(input.homeProgramme);
  if (input.adherence) return toReportAdherence(input.adherence);
  if (input.feedback) return toRecordFeedback(input.feedback);
  if (input.progressReport) return toReportProgress(input.progressReport);
  if (input.reaction) return toReportReaction(input.reaction);
  if (input.contraindication) return toRecordContraindication(input.contraindication);
  if (input.clearance) return toClearContraindication(input.clearance);
  if (input.resolution) return toResolveContraindication(input.resolution);
  const message = 'replacement must have exactly one of its fields';
  throw badInput([{ path: 'input.replacement', rule: 'hasExactlyOneKey', message }]);
}

/** Which session it is of, the entry says. */
function toMiss({ missReason, words }: MissContentInput): Correctable {
  const sessionId = '' as SessionId; // the entry's own is put in its place
  return { type: 'MissSession', sessionId, missReason, words: words ?? undefined };
}

function toConsent({ by, scope, formVersion }: ConsentContentInput): Correctable {
  return { type: 'GiveConsent', by, scope, formVersion };
}

function toHold({ holdReason, words, reviewOn }: HoldContentInput): Correctable {
  return { type: 'PutOnHold', holdReason, words: words ?? undefined, reviewOn: reviewOn ?? null };
}
