import { Args, InputType, IntersectionType, Mutation, Resolver } from '@nestjs/graphql';
import type { EpisodeCommandOf } from '../domain/episode/commands';
import type { GrantAuthorization } from '../domain/episode/commands-referral';
import type { StaffId } from '../domain/ids';
import type { LocalDate } from '../domain/time';
import { EpisodeCommandInput } from './command-input';
import { ConsentGiverEnum, ConsentScopeEnum, PayerClassEnum } from './enums';
import { EpisodeCommands } from './episode-commands';
import { CodeField, DayField, EnumField, IdField, TextField, WholeField } from './fields';
import { EpisodeOutcome } from './outcome-types';
import type { Plain } from './plain';
import { Calling, type Caller } from './viewer';
import { Needs } from './wishes';

type Consent = EpisodeCommandOf<'GiveConsent'>;

@InputType({ description: 'Visits granted by a payer.' })
export class AuthorizationInput {
  @WholeField('Visits granted; absent: no limit (self-pay).', {
    min: 1,
    max: 1_000,
    optional: true,
  })
  readonly visits?: number | null;

  @DayField('First day.')
  readonly from!: LocalDate;

  @DayField('Last day, inclusive.')
  readonly to!: LocalDate;

  @EnumField(PayerClassEnum, 'Who pays.')
  readonly payerClass!: GrantAuthorization['payerClass'];
}

@InputType({ description: 'An authorization for an episode.' })
export class GrantAuthorizationInput extends IntersectionType(
  EpisodeCommandInput,
  AuthorizationInput,
) {}

@InputType({ description: 'A consent to treatment.' })
export class GiveConsentInput extends EpisodeCommandInput {
  @EnumField(ConsentGiverEnum, 'Who consented.')
  readonly by!: Consent['by'];

  @EnumField(ConsentScopeEnum, 'To what.')
  readonly scope!: Consent['scope'];

  @CodeField('Version of the form that was signed.')
  readonly formVersion!: string;
}

@InputType({ description: 'The withdrawal of a consent.' })
export class WithdrawConsentInput extends EpisodeCommandInput {
  @TextField('Why, in words; sealed.', { optional: true })
  readonly words?: string | null;
}

@InputType({ description: 'Who treats.' })
export class AssignTherapistInput extends EpisodeCommandInput {
  @IdField('The therapist: licensed, with the role at the clinic, and any specialty needed.')
  readonly therapistId!: StaffId;

  @TextField('A note for the therapist who takes over; sealed.', { optional: true })
  readonly handover?: string | null;
}

@Resolver()
export class CareSetUpResolver {
  constructor(private readonly episodes: EpisodeCommands) {}

  @Mutation(() => EpisodeOutcome, {
    description: 'Records visits granted by a payer. Those who set up care at the clinic.',
  })
  @Needs('GRANT_AUTHORIZATIONS')
  grantAuthorization(
    @Args('input', { description: 'What was granted.' }) input: GrantAuthorizationInput,
    @Calling() caller: Caller,
  ) {
    return this.episodes.send(caller, input, toGrantAuthorization(input));
  }

  @Mutation(() => EpisodeOutcome, {
    description: 'Records a consent. The therapist, or any of the clinic before there is one.',
  })
  @Needs('RECORD_CONSENT')
  giveConsent(
    @Args('input', { description: 'The consent.' }) input: GiveConsentInput,
    @Calling() caller: Caller,
  ) {
    const { by, scope, formVersion } = input;
    return this.episodes.send(caller, input, { type: 'GiveConsent', by, scope, formVersion });
  }

  @Mutation(() => EpisodeOutcome, {
    description: 'Records that consent was withdrawn. As giveConsent.',
  })
  @Needs('RECORD_CONSENT')
  withdrawConsent(
    @Args('input', { description: 'Of which episode.' }) input: WithdrawConsentInput,
    @Calling() caller: Caller,
  ) {
    const words = input.words ?? undefined;
    return this.episodes.send(caller, input, { type: 'WithdrawConsent', words });
  }

  @Mutation(() => EpisodeOutcome, {
    description: 'Assigns the treating therapist. Managers and clinical leads of the clinic.',
  })
  @Needs('ASSIGN_THERAPISTS')
  assignTherapist(
    @Args('input', { description: 'Who treats.' }) input: AssignTherapistInput,
    @Calling() caller: Caller,
  ) {
    const { therapistId } = input;
    const handover = input.handover ?? undefined;
    return this.episodes.send(caller, input, { type: 'AssignTherapist', therapistId, handover });
  }
}

export function toGrantAuthorization(input: Plain<AuthorizationInput>): GrantAuthorization {
  const { visits, from, to, payerClass } = input;
  return { type: 'GrantAuthorization', visits: visits ?? null, from, to, payerClass };
}
