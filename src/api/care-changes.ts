import { Args, Mutation, Resolver } from '@nestjs/graphql';
import type { AmendAuthorization } from '../domain/episode/commands-referral-changes';
import { EpisodeCommands } from './episode-commands';
import { EpisodeOutcome } from './outcome-types';
import type { Plain } from './plain';
import {
  AmendAuthorizationInput,
  TransferEpisodeInput,
  type AuthorizationAmendmentInput,
} from './referral-change-inputs';
import { Calling, type Caller } from './viewer';
import { Needs } from './wishes';

@Resolver()
export class CareChangeResolver {
  constructor(private readonly episodes: EpisodeCommands) {}

  @Mutation(() => EpisodeOutcome, {
    description:
      'Records what a payer changed of an authorization. Those who set up care at the clinic.',
  })
  @Needs('GRANT_AUTHORIZATIONS')
  amendAuthorization(
    @Args('input', { description: 'What holds from now on.' }) input: AmendAuthorizationInput,
    @Calling() caller: Caller,
  ) {
    return this.episodes.send(caller, input, toAmendAuthorization(input));
  }

  @Mutation(() => EpisodeOutcome, {
    description:
      'Hands the episode over to another therapist; who had it reads it as it was until then. ' +
      'The treating therapist, managers and clinical leads of the clinic.',
  })
  @Needs('TRANSFER_EPISODES')
  transferEpisode(
    @Args('input', { description: 'To whom, with a note.' }) input: TransferEpisodeInput,
    @Calling() caller: Caller,
  ) {
    const { therapistId, handover } = input;
    return this.episodes.send(caller, input, { type: 'TransferEpisode', therapistId, handover });
  }
}

export function toAmendAuthorization(
  input: Plain<AuthorizationAmendmentInput>,
): AmendAuthorization {
  const { authorizationId, visits, from, to } = input;
  return { type: 'AmendAuthorization', authorizationId, visits: visits ?? null, from, to };
}
