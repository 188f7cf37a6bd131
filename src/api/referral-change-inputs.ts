import { InputType, IntersectionType } from '@nestjs/graphql';
import type { AuthorizationId, EntryId, StaffId } from '../domain/ids';
import type { LocalDate } from '../domain/time';
import { EpisodeCommandInput } from './command-input';
import {
  CodeField,
  DayField,
  IdField,
  ObjectField,
  ObjectsField,
  TextField,
  WholeField,
} from './fields';
import { DiagnosisInput, PrescriptionInput } from './referral-inputs';

@InputType({ description: 'Who of the referrers it is: as the referral has them.' })
export class SameReferrerInput {
  @CodeField("The referrer's own identifier; absent: the referral has none.", { optional: true })
  readonly id?: string | null;

  @CodeField('Role, e.g. `PHYSICIAN`.')
  readonly role!: string;

  @IdField('When the referrer also works here.', { optional: true })
  readonly staffId?: StaffId | null;
}

@InputType({ description: 'What the referrer changed. What is absent stays as it is.' })
export class ReferralAmendmentInput {
  @ObjectField(() => SameReferrerInput, 'Whom it comes from: the referrer of this referral.')
  readonly referrer!: SameReferrerInput;

  @TextField('Who at the referrer said so; sealed.', { max: 200 })
  readonly saidBy!: string;

  @ObjectField(() => PrescriptionInput, 'The new prescription, whole.', { optional: true })
  readonly prescription?: PrescriptionInput | null;

  @ObjectsField(() => DiagnosisInput, 'The new diagnoses, all of them.', { optional: true, min: 1 })
  readonly diagnoses?: readonly DiagnosisInput[] | null;
}

@InputType({ description: 'An amendment of the referral of an episode.' })
export class AmendReferralInput extends IntersectionType(
  EpisodeCommandInput,
  ReferralAmendmentInput,
) {}

@InputType({ description: 'A question to the referrer.' })
export class RequestClarificationInput extends EpisodeCommandInput {
  @TextField('The question; sealed.')
  readonly question!: string;

  @DayField('Day by which it should be answered.')
  readonly due!: LocalDate;
}

@InputType({ description: 'The answer of the referrer.' })
export class ClarifyReferralInput extends EpisodeCommandInput {
  @IdField('The entry of the question (`clarificationId` of what asked it).')
  readonly requestId!: EntryId;

  @TextField('The answer; sealed.')
  readonly answer!: string;

  @TextField('Who at the referrer said so; sealed.', { max: 200, optional: true })
  readonly saidBy?: string | null;
}

@InputType({ description: 'What a payer grants from now on, whole.' })
export class AuthorizationAmendmentInput {
  @IdField('The authorization.')
  readonly authorizationId!: AuthorizationId;

  @WholeField('Visits granted in all; absent: no limit.', { min: 1, max: 1_000, optional: true })
  readonly visits?: number | null;

  @DayField('First day.')
  readonly from!: LocalDate;

  @DayField('Last day, inclusive.')
  readonly to!: LocalDate;
}

@InputType({ description: 'An amendment of an authorization of an episode.' })
export class AmendAuthorizationInput extends IntersectionType(
  EpisodeCommandInput,
  AuthorizationAmendmentInput,
) {}

@InputType({ description: 'A handover from the treating therapist to another.' })
export class TransferEpisodeInput extends EpisodeCommandInput {
  @IdField('Who takes over: licensed, with the role at the clinic, and any specialty needed.')
  readonly therapistId!: StaffId;

  @TextField('What they should know; sealed.')
  readonly handover!: string;
}
