import { InputType } from '@nestjs/graphql';
import type { ClinicId, EntryId, PatientId } from '../domain/ids';
import { LEGAL_BASES } from '../domain/patient/events';
import type { LocalDate } from '../domain/time';
import { CommandInput } from './command-input';
import { enumOf } from './enums';
import { DayField, EnumField, IdField, TextField } from './fields';

const BASES: Readonly<Record<(typeof LEGAL_BASES)[number], string>> = {
  NO_LONGER_NECESSARY: 'No longer needed for what it was kept for: GDPR Article 17(1)(a).',
  CONSENT_WITHDRAWN: 'Consent was withdrawn, and nothing else allows it: Article 17(1)(b).',
  OBJECTION: 'The patient objected, and nothing overrides that: Article 17(1)(c).',
  UNLAWFUL_PROCESSING: 'It was unlawful to keep it: Article 17(1)(d).',
  LEGAL_OBLIGATION: 'A law demands the erasure: Article 17(1)(e).',
};
export const LegalBasisEnum = enumOf(
  'LegalBasis',
  'Why an erasure is due, as Regulation (EU) 2016/679 (GDPR) has it.',
  LEGAL_BASES,
  (basis) => BASES[basis],
);

@InputType({ isAbstract: true })
abstract class PatientDetailsInput extends CommandInput {
  @TextField('Name; found by the beginnings of its words.', { min: 1, max: 200 })
  readonly name!: string;

  @DayField('Birth date.', { optional: true })
  readonly birthDate?: LocalDate | null;

  @TextField("The clinic's own number for the patient.", { max: 80, optional: true })
  readonly number?: string | null;

  @TextField('How to reach the patient.', { max: 1_000, optional: true })
  readonly contact?: string | null;
}

@InputType({ description: 'A patient, as the clinic registers them. All of it is sealed.' })
export class RegisterPatientInput extends PatientDetailsInput {
  @IdField('Id of the patient; made from the command when absent.', { optional: true })
  readonly patientId?: PatientId | null;

  @IdField('The clinic that registers the patient.')
  readonly clinicId!: ClinicId;
}

@InputType({
  description:
    'All details of a patient as they are right: what is absent is not known any more. Sealed.',
})
export class CorrectPatientDetailsInput extends PatientDetailsInput {
  @IdField('The patient.')
  readonly patientId!: PatientId;
}

@InputType({ description: 'The death of a patient.' })
export class RecordDeathInput extends CommandInput {
  @IdField('The patient.')
  readonly patientId!: PatientId;

  @DayField("The day, by the calendar of the patient's clinic.")
  readonly on!: LocalDate;
}

@InputType({ description: 'A death that was recorded in error.' })
export class RetractDeathInput extends CommandInput {
  @IdField('The patient.')
  readonly patientId!: PatientId;
}

@InputType({ description: 'Two registrations of one person. The smaller id survives.' })
export class MergePatientsInput extends CommandInput {
  @IdField('One of them.')
  readonly patientId!: PatientId;

  @IdField('The other.')
  readonly otherPatientId!: PatientId;
}

@InputType({ description: 'Two patients who were merged and are two after all.' })
export class UnmergePatientsInput extends CommandInput {
  @IdField('The one that was merged away.')
  readonly patientId!: PatientId;
}

@InputType({ description: 'A reason in law to keep all that is recorded of a patient.' })
export class PlaceLegalHoldInput extends CommandInput {
  @IdField('The patient.')
  readonly patientId!: PatientId;
}

@InputType({ description: 'The end of a legal hold.' })
export class LiftLegalHoldInput extends CommandInput {
  @IdField('The patient.')
  readonly patientId!: PatientId;

  @IdField('The hold, as its placing answered it.')
  readonly holdId!: EntryId;
}

@InputType({ description: 'A wish that all texts of a patient be erased.' })
export class RequestErasureInput extends CommandInput {
  @IdField('The patient.')
  readonly patientId!: PatientId;
}

@InputType({ description: 'The approval of an erasure.' })
export class ApproveErasureInput extends CommandInput {
  @IdField('The patient.')
  readonly patientId!: PatientId;

  @IdField('The request, as it was answered.')
  readonly requestId!: EntryId;

  @EnumField(LegalBasisEnum, 'Why it is due.')
  readonly legalBasis!: (typeof LEGAL_BASES)[number];
}

@InputType({
  description:
    'The execution of an erasure. Words of a reason are not recorded: request and approval have ' +
    'them, as long as there is a key.',
})
export class ExecuteErasureInput extends CommandInput {
  @IdField('The patient.')
  readonly patientId!: PatientId;

  @IdField('The request, as it was answered.')
  readonly requestId!: EntryId;
}

@InputType({ description: 'The refusal of an erasure; the reason is required.' })
export class RefuseErasureInput extends CommandInput {
  @IdField('The patient.')
  readonly patientId!: PatientId;

  @IdField('The request, as it was answered.')
  readonly requestId!: EntryId;
}
