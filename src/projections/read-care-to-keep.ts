import type { LocalDate } from '../domain/time';
import type { Snapshot } from './snapshot';

/** What an erasure waits for: open episodes, and when care of any of these patients ended. */
export async function readCareToKeep(
  snapshot: Snapshot,
  patientIds: readonly string[],
): Promise<{ readonly openEpisodes: number; readonly lastCareOn: LocalDate | null }> {
  const { rows } = await snapshot.query<{ open: string | number; last_on: LocalDate | null }>(
    `select count(*) filter (where discharged_on is null and phase <> 'DECLINED') as open,
        max(coalesce(discharged_on, received_on))::text as last_on
      from read.episode_span where patient_id = any ($1::uuid[]) and to_position is null`,
    [patientIds],
  );
  const [found] = rows;
  return { openEpisodes: Number(found?.open ?? 0), lastCareOn: found?.last_on ?? null };
}
