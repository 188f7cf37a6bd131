import type { ClinicDirectoryRow } from './clinic-directory';
import { holdsAt, type Snapshot, type SpanAt } from './snapshot';
import type { StaffDirectoryRow } from './staff-directory';

/** Every clinic as known at a position (null: now), by name: there are as many as an owner has. */
export async function readClinics(
  snapshot: Snapshot,
  at: SpanAt,
): Promise<readonly ClinicDirectoryRow[]> {
  const { rows } = await snapshot.query<ClinicDirectoryRow>(
    `select * from read.clinic_directory where ${holdsAt(at, '$1')} order by name, clinic_id`,
    [at],
  );
  return rows;
}

/**
 * Staff who had a role at one of the clinics by then (null: everyone), by id. Which roles are held
 * depends on the days of each clinic, so it is not asked here.
 */
export async function readStaff(
  snapshot: Snapshot,
  at: SpanAt,
  clinics: readonly string[] | null,
): Promise<readonly StaffDirectoryRow[]> {
  const { rows } = await snapshot.query<StaffDirectoryRow>(
    `select * from read.staff_directory
      where ($1::text[] is null or everywhere or clinics && $1) and ${holdsAt(at, '$2')}
      order by staff_id`,
    [clinics, at],
  );
  return rows;
}
