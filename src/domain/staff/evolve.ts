import { textRef, type Recorded } from '../envelope';
import type { EntryId } from '../ids';
import type { LocalDate } from '../time';
import type { StaffEvent } from './events';
import type { Credential, Staff } from './state';

export function evolve(staff: Staff | null, event: Recorded<StaffEvent>): Staff | null {
  // An event's id is the id of the grant, credential or cover that it makes.
  const id = event.header.id as EntryId;
  if (event.type === 'StaffRegistered') return registered(event);
  if (!staff) return null;
  switch (event.type) {
    case 'RoleGranted':
      return { ...staff, roles: [...staff.roles, { id, ...event.data }], retiredOn: null };
    case 'RoleWithdrawn': {
      const { grantId, lastDay } = event.data;
      return { ...staff, roles: staff.roles.map((grant) => endOf(grant, grantId, lastDay)) };
    }
    case 'CredentialRecorded':
      return {
        ...staff,
        credentials: [...staff.credentials, credentialOf(id, event)],
      };
    case 'CredentialRevoked': {
      const { credentialId, from } = event.data;
      const revoke = (credential: Staff['credentials'][number]) =>
        credential.id === credentialId ? { ...credential, revokedFrom: from } : credential;
      return { ...staff, credentials: staff.credentials.map(revoke) };
    }
    case 'SpecialtyRecorded':
      return { ...staff, specialties: [...staff.specialties, event.data] };
    case 'CoverGranted':
      return { ...staff, covers: [...staff.covers, { id, ...event.data }] };
    case 'CoverEnded': {
      const { coverId, lastDay } = event.data;
      return { ...staff, covers: staff.covers.map((cover) => endOf(cover, coverId, lastDay)) };
    }
    case 'StaffRetired':
      return retired(staff, event.data.lastDay);
  }
}

function registered(event: Extract<Recorded<StaffEvent>, { type: 'StaffRegistered' }>): Staff {
  const { staffId, issuer, subject } = event.data;
  return {
    id: staffId,
    issuer,
    subject,
    name: textRef(event, 'name'),
    roles: [],
    credentials: [],
    specialties: [],
    covers: [],
    retiredOn: null,
  };
}

function credentialOf(
  id: EntryId,
  event: Extract<Recorded<StaffEvent>, { type: 'CredentialRecorded' }>,
): Credential {
  return { id, ...event.data, number: textRef(event, 'number'), revokedFrom: null };
}

function endOf<T extends { readonly id: EntryId }>(one: T, id: EntryId, lastDay: LocalDate): T {
  return one.id === id ? { ...one, to: lastDay } : one;
}

/** What was to begin later never does: its last day lies before its first. */
function retired(staff: Staff, lastDay: LocalDate): Staff {
  return {
    ...staff,
    roles: staff.roles.map((grant) => ({ ...grant, to: earlier(grant.to, lastDay) })),
    covers: staff.covers.map((cover) => ({ ...cover, to: earlier(cover.to, lastDay) })),
    retiredOn: lastDay,
  };
}

function earlier(to: LocalDate | null, lastDay: LocalDate): LocalDate {
  return to !== null && to < lastDay ? to : lastDay;
}
