import { Injectable } from '@nestjs/common';
import { Args, Mutation, Resolver } from '@nestjs/graphql';
import type { StaffId } from '../domain/ids';
import type { StaffCommand } from '../domain/staff/commands';
import { staffIdOf } from '../engine/ids';
import type { CommandInput } from './command-input';
import { Commands } from './commands';
import { StaffAccepted, StaffOutcome } from './outcome-types';
import type { Plain } from './plain';
import { filled } from './filled';
import { acceptedFields, notAccepted } from './shape-outcome';
import {
  GrantRoleInput,
  RecordCredentialInput,
  RecordSpecialtyInput,
  RegisterStaffInput,
  RevokeCredentialInput,
  WithdrawRoleInput,
} from './staff-inputs';
import { Calling, type Caller } from './viewer';
import { Needs } from './wishes';

/** Sends commands about staff and shapes what came of them. */
@Injectable()
export class StaffCommands {
  constructor(private readonly commands: Commands) {}

  async send(caller: Caller, input: Plain<CommandInput>, command: StaffCommand) {
    const { staffId } = command;
    const make = () => ({ id: staffId, command });
    const { outcome } = await this.commands.toNew(caller, 'staff', input, {}, make);
    if (outcome.kind !== 'accepted') return notAccepted(outcome);
    const idOf = (made: string) =>
      outcome.events.find(({ type }) => type === made)?.header.id ?? null;
    return filled(StaffAccepted, {
      ...acceptedFields(outcome),
      staffId,
      grantId: idOf('RoleGranted'),
      credentialId: idOf('CredentialRecorded'),
      coverId: idOf('CoverGranted'),
    });
  }
}

@Resolver()
export class StaffResolver {
  constructor(private readonly staff: StaffCommands) {}

  @Mutation(() => StaffOutcome, { description: 'Registers a staff member. Administrators.' })
  @Needs('ADMINISTER_STAFF')
  registerStaff(
    @Args('input', { description: 'The person.' }) input: RegisterStaffInput,
    @Calling() caller: Caller,
  ) {
    return this.staff.send(caller, input, toRegisterStaff(input));
  }

  @Mutation(() => StaffOutcome, { description: 'Grants a role. Administrators.' })
  @Needs('ADMINISTER_STAFF')
  grantRole(
    @Args('input', { description: 'The role, for whom and where.' }) input: GrantRoleInput,
    @Calling() caller: Caller,
  ) {
    return this.staff.send(caller, input, toGrantRole(input));
  }

  @Mutation(() => StaffOutcome, { description: 'Withdraws a role. Administrators.' })
  @Needs('ADMINISTER_STAFF')
  withdrawRole(
    @Args('input', { description: 'Which grant, and when it ends.' }) input: WithdrawRoleInput,
    @Calling() caller: Caller,
  ) {
    const { staffId, grantId, lastDay } = input;
    const end = { staffId, grantId, lastDay: lastDay ?? undefined };
    return this.staff.send(caller, input, { type: 'WithdrawRole', ...end });
  }

  @Mutation(() => StaffOutcome, { description: 'Records a licence to treat. Administrators.' })
  @Needs('ADMINISTER_STAFF')
  recordCredential(
    @Args('input', { description: 'The licence.' }) input: RecordCredentialInput,
    @Calling() caller: Caller,
  ) {
    const { staffId, licence, number, issuer, since, validUntil } = input;
    const credential = { staffId, licence, number, issuer, since, validUntil };
    return this.staff.send(caller, input, { type: 'RecordCredential', ...credential });
  }

  @Mutation(() => StaffOutcome, { description: 'Ends a licence before its time. Administrators.' })
  @Needs('ADMINISTER_STAFF')
  revokeCredential(
    @Args('input', { description: 'Which licence, and from when.' }) input: RevokeCredentialInput,
    @Calling() caller: Caller,
  ) {
    const { staffId, credentialId, from } = input;
    return this.staff.send(caller, input, {
      type: 'RevokeCredential',
      staffId,
      credentialId,
      from,
    });
  }

  @Mutation(() => StaffOutcome, { description: 'Records a specialty. Administrators.' })
  @Needs('ADMINISTER_STAFF')
  recordSpecialty(
    @Args('input', { description: 'The specialty.' }) input: RecordSpecialtyInput,
    @Calling() caller: Caller,
  ) {
    const { staffId, code, since } = input;
    return this.staff.send(caller, input, { type: 'RecordSpecialty', staffId, code, since });
  }
}

function toRegisterStaff({ issuer, subject, name }: RegisterStaffInput): StaffCommand {
  // A UUID v5 of issuer and subject: a person exists once.
  const staffId = staffIdOf(issuer, subject) as StaffId;
  return { type: 'RegisterStaff', staffId, issuer, subject, name };
}

function toGrantRole(input: GrantRoleInput): StaffCommand {
  const { staffId, role, clinics, from, to } = input;
  const period = { from: from ?? undefined, to: to ?? undefined };
  return { type: 'GrantRole', staffId, role, clinics: clinics ?? [], ...period };
}
