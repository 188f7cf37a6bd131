import { holdsAt, type Snapshot, type SpanAt } from './snapshot';

/**
 * Ids of patients whose details at a moment (null: now) carry every one of the tokens made with a
 * key, in the clinics given (null: all).
 */
export async function readPatients(
  snapshot: Snapshot,
  at: SpanAt,
  wish: {
    readonly keyId: string;
    readonly tokens: readonly string[];
    readonly clinics: readonly string[] | null;
    readonly first: number;
  },
): Promise<readonly string[]> {
  const { rows } = await snapshot.query<{ patient_id: string }>(
    `select d.patient_id from search.token t
      join read.patient_directory d on d.details_id = t.event_id
      where t.tokens @> $1::text[] and t.key_id = $5
        and ($2::uuid[] is null or d.clinic_id = any ($2)) and ${holdsAt(at, '$4')}
      order by d.patient_id limit $3`,
    [wish.tokens, wish.clinics, wish.first, at, wish.keyId],
  );
  return rows.map(({ patient_id }) => patient_id);
}

/** Details of a patient that no hashes are made of yet. */
export interface Unindexed {
  readonly eventId: string;
  readonly patientId: string;
}

/** Details that came into the directory after a position and are not hashed with a key. */
export async function readUnindexed(
  snapshot: Snapshot,
  wish: { readonly keyId: string; readonly after: number; readonly first: number },
): Promise<readonly Unindexed[]> {
  const { rows } = await snapshot.query<{ details_id: string; patient_id: string }>(
    `select distinct d.details_id, d.patient_id from read.patient_directory d
      where d.from_position > $2 and not exists (
        select from search.token t where t.event_id = d.details_id and t.key_id = $1
      )
      limit $3`,
    [wish.keyId, wish.after, wish.first],
  );
  return rows.map(({ details_id, patient_id }) => ({ eventId: details_id, patientId: patient_id }));
}
