import { zoneAt, type Clinic } from '../domain/clinic/state';
import type { TextRef } from '../domain/envelope';
import type { ClinicId } from '../domain/ids';
import { rolesOn, type Credential, type RoleGrant, type Staff } from '../domain/staff/state';
import { localDate, plusDays, type Instant, type LocalDate, type Zone } from '../domain/time';
import type { ClinicDirectoryRow } from '../projections/clinic-directory';
import type { StaffDirectoryRow } from '../projections/staff-directory';
import { heldAt } from './held';
import { HeldRole } from './me';
import {
  ClinicShown,
  LicenceShown,
  SpecialtyShown,
  StaffEntry,
  type StaffWish,
} from './organisation-types';
import { filled } from './filled';
import { sealedText } from './texts';

/* Rows are plain text; their moments, days and JSON were made by the domain. */

type Zones = Pick<Clinic, 'firstZone' | 'laterZones'>;

function zonesOf(row: ClinicDirectoryRow): Zones {
  const laterZones = JSON.parse(row.later_zones) as Clinic['laterZones'];
  return { firstZone: row.first_zone as Zone, laterZones };
}

export function shapeClinic(row: ClinicDirectoryRow, at: Instant): ClinicShown {
  const zone = zoneAt(zonesOf(row), at);
  const lastDay = row.last_day as LocalDate | null;
  const closed = lastDay !== null && lastDay < localDate(at, zone);
  return filled(ClinicShown, {
    id: row.clinic_id as ClinicId,
    name: row.name,
    zone,
    lastDay,
    closed,
  });
}

/** What a list of staff is made for: when, by which clinics' days, and for whose eyes. */
export interface StaffSight {
  readonly at: Instant;
  readonly clinics: readonly ClinicDirectoryRow[];
  /** Clinics whose roles may be seen; null: all. */
  readonly reached: readonly string[] | null;
  readonly seesNumbers: boolean;
}

/** The people of the rows who are asked for and may be seen. */
export function shapeStaff(
  rows: readonly StaffDirectoryRow[],
  wish: StaffWish,
  sight: StaffSight,
): StaffEntry[] {
  const zones = new Map(sight.clinics.map((row) => [row.clinic_id, zonesOf(row)]));
  return rows
    .filter((row) => isReached(JSON.parse(row.roles) as RoleGrant[], sight.reached))
    .map((row) => shapeEntry(row, zones, sight))
    .filter(({ roles, retired }) => {
      if (wish.retired !== null && wish.retired !== retired) return false;
      if (wish.roles === null && wish.clinicIds === null) return true;
      return roles.some(
        ({ role, clinicIds }) =>
          (wish.roles?.includes(role) ?? true) && reaches(clinicIds, wish.clinicIds),
      );
    });
}

function shapeEntry(
  row: StaffDirectoryRow,
  zones: ReadonlyMap<string, Zones>,
  { at, reached, seesNumbers }: StaffSight,
): StaffEntry {
  const grants = JSON.parse(row.roles) as RoleGrant[];
  const retiredOn = row.retired_on as LocalDate | null;
  const retired = retiredOn !== null && retiredOn < lastDayOf(grants, zones, at);
  const clinicOf = (id: ClinicId) => zones.get(id) ?? null;
  const held = retired
    ? rolesOn({ roles: grants }, retiredOn)
    : heldAt({ roles: grants, covers: [] }, clinicOf, at).grants;
  const name = row.name === null ? null : (JSON.parse(row.name) as TextRef);
  return filled(StaffEntry, {
    id: row.staff_id,
    name: sealedText(name),
    roles: held
      .filter(({ clinics }) => reaches(clinics, reached))
      .map(({ role, clinics, from, to }) =>
        filled(HeldRole, { role, clinicIds: clinics, from, to }),
      ),
    specialties: (JSON.parse(row.specialties) as Staff['specialties']).map((each) =>
      filled(SpecialtyShown, each),
    ),
    licences: (JSON.parse(row.credentials) as Credential[]).map((each) =>
      shapeLicence(each, seesNumbers),
    ),
    retiredOn,
    retired,
  });
}

function shapeLicence(credential: Credential, seesNumber: boolean): LicenceShown {
  const { id, licence, issuer, since, validUntil, revokedFrom, number } = credential;
  const revokedOn = revokedFrom === null ? null : plusDays(revokedFrom, -1);
  const until = revokedOn !== null && revokedOn < validUntil ? revokedOn : validUntil;
  return filled(LicenceShown, {
    ...{ credentialId: id, licence, issuer, since, validUntil: until },
    number: seesNumber ? sealedText(number) : null,
  });
}

/** The day at the first clinic that the person worked at, as cover has it; else UTC's. */
function lastDayOf(
  grants: readonly RoleGrant[],
  zones: ReadonlyMap<string, Zones>,
  at: Instant,
): LocalDate {
  const first = grants.flatMap(({ clinics }) => clinics)[0];
  const clinic = first === undefined ? undefined : zones.get(first);
  return localDate(at, clinic ? zoneAt(clinic, at) : ('UTC' as Zone)); // needs no look-up
}

function isReached(grants: readonly RoleGrant[], reached: readonly string[] | null): boolean {
  return reached === null || grants.some(({ clinics }) => reaches(clinics, reached));
}

/** Whether a role at these clinics (none: every one) is one at the clinics asked (null: any). */
function reaches(clinics: readonly string[], asked: readonly string[] | null): boolean {
  return asked === null || clinics.length === 0 || clinics.some((id) => asked.includes(id));
}
