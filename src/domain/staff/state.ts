import type { Role, TextRef } from '../envelope';
import type { ClinicId, EntryId, StaffId } from '../ids';
import type { LocalDate } from '../time';

export interface RoleGrant {
  /** The event that granted it. */
  readonly id: EntryId;
  readonly role: Role;
  /** None: every clinic of the organisation. */
  readonly clinics: readonly ClinicId[];
  readonly from: LocalDate;
  /** Last day, inclusive; null: until withdrawn. */
  readonly to: LocalDate | null;
}

export interface Credential {
  readonly id: EntryId;
  readonly licence: string;
  /** Its number. */
  readonly number: TextRef | null;
  readonly issuer: string;
  readonly since: LocalDate;
  /** Last valid day, inclusive. */
  readonly validUntil: LocalDate;
  readonly revokedFrom: LocalDate | null;
}

/** The episodes of another therapist, for some days. */
export interface Cover {
  readonly id: EntryId;
  /** Whose patients. */
  readonly therapistId: StaffId;
  readonly from: LocalDate;
  /** Last day, inclusive. */
  readonly to: LocalDate;
}

export interface Staff {
  readonly id: StaffId;
  readonly issuer: string;
  readonly subject: string;
  readonly name: TextRef | null;
  readonly roles: readonly RoleGrant[];
  readonly credentials: readonly Credential[];
  readonly specialties: readonly { readonly code: string; readonly since: LocalDate }[];
  readonly covers: readonly Cover[];
  /** Last day of work; null: none, or a role was granted for days after it. */
  readonly retiredOn: LocalDate | null;
}

/** Roles held on a local day. */
export function rolesOn(staff: Pick<Staff, 'roles'>, day: LocalDate): readonly RoleGrant[] {
  return staff.roles.filter((grant) => grant.from <= day && (grant.to === null || day <= grant.to));
}

/** Whether the person may work in a role at a clinic on a local day. */
export function holdsRole(staff: Staff, role: Role, clinic: ClinicId, day: LocalDate): boolean {
  return rolesOn(staff, day).some(
    (grant) =>
      grant.role === role && (grant.clinics.length === 0 || grant.clinics.includes(clinic)),
  );
}

/** Whether a licence to treat was valid on a local day. */
export function licensedOn(staff: Staff, day: LocalDate): boolean {
  return staff.credentials.some(
    (credential) =>
      credential.since <= day &&
      day <= credential.validUntil &&
      (credential.revokedFrom === null || day < credential.revokedFrom),
  );
}

export function hasSpecialty(staff: Staff, specialty: string, day: LocalDate): boolean {
  return staff.specialties.some(({ code, since }) => code === specialty && since <= day);
}

/** Whose episodes the person covers on a local day. */
export function coveredOn(staff: Pick<Staff, 'covers'>, day: LocalDate): readonly StaffId[] {
  return staff.covers
    .filter(({ from, to }) => from <= day && day <= to)
    .map(({ therapistId }) => therapistId);
}
