import type { Snapshot } from './snapshot';

/** Ids of patients who carry every one of the tokens, in the clinics given (null: all). */
export async function readPatients(
  snapshot: Snapshot,
  wish: {
    readonly tokens: readonly string[];
    readonly clinics: readonly string[] | null;
    readonly first: number;
  },
): Promise<readonly string[]> {
  const { rows } = await snapshot.query<{ patient_id: string }>(
    `select patient_id from read.patient_directory
      where search_tokens @> $1::text[] and ($2::uuid[] is null or clinic_id = any ($2))
      order by patient_id limit $3`,
    [wish.tokens, wish.clinics, wish.first],
  );
  return rows.map(({ patient_id }) => patient_id);
}
