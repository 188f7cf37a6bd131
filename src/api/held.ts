import { zoneAt, type Clinic } from '../domain/clinic/state';
import type { Category, ClinicId, StaffId } from '../domain/ids';
import { remembered } from '../domain/remembered';
import { coveredOn, rolesOn, type RoleGrant, type Staff } from '../domain/staff/state';
import { localDate, type Instant, type LocalDate, type Zone } from '../domain/time';
import { anyStream, type LoadedStream, type Streams } from '../engine/streams';

/** Days of a role for the whole organisation belong to no clinic: they are UTC's. */
const UTC = 'UTC' as Zone; // the one zone that needs no look-up

type Clinics = ReadonlyMap<ClinicId, LoadedStream<'clinic'>>;
type Held = Pick<Staff, 'roles' | 'covers'>;

/** The clinics that a person's roles name, each once. Asked at every request: remembered. */
const clinicIds = remembered((staff: Held): readonly ClinicId[] => [
  ...new Set(staff.roles.flatMap(({ clinics }) => clinics)),
]);

/** The streams of the clinics that a person's roles name: their zones say what day it is. */
export async function clinicsOf(streams: Streams, staff: Staff | null): Promise<Clinics> {
  const clinics = new Map<ClinicId, LoadedStream<'clinic'>>();
  if (staff) for (const id of clinicIds(staff)) clinics.set(id, await streams.load('clinic', id));
  return clinics;
}

export function streamsOf(clinics: Clinics): LoadedStream<Category>[] {
  return [...clinics.values()].map((clinic) => anyStream(clinic));
}

interface Holding {
  readonly grants: readonly RoleGrant[];
  readonly covered: readonly StaffId[];
}

/**
 * What a person holds at a moment. A role's days are those of each clinic that it names: it may
 * have begun in Auckland and not yet in Berlin. Cover is held by the day of the first clinic.
 */
export function heldAt(
  staff: Held | null,
  clinicOf: (id: ClinicId) => Pick<Clinic, 'firstZone' | 'laterZones'> | null,
  at: Instant,
): Holding {
  if (!staff) return { grants: [], covered: [] };
  const days = clinicIds(staff).map((id) => {
    const clinic = clinicOf(id);
    return localDate(at, clinic ? zoneAt(clinic, at) : UTC);
  });
  return heldOn(staff, localDate(at, UTC), ...days);
}

/** By the day of the organisation and those of the clinics: the same all day, so remembered. */
const heldOn = remembered((staff: Held, day: LocalDate, ...days: LocalDate[]): Holding => {
  const dayIn = new Map(clinicIds(staff).map((id, index) => [id, days[index] ?? day] as const));
  const isHeldOn = ({ id }: RoleGrant, on: LocalDate) =>
    rolesOn(staff, on).some((held) => held.id === id);
  const grants = staff.roles.flatMap((grant) => {
    if (grant.clinics.length === 0) return isHeldOn(grant, day) ? [grant] : [];
    const there = grant.clinics.filter((clinic) => isHeldOn(grant, dayIn.get(clinic) ?? day));
    return there.length > 0 ? [{ ...grant, clinics: there }] : [];
  });
  return { grants, covered: coveredOn(staff, days[0] ?? day) };
});
