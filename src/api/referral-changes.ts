import { Args, Mutation, Resolver } from '@nestjs/graphql';
import type { AmendReferral } from '../domain/episode/commands-referral-changes';
import { EpisodeCommands } from './episode-commands';
import { EpisodeOutcome } from './outcome-types';
import type { Plain } from './plain';
import { toDiagnoses, toPrescription, toReferrer } from './referral';
import {
  AmendReferralInput,
  ClarifyReferralInput,
  RequestClarificationInput,
  type ReferralAmendmentInput,
} from './referral-change-inputs';
import { Calling, type Caller } from './viewer';
import { Needs } from './wishes';

@Resolver()
export class ReferralChangeResolver {
  constructor(private readonly episodes: EpisodeCommands) {}

  @Mutation(() => EpisodeOutcome, {
    description:
      'Records what the referrer changed of the referral: only what comes from that referrer. ' +
      'Therapists, managers and the front desk of the clinic.',
  })
  @Needs('HANDLE_REFERRALS')
  amendReferral(
    @Args('input', { description: 'What changed, and who said so.' }) input: AmendReferralInput,
    @Calling() caller: Caller,
  ) {
    return this.episodes.send(caller, input, toAmendReferral(input));
  }

  @Mutation(() => EpisodeOutcome, {
    description:
      'Records a question to the referrer; until it is answered the referral is not accepted. ' +
      'Therapists, managers and the front desk of the clinic.',
  })
  @Needs('HANDLE_REFERRALS')
  requestClarification(
    @Args('input', { description: 'The question.' }) input: RequestClarificationInput,
    @Calling() caller: Caller,
  ) {
    const { question, due } = input;
    return this.episodes.send(caller, input, { type: 'RequestClarification', question, due });
  }

  @Mutation(() => EpisodeOutcome, {
    description:
      'Records the answer of the referrer to a question. Therapists, managers and the front ' +
      'desk of the clinic.',
  })
  @Needs('HANDLE_REFERRALS')
  clarifyReferral(
    @Args('input', { description: 'The answer.' }) input: ClarifyReferralInput,
    @Calling() caller: Caller,
  ) {
    const { requestId, answer } = input;
    const saidBy = input.saidBy ?? undefined;
    return this.episodes.send(caller, input, {
      type: 'ClarifyReferral',
      requestId,
      answer,
      saidBy,
    });
  }
}

export function toAmendReferral(input: Plain<ReferralAmendmentInput>): AmendReferral {
  const { referrer, saidBy, prescription, diagnoses } = input;
  return {
    type: 'AmendReferral',
    referrer: toReferrer(referrer),
    saidBy,
    prescription: prescription ? toPrescription(prescription) : undefined,
    diagnoses: diagnoses ? toDiagnoses(diagnoses) : undefined,
  };
}
