import type { Pool } from 'pg';
import type { EpisodeId, PatientId, StaffId } from '../domain/ids';
import type { Instant, LocalDate } from '../domain/time';
import type { OutcomeFilter } from '../projections/cohort-rows';
import type { Snapshot } from '../projections/snapshot';

/** Whom and what the calls ask about; nobody has to be there. */
export interface ReadSample {
  readonly clinicId: string;
  readonly therapistId: StaffId;
  readonly patientId: PatientId;
  readonly episodeId: EpisodeId;
  /** A past position, and when what is asked is judged. */
  readonly position: number;
  readonly evaluatedAt: Instant;
  readonly from: LocalDate;
  readonly to: LocalDate;
  /** Primary measure: `INSTRUMENT` or `INSTRUMENT/SITE`. */
  readonly measure: string;
  /** Of an entry, or a rebuild. */
  readonly id: string;
  /** What patients are searched by. */
  readonly keyId: string;
  readonly tokens: readonly string[];
}

/** With the connections that are asked. */
export interface ReadAsks extends ReadSample {
  readonly pool: Pool;
  readonly snapshot: Snapshot;
}

/**
 * Calls of each read function by its name, one for each way in which it sends other statements.
 * Those that begin with `past` ask the past, all others what is now.
 */
export type ReadCalls = Readonly<
  Record<string, Readonly<Record<string, (asks: ReadAsks) => Promise<unknown>>>>
>;

export function momentNow({ evaluatedAt }: ReadSample) {
  return { position: null, evaluatedAt };
}

export function momentPast({ position, evaluatedAt }: ReadSample) {
  return { position, evaluatedAt };
}

/** A year of a clinic. */
export function clinicsYear({ clinicId, from, to }: ReadSample): OutcomeFilter {
  return {
    clinics: [clinicId],
    ...{ therapists: null, conditions: null, payers: null, referrers: null },
    ...{ labels: {}, from, to, measure: null },
  };
}
