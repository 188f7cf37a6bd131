import { v5 as uuidV5 } from 'uuid';
import type { ClinicId, StaffId } from '../domain/ids';
import { staffIdOf } from '../engine/ids';
import type { Mapping } from './mapping';

/** Namespace (RFC 9562, version 5) of everything that an import makes. */
const IMPORTED = '6d2f3a52-7f4b-5c0e-9a3d-0f3c0f4f7f04';

/** The issuer of therapists that an import makes: nobody can sign in as one of them. */
export const IMPORT_ISSUER = 'import';

/** An id that follows from the source and what it is for, so that it is the same next time. */
export function importId(source: string, ...parts: readonly (string | number)[]): string {
  return uuidV5([source, ...parts].join('\n'), IMPORTED);
}

export function clinicIdOf({ source, clinic }: Mapping, value: string): ClinicId {
  return (known(clinic.ids, value) ?? importId(source, 'clinic', value)) as ClinicId; // a UUID either way
}

/** The staff id of a therapist of the sheet. */
export function therapistIdOf({ source, therapist }: Mapping, value: string): StaffId {
  // A UUID either way.
  const id = therapist && known(therapist.ids, value);
  return (id ?? staffIdOf(IMPORT_ISSUER, `${source}/${value}`)) as StaffId;
}

/** A cell may say `constructor`: only what the mapping itself names counts. */
function known(ids: Readonly<Record<string, string>>, value: string): string | undefined {
  return Object.hasOwn(ids, value) ? ids[value] : undefined;
}
