import { InputType } from '@nestjs/graphql';
import type { Role } from '../domain/envelope';
import type { ClinicId, EntryId, StaffId } from '../domain/ids';
import type { LocalDate } from '../domain/time';
import { CommandInput } from './command-input';
import { RoleEnum } from './enums';
import { CodeField, DayField, EnumField, IdField, IdsField, TextField } from './fields';

@InputType({ description: 'A person who works here, tied to who signs in.' })
export class RegisterStaffInput extends CommandInput {
  @TextField('Who vouches for the sign-in: the `iss` of the tokens.', {
    min: 1,
    max: 500,
    clear: 'line',
  })
  readonly issuer!: string;

  @TextField('The person in the words of the issuer: the `sub` of the tokens.', {
    min: 1,
    max: 255,
    clear: 'line',
  })
  readonly subject!: string;

  @TextField('Name of the person; sealed.', { min: 1, max: 200 })
  readonly name!: string;
}

@InputType({ isAbstract: true })
abstract class StaffInput extends CommandInput {
  @IdField('The staff member.')
  readonly staffId!: StaffId;
}

@InputType({ description: 'A role for a staff member.' })
export class GrantRoleInput extends StaffInput {
  @EnumField(RoleEnum, 'The role.')
  readonly role!: Role;

  @IdsField('Clinics that it is for; absent or none: every clinic.', { optional: true })
  readonly clinics?: readonly ClinicId[] | null;

  @DayField('First day; absent: today.', { optional: true })
  readonly from?: LocalDate | null;

  @DayField('Last day, inclusive; absent: until withdrawn.', { optional: true })
  readonly to?: LocalDate | null;
}

@InputType({ description: 'The end of a role.' })
export class WithdrawRoleInput extends StaffInput {
  @IdField('The grant, as the grant answered it.')
  readonly grantId!: EntryId;

  @DayField('Last day that it is held; absent: yesterday, so that it ends at once.', {
    optional: true,
  })
  readonly lastDay?: LocalDate | null;
}

@InputType({ description: 'A licence to treat.' })
export class RecordCredentialInput extends StaffInput {
  @CodeField('Which licence, e.g. `LMT` or `PHYSIOTHERAPIST`.')
  readonly licence!: string;

  @TextField('Its number; sealed.', { max: 200 })
  readonly number!: string;

  @TextField('Who issued it.', { min: 1, max: 200, clear: 'line' })
  readonly issuer!: string;

  @DayField('First valid day.')
  readonly since!: LocalDate;

  @DayField('Last valid day, inclusive.')
  readonly validUntil!: LocalDate;
}

@InputType({ description: 'The end of a licence before its time.' })
export class RevokeCredentialInput extends StaffInput {
  @IdField('The credential, as its recording answered it.')
  readonly credentialId!: EntryId;

  @DayField('First day on which it is not valid any more.')
  readonly from!: LocalDate;
}

@InputType({ description: 'A specialty or certificate of a staff member.' })
export class RecordSpecialtyInput extends StaffInput {
  @CodeField('Which one, e.g. `LYMPHATIC`, `NEUROLOGICAL`, `PRENATAL`.')
  readonly code!: string;

  @DayField('First day of it.')
  readonly since!: LocalDate;
}

@InputType({ description: 'Days on which one therapist stands in for another.' })
export class GrantCoverInput extends CommandInput {
  @IdField('Who covers.')
  readonly staffId!: StaffId;

  @IdField('Whose patients: the episodes that this therapist carries.')
  readonly therapistId!: StaffId;

  @DayField('First day.')
  readonly from!: LocalDate;

  @DayField('Last day, inclusive.')
  readonly to!: LocalDate;
}

@InputType({ description: 'The end of a cover before its time.' })
export class EndCoverInput extends CommandInput {
  @IdField('Who covers.')
  readonly staffId!: StaffId;

  @IdField('The cover, as its grant answered it.')
  readonly coverId!: EntryId;

  @DayField('Last day of it; absent: yesterday, so that it ends at once.', { optional: true })
  readonly lastDay?: LocalDate | null;
}

@InputType({ description: 'A person who stops working here.' })
export class RetireStaffInput extends CommandInput {
  @IdField('The staff member.')
  readonly staffId!: StaffId;

  @DayField('Last day of work; absent: today. Roles and covers end with it.', { optional: true })
  readonly lastDay?: LocalDate | null;
}
