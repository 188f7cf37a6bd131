import { zoneAt, type Clinic } from '../domain/clinic/state';
import type { Category, ClinicId, StaffId } from '../domain/ids';
import { coveredOn, rolesOn, type RoleGrant, type Staff } from '../domain/staff/state';
import { localDate, type Instant, type Zone } from '../domain/time';
import { anyStream, type LoadedStream, type Streams } from '../engine/streams';

/** Days of a role for the whole organisation belong to no clinic: they are UTC's. */
const UTC = 'UTC' as Zone; // the one zone that needs no look-up

type Clinics = ReadonlyMap<ClinicId, LoadedStream<'clinic'>>;

/** The streams of the clinics that a person's roles name: their zones say what day it is. */
export async function clinicsOf(streams: Streams, staff: Staff | null): Promise<Clinics> {
  const ids = [...new Set((staff?.roles ?? []).flatMap(({ clinics }) => clinics))];
  const loaded = await Promise.all(ids.map((id) => streams.load('clinic', id)));
  return new Map(ids.map((id, index) => [id, loaded[index]!] as const)); // one each
}

export function streamsOf(clinics: Clinics): LoadedStream<Category>[] {
  return [...clinics.values()].map((clinic) => anyStream(clinic));
}

/**
 * What a person holds at a moment. A role's days are those of each clinic that it names: it may
 * have begun in Auckland and not yet in Berlin. Cover is held by the day of the first clinic.
 */
export function heldAt(
  staff: Pick<Staff, 'roles' | 'covers'> | null,
  clinicOf: (id: ClinicId) => Pick<Clinic, 'firstZone' | 'laterZones'> | null,
  at: Instant,
): { readonly grants: readonly RoleGrant[]; readonly covered: readonly StaffId[] } {
  if (!staff) return { grants: [], covered: [] };
  const dayIn = (clinic: ClinicId | undefined) => {
    const state = clinic === undefined ? null : clinicOf(clinic);
    return localDate(at, state ? zoneAt(state, at) : UTC);
  };
  const heldOn = (clinic?: ClinicId) => rolesOn(staff, dayIn(clinic)).map(({ id }) => id);
  const heldEverywhere = heldOn();
  const grants = staff.roles.flatMap((grant) => {
    if (grant.clinics.length === 0) return heldEverywhere.includes(grant.id) ? [grant] : [];
    const there = grant.clinics.filter((clinic) => heldOn(clinic).includes(grant.id));
    return there.length > 0 ? [{ ...grant, clinics: there }] : [];
  });
  const [first] = staff.roles.flatMap((grant) => grant.clinics);
  return { grants, covered: coveredOn(staff, dayIn(first)) };
}
