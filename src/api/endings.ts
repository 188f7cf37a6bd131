import { Args, InputType, Mutation, Resolver } from '@nestjs/graphql';
import type { VoidReason } from '../domain/episode/codes';
import type { EpisodeId } from '../domain/ids';
import { EpisodeCommandInput } from './command-input';
import { VoidReasonEnum } from './enums';
import { EpisodeCommands } from './episode-commands';
import { EnumField, IdField, TextField } from './fields';
import { EpisodeOutcome } from './outcome-types';
import { Calling, type Caller } from './viewer';
import { Needs } from './wishes';

@InputType({ description: 'Care that goes on after a discharge.' })
export class ReopenEpisodeInput extends EpisodeCommandInput {
  @TextField('Why, in words; sealed.')
  readonly words!: string;
}

@InputType({ description: 'An episode that should never have been.' })
export class VoidEpisodeInput extends EpisodeCommandInput {
  @EnumField(VoidReasonEnum, 'Why.')
  readonly voidReason!: VoidReason;

  @IdField('Of a duplicate: the episode that it repeats.', { optional: true })
  readonly duplicateOf?: EpisodeId | null;

  @TextField('Why, in words; sealed.')
  readonly words!: string;
}

@Resolver()
export class EndingResolver {
  constructor(private readonly episodes: EpisodeCommands) {}

  @Mutation(() => EpisodeOutcome, {
    description:
      'Reopens a discharged episode, within the days of the policy: the goals that the discharge ' +
      'settled are open again. The treating therapist, or a manager or clinical lead of the clinic.',
  })
  @Needs('REOPEN_EPISODES')
  reopenEpisode(
    @Args('input', { description: 'Of which episode, and why.' }) input: ReopenEpisodeInput,
    @Calling() caller: Caller,
  ) {
    const { words } = input;
    return this.episodes.send(caller, input, { type: 'ReopenEpisode', words });
  }

  @Mutation(() => EpisodeOutcome, {
    description:
      'Voids an episode of the wrong patient, or a duplicate: it leaves every list and figure, and ' +
      'only auditors see it. Not to be taken back. A manager or clinical lead of the clinic.',
  })
  @Needs('VOID_EPISODES')
  voidEpisode(
    @Args('input', { description: 'Which episode, and why.' }) input: VoidEpisodeInput,
    @Calling() caller: Caller,
  ) {
    const { voidReason, duplicateOf, words } = input;
    const content = { voidReason, duplicateOf: duplicateOf ?? null, words };
    return this.episodes.send(caller, input, { type: 'VoidEpisode', ...content });
  }
}
