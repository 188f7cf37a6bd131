import { InputType } from '@nestjs/graphql';
import type { Technique } from '../domain/episode/codes';
import type { EpisodeCommandOf } from '../domain/episode/commands';
import type { ClinicId, EpisodeId, PatientId, StaffId } from '../domain/ids';
import type { CaseMix } from '../domain/episode/values';
import type { LocalDate } from '../domain/time';
import { CommandInput, EpisodeCommandInput } from './command-input';
import {
  AgeBandEnum,
  DurationBandEnum,
  PayerClassEnum,
  SexEnum,
  TechniqueEnum,
  UrgencyEnum,
} from './enums';
import {
  CodeField,
  CodesField,
  DayField,
  EnumField,
  EnumsField,
  Icd10Field,
  IdField,
  ObjectField,
  ObjectsField,
  TextField,
  WholeField,
} from './fields';

@InputType({ description: 'Who refers.' })
export class ReferrerInput {
  @CodeField("The referrer's own identifier: a national number, a practice code.", {
    optional: true,
  })
  readonly id?: string | null;

  @TextField('Name; sealed.', { max: 200, optional: true })
  readonly name?: string | null;

  @CodeField('Role, e.g. `PHYSICIAN`: one of the referring roles of the policy.')
  readonly role!: string;

  @TextField('Organisation; sealed.', { max: 200, optional: true })
  readonly organisation?: string | null;

  @IdField('When the referrer also works here.', { optional: true })
  readonly staffId?: StaffId | null;
}

@InputType({ description: 'What was prescribed.' })
export class PrescriptionInput {
  @CodeField('Number of the prescription.', { optional: true })
  readonly number?: string | null;

  @DayField('Day of issue: nothing of the episode can have happened before.')
  readonly issuedOn!: LocalDate;

  @DayField('Last day on which it is valid.', { optional: true })
  readonly validUntil?: LocalDate | null;

  @WholeField('Visits prescribed.', { min: 1, max: 1_000, optional: true })
  readonly visits?: number | null;

  @EnumsField(TechniqueEnum, 'Techniques asked for; absent: left to the therapist.', {
    optional: true,
    max: 20,
  })
  readonly techniquesOrdered?: readonly Technique[] | null;

  @EnumsField(TechniqueEnum, 'Techniques ruled out.', { optional: true, max: 20 })
  readonly techniquesBarred?: readonly Technique[] | null;
}

@InputType({ description: 'A diagnosis, as the referrer asserted it.' })
export class DiagnosisInput {
  @Icd10Field('The diagnosis.')
  readonly code!: string;

  @CodeField('Role of who asserted it: one of the diagnosing roles of the policy.')
  readonly assertedByRole!: string;
}

@InputType({ description: 'Case mix, coarse and in clear, so that figures can be compared.' })
export class CaseMixInput {
  @EnumField(AgeBandEnum, 'Age at referral; absent: unknown.', { optional: true })
  readonly ageBand?: CaseMix['ageBand'] | null;

  @EnumField(SexEnum, 'Sex; absent: unknown.', { optional: true })
  readonly sex?: CaseMix['sex'] | null;

  @EnumField(DurationBandEnum, 'How long the problem lasts; absent: unknown.', { optional: true })
  readonly symptomDuration?: CaseMix['symptomDuration'] | null;

  @EnumField(PayerClassEnum, 'Who pays; absent: unknown.', { optional: true })
  readonly payerClass?: CaseMix['payerClass'] | null;
}

@InputType({ description: 'A label of the episode, e.g. the arm of a trial.' })
export class LabelInput {
  @CodeField('Which label.')
  readonly key!: string;

  @CodeField('Its value.')
  readonly code!: string;
}

@InputType({ description: 'A referral: it opens an episode of care.' })
export class ReceiveReferralInput extends CommandInput {
  @IdField('Id of the episode; made from the command when absent.', { optional: true })
  readonly episodeId?: EpisodeId | null;

  @IdField('The patient.')
  readonly patientId!: PatientId;

  @IdField('The clinic that is asked for care.')
  readonly clinicId!: ClinicId;

  @ObjectField(() => ReferrerInput, 'Who refers.')
  readonly referrer!: ReferrerInput;

  @ObjectField(() => PrescriptionInput, 'What was prescribed.')
  readonly prescription!: PrescriptionInput;

  @ObjectsField(() => DiagnosisInput, 'At least one; the first that the policy knows counts.')
  readonly diagnoses!: readonly DiagnosisInput[];

  @TextField('What is asked for, in the words of the referrer; sealed.', { optional: true })
  readonly indication?: string | null;

  @CodesField('Body sites, e.g. `NECK`.', { optional: true })
  readonly bodySites?: readonly string[] | null;

  @EnumField(UrgencyEnum, 'How soon; absent: routine.', { optional: true })
  readonly urgency?: EpisodeCommandOf<'ReceiveReferral'>['urgency'] | null;

  @ObjectField(() => CaseMixInput, 'Case mix; absent: unknown.', { optional: true })
  readonly caseMix?: CaseMixInput | null;

  @ObjectsField(() => LabelInput, 'Labels, each key once.', { optional: true, max: 20 })
  readonly labels?: readonly LabelInput[] | null;
}

@InputType({ description: 'The acceptance of a referral.' })
export class AcceptReferralInput extends EpisodeCommandInput {}

@InputType({ description: 'The refusal of a referral.' })
export class DeclineReferralInput extends EpisodeCommandInput {
  @TextField('Why, in words; sealed.')
  readonly words!: string;
}
