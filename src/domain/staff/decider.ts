import { asRecorded } from '../as-recorded';
import {
  accept,
  alreadySo,
  givenTexts,
  refuse,
  type Asked,
  type Decider,
  type Decision,
  type Needs,
} from '../decider';
import type { RecordCredential, RegisterStaff, RevokeCredential, StaffCommand } from './commands';
import { endCover, grantCover, grantRole, retire, withdrawRole } from './decide-roles';
import type { StaffEvent } from './events';
import { evolve } from './evolve';
import type { Staff } from './state';

function decide(
  _then: Staff | null,
  staff: Staff | null,
  command: StaffCommand,
  asked: Asked<StaffEvent>,
): Decision<StaffEvent> {
  const { staffId } = command;
  if (command.type === 'RegisterStaff') {
    if (staff) return alreadySo();
    const { issuer, subject, name } = command;
    const data = { staffId, issuer, subject };
    return accept({ type: 'StaffRegistered', data, ...givenTexts({ name }) });
  }
  if (!staff) return refuse('STAFF_UNKNOWN', { staffId });
  return asRecorded<StaffEvent>(decided(staff, command, asked), asked);
}

function decided(
  staff: Staff,
  command: Exclude<StaffCommand, RegisterStaff>,
  asked: Asked<StaffEvent>,
): Decision<StaffEvent> {
  switch (command.type) {
    case 'GrantRole':
      return grantRole(staff, command, asked);
    case 'WithdrawRole':
      return withdrawRole(staff, command, asked);
    case 'RecordCredential':
      return recordCredential(command);
    case 'RevokeCredential':
      return revokeCredential(staff, command, asked);
    case 'RecordSpecialty': {
      const { code, since } = command;
      const known = staff.specialties.some((have) => have.code === code && have.since <= since);
      return known ? alreadySo() : accept({ type: 'SpecialtyRecorded', data: { code, since } });
    }
    case 'GrantCover':
      return grantCover(staff, command, asked);
    case 'EndCover':
      return endCover(staff, command, asked);
    case 'RetireStaff':
      return retire(staff, command, asked);
  }
}

function recordCredential(command: RecordCredential): Decision<StaffEvent> {
  const { licence, number, issuer, since, validUntil } = command;
  if (validUntil < since) return refuse('PERIOD_EMPTY', { from: since, to: validUntil });
  const data = { licence, issuer, since, validUntil };
  return accept({ type: 'CredentialRecorded', data, ...givenTexts({ number }) });
}

function revokeCredential(
  staff: Staff,
  { credentialId, from }: RevokeCredential,
  { reason }: Asked<StaffEvent>,
): Decision<StaffEvent> {
  const credential = staff.credentials.find(({ id }) => id === credentialId);
  if (!credential) return refuse('CREDENTIAL_UNKNOWN', { credentialId });
  if (credential.revokedFrom !== null && credential.revokedFrom <= from) return alreadySo();
  const data = { credentialId, from };
  return accept({ type: 'CredentialRevoked', data, ...givenTexts({ reason }) });
}

/** The clinic in whose zone `today` is: of the role in hand, else of the person's first role. */
function needs(command: StaffCommand, staff: Staff | null): Needs {
  const [clinic] = clinicsOf(command, staff);
  const there = clinic === undefined ? {} : { clinic };
  return command.type === 'GrantCover' ? { ...there, staff: [command.therapistId] } : there;
}

function clinicsOf(command: StaffCommand, staff: Staff | null): Staff['roles'][number]['clinics'] {
  if (command.type === 'GrantRole') return command.clinics;
  const roles = staff?.roles ?? [];
  if (command.type === 'WithdrawRole') {
    return roles.find(({ id }) => id === command.grantId)?.clinics ?? [];
  }
  return roles.flatMap(({ clinics }) => clinics);
}

export const staffDecider: Decider<Staff | null, StaffCommand, StaffEvent> = {
  initial: null,
  evolve,
  decide,
  judgedAt: (_command, occurredAt) => occurredAt,
  happenedAt: () => undefined,
  needs,
};
