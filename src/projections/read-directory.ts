import { holdsAt, type Snapshot, type SpanAt } from './snapshot';

/**
 * Ids of patients who carried every one of the tokens at a moment (null: now), in the clinics
 * given (null: all).
 */
export async function readPatients(
  snapshot: Snapshot,
  at: SpanAt,
  wish: {
    readonly tokens: readonly string[];
    readonly clinics: readonly string[] | null;
    readonly first: number;
  },
): Promise<readonly string[]> {
  const { rows } = await snapshot.query<{ patient_id: string }>(
    `select patient_id from read.patient_directory
      where search_tokens @> $1::text[] and ($2::uuid[] is null or clinic_id = any ($2))
        and ${holdsAt(at, '$4')}
      order by patient_id limit $3`,
    [wish.tokens, wish.clinics, wish.first, at],
  );
  return rows.map(({ patient_id }) => patient_id);
}
