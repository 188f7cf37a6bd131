import { Args, InputType, IntersectionType, Mutation, Resolver } from '@nestjs/graphql';
import type { HoldReason, Severity } from '../domain/episode/codes';
import type { ReportReaction } from '../domain/episode/commands-reactions';
import type { SessionId } from '../domain/ids';
import type { LocalDate } from '../domain/time';
import { EpisodeCommandInput } from './command-input';
import { HoldReasonEnum, SeverityEnum } from './enums';
import { EpisodeCommands } from './episode-commands';
import { DayField, EnumField, IdField, TextField } from './fields';
import { EpisodeOutcome } from './outcome-types';
import type { Plain } from './plain';
import { Calling, type Caller } from './viewer';
import { Needs } from './wishes';

@InputType({ description: 'An adverse reaction.' })
export class ReactionInput {
  @EnumField(SeverityEnum, 'How bad. A severe one puts the episode on hold by itself.')
  readonly severity!: Severity;

  @IdField('The session that it followed; absent: none in particular.', { optional: true })
  readonly sessionId?: SessionId | null;

  @TextField('What happened; sealed.', { min: 1 })
  readonly description!: string;

  @TextField('What was done; sealed.', { optional: true })
  readonly action?: string | null;

  @TextField('Who was told; sealed.', { optional: true })
  readonly told?: string | null;
}

@InputType({ description: 'An adverse reaction in an episode.' })
export class ReportReactionInput extends IntersectionType(EpisodeCommandInput, ReactionInput) {}

@InputType({ description: 'A pause of care.' })
export class PutOnHoldInput extends EpisodeCommandInput {
  @EnumField(HoldReasonEnum, 'Why.')
  readonly holdReason!: HoldReason;

  @TextField('More in words; sealed.', { optional: true })
  readonly words?: string | null;

  @DayField('Day on which it is looked at again.', { optional: true })
  readonly reviewOn?: LocalDate | null;
}

@InputType({ description: 'The end of a pause.' })
export class ResumeEpisodeInput extends EpisodeCommandInput {
  @TextField('Why, in words; sealed.', { optional: true })
  readonly words?: string | null;
}

@Resolver()
export class ReactionResolver {
  constructor(private readonly episodes: EpisodeCommands) {}

  @Mutation(() => EpisodeOutcome, {
    description: 'Reports an adverse reaction: never refused. The treating therapist.',
  })
  @Needs('TREAT')
  reportReaction(
    @Args('input', { description: 'The reaction.' }) input: ReportReactionInput,
    @Calling() caller: Caller,
  ) {
    return this.episodes.send(caller, input, toReportReaction(input));
  }

  @Mutation(() => EpisodeOutcome, { description: 'Pauses care. The treating therapist.' })
  @Needs('TREAT')
  putOnHold(
    @Args('input', { description: 'Why, and until when.' }) input: PutOnHoldInput,
    @Calling() caller: Caller,
  ) {
    const { holdReason } = input;
    const hold = { words: input.words ?? undefined, reviewOn: input.reviewOn ?? null };
    return this.episodes.send(caller, input, { type: 'PutOnHold', holdReason, ...hold });
  }

  @Mutation(() => EpisodeOutcome, { description: 'Ends a pause. The treating therapist.' })
  @Needs('TREAT')
  resumeEpisode(
    @Args('input', { description: 'Of which episode.' }) input: ResumeEpisodeInput,
    @Calling() caller: Caller,
  ) {
    return this.episodes.send(caller, input, { type: 'Resume', words: input.words ?? undefined });
  }
}

export function toReportReaction(input: Plain<ReactionInput>): ReportReaction {
  const { severity, sessionId, description, action, told } = input;
  return {
    type: 'ReportReaction',
    severity,
    sessionId: sessionId ?? null,
    description,
    action: action ?? undefined,
    told: told ?? undefined,
  };
}
