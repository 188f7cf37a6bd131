import type { Zone } from '../domain/time';
import type { OutcomeFilter } from './cohort-rows';
import type { Snapshot } from './snapshot';

/** Whose open episode it was or is, since a position. */
export interface CaseloadPlace {
  readonly episode_id: string;
  readonly therapist_id: string;
  readonly clinic_id: string;
}

/** In whose caseloads episodes were at a position or came to be since; what is ended is in none. */
export async function readCaseloadPlaces(
  snapshot: Snapshot,
  episodeIds: readonly string[],
  after: number,
): Promise<readonly CaseloadPlace[]> {
  const { rows } = await snapshot.query<CaseloadPlace>(
    `select distinct episode_id, therapist_id, clinic_id from read.episode_span
      where episode_id = any ($1::uuid[]) and (to_position is null or to_position > $2::bigint)
        and therapist_id is not null and phase not in ('DISCHARGED', 'DECLINED')`,
    [episodeIds, after],
  );
  return rows;
}

/** A therapist with open episodes at a clinic, and the zone of its days. */
export interface CaseloadZone {
  readonly clinic_id: string;
  readonly therapist_id: string | null;
  readonly zone: Zone;
}

/** A clinic with a zone that its days are of, or were: an episode keeps the one of its entries. */
export interface ClinicZone {
  readonly clinic_id: string;
  readonly zone: Zone;
}

/** The zones of all clinics: a row or two for each, whatever is recorded of episodes. */
export async function readClinicZones(snapshot: Snapshot): Promise<readonly ClinicZone[]> {
  const { rows } = await snapshot.query<ClinicZone>(
    `select clinic_id, first_zone as zone from read.clinic_directory
      union
      select clinic_id, later ->> 'zone' from read.clinic_directory,
        jsonb_array_elements(later_zones) later`,
  );
  return rows;
}

/** Where the days of open episodes of some clinics begin. */
export async function readCaseloadZones(
  snapshot: Snapshot,
  clinicIds: readonly string[],
): Promise<readonly CaseloadZone[]> {
  const { rows } = await snapshot.query<CaseloadZone>(
    `select distinct clinic_id, therapist_id, zone from read.caseload
      where clinic_id = any ($1::uuid[])`,
    [clinicIds],
  );
  return rows;
}

/**
 * Whether any of the episodes counts in the figures of a filter, or did at a position. Its measure
 * and period are left out: a figure may then be told of that did not change, never the other way.
 */
export async function readTouchesOutcomes(
  snapshot: Snapshot,
  { episodeIds, after }: { readonly episodeIds: readonly string[]; readonly after: number },
  filter: OutcomeFilter,
): Promise<boolean> {
  const { rows } = await snapshot.query<{ touches: boolean }>(
    `select exists (select from read.episode_span
      where episode_id = any ($1::uuid[]) and (to_position is null or to_position > $2::bigint)
        and ($3::uuid[] is null or clinic_id = any ($3))
        and ($4::uuid[] is null or outcome_therapist_id = any ($4))
        and ($5::text[] is null or condition = any ($5))
        and ($6::text[] is null or payer_class = any ($6))
        and ($7::text[] is null or referrer_id = any ($7))
        and labels @> $8::jsonb) as touches`,
    [
      episodeIds,
      after,
      filter.clinics,
      filter.therapists,
      filter.conditions,
      filter.payers,
      filter.referrers,
      JSON.stringify(filter.labels),
    ],
  );
  return rows[0]?.touches ?? false;
}
