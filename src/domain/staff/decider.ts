import {
  accept,
  alreadySo,
  givenTexts,
  refuse,
  type Asked,
  type Decider,
  type Decision,
} from '../decider';
import { textRef, type Recorded, type Role } from '../envelope';
import type { ClinicId, EntryId, StaffId } from '../ids';
import { localDate, type LocalDate, plusDays } from '../time';
import type { StaffEvent } from './events';
import type { Staff } from './state';

export type StaffCommand =
  | {
      readonly type: 'RegisterStaff';
      readonly staffId: StaffId;
      readonly issuer: string;
      readonly subject: string;
      readonly name: string;
    }
  | {
      readonly type: 'GrantRole';
      readonly staffId: StaffId;
      readonly role: Role;
      readonly clinics: readonly ClinicId[];
      readonly from?: LocalDate | undefined;
      readonly to?: LocalDate | undefined;
    }
  | {
      readonly type: 'WithdrawRole';
      readonly staffId: StaffId;
      readonly grantId: EntryId;
      /** Last day it is held; absent: yesterday, so it ends at once. */
      readonly lastDay?: LocalDate | undefined;
    }
  | {
      readonly type: 'RecordCredential';
      readonly staffId: StaffId;
      readonly licence: string;
      readonly number: string;
      readonly issuer: string;
      readonly since: LocalDate;
      readonly validUntil: LocalDate;
    }
  | {
      readonly type: 'RevokeCredential';
      readonly staffId: StaffId;
      readonly credentialId: EntryId;
      readonly from: LocalDate;
    }
  | {
      readonly type: 'RecordSpecialty';
      readonly staffId: StaffId;
      readonly code: string;
      readonly since: LocalDate;
    };

function evolve(staff: Staff | null, event: Recorded<StaffEvent>): Staff | null {
  // An event's id is the id of the grant or credential that it makes.
  const id = event.header.id as EntryId;
  if (event.type === 'StaffRegistered') {
    const { staffId, issuer, subject } = event.data;
    const name = textRef(event, 'name');
    return { id: staffId, issuer, subject, name, roles: [], credentials: [], specialties: [] };
  }
  if (!staff) return null;
  switch (event.type) {
    case 'RoleGranted':
      return { ...staff, roles: [...staff.roles, { id, ...event.data }] };
    case 'RoleWithdrawn': {
      const { grantId, lastDay } = event.data;
      const end = (grant: Staff['roles'][number]) =>
        grant.id === grantId ? { ...grant, to: lastDay } : grant;
      return { ...staff, roles: staff.roles.map(end) };
    }
    case 'CredentialRecorded':
      return {
        ...staff,
        credentials: [...staff.credentials, { id, ...event.data, revokedFrom: null }],
      };
    case 'CredentialRevoked': {
      const { credentialId, from } = event.data;
      const revoke = (credential: Staff['credentials'][number]) =>
        credential.id === credentialId ? { ...credential, revokedFrom: from } : credential;
      return { ...staff, credentials: staff.credentials.map(revoke) };
    }
    case 'SpecialtyRecorded':
      return { ...staff, specialties: [...staff.specialties, event.data] };
  }
}

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
  const today = localDate(asked.occurredAt, asked.zone);
  switch (command.type) {
    case 'GrantRole':
      return grantRole(staff, command, today);
    case 'WithdrawRole': {
      const grant = staff.roles.find(({ id }) => id === command.grantId);
      if (!grant) return refuse('ROLE_GRANT_UNKNOWN', { grantId: command.grantId });
      const lastDay = command.lastDay ?? plusDays(today, -1);
      if (grant.to !== null && grant.to <= lastDay) return alreadySo();
      const data = { grantId: grant.id, role: grant.role, lastDay };
      return accept({ type: 'RoleWithdrawn', data, ...givenTexts({ reason: asked.reason }) });
    }
    case 'RecordCredential': {
      const { licence, number, issuer, since, validUntil } = command;
      if (validUntil < since) return refuse('PERIOD_EMPTY', { from: since, to: validUntil });
      const data = { licence, issuer, since, validUntil };
      return accept({ type: 'CredentialRecorded', data, ...givenTexts({ number }) });
    }
    case 'RevokeCredential': {
      const credential = staff.credentials.find(({ id }) => id === command.credentialId);
      const { credentialId, from } = command;
      if (!credential) return refuse('CREDENTIAL_UNKNOWN', { credentialId });
      if (credential.revokedFrom !== null && credential.revokedFrom <= from) return alreadySo();
      const data = { credentialId, from };
      return accept({ type: 'CredentialRevoked', data, ...givenTexts({ reason: asked.reason }) });
    }
    case 'RecordSpecialty': {
      const { code, since } = command;
      const known = staff.specialties.some((have) => have.code === code && have.since <= since);
      return known ? alreadySo() : accept({ type: 'SpecialtyRecorded', data: { code, since } });
    }
  }
}

function grantRole(
  staff: Staff,
  command: Extract<StaffCommand, { type: 'GrantRole' }>,
  today: LocalDate,
): Decision<StaffEvent> {
  const { role, clinics } = command;
  const from = command.from ?? today;
  const to = command.to ?? null;
  if (to !== null && to < from) return refuse('PERIOD_EMPTY', { from, to });
  const held = staff.roles.some(
    (grant) =>
      grant.role === role &&
      grant.clinics.length === clinics.length &&
      clinics.every((clinic) => grant.clinics.includes(clinic)) &&
      grant.from <= from &&
      (grant.to === null || (to !== null && to <= grant.to)),
  );
  if (held) return alreadySo();
  return accept({ type: 'RoleGranted', data: { role, clinics: [...clinics], from, to } });
}

export const staffDecider: Decider<Staff | null, StaffCommand, StaffEvent> = {
  initial: null,
  evolve,
  decide,
  judgedAt: (_command, occurredAt) => occurredAt,
  happenedAt: () => undefined,
  needs: () => ({}),
};
