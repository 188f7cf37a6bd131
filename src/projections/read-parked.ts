import type { Snapshot } from './snapshot';

export interface ParkedPlace {
  readonly position: number;
  readonly since: string;
}

/** Where a stream is parked; null: it is not. */
export async function readParked(snapshot: Snapshot, stream: string): Promise<ParkedPlace | null> {
  const { rows } = await snapshot.query<ParkedPlace>(
    'select position, since from read.parked where stream = $1',
    [stream],
  );
  return rows[0] ?? null;
}

/** Which episodes a person's answers are of; null restricts nothing. */
export interface ParkedScope {
  readonly clinics: readonly string[] | null;
  readonly therapists: readonly string[] | null;
}

/** A parked episode, as far as it is known where it belongs. */
export interface ParkedEpisode {
  readonly episodeId: string;
  readonly since: string;
}

/**
 * Parked episodes that an answer of a position (null: now) would include: those whose rows are of
 * the clinics and therapists, and those without rows, which may be of any.
 */
export async function readParkedEpisodes(
  snapshot: Snapshot,
  position: number | null,
  { clinics, therapists }: ParkedScope,
): Promise<readonly ParkedEpisode[]> {
  const { rows } = await snapshot.query<ParkedEpisode>(
    `select substr(p.stream, 9) as "episodeId", p.since
      from read.parked p
      left join read.episode_span s
        on s.episode_id = substr(p.stream, 9)::uuid and s.to_position is null
      where p.stream like 'episode-%' and ($1::bigint is null or p.position <= $1)
        and (s.episode_id is null
          or (($2::uuid[] is null or s.clinic_id = any ($2))
            and ($3::uuid[] is null or s.therapist_id = any ($3)
              or s.outcome_therapist_id = any ($3))))
      order by p.position`,
    [position, clinics, therapists],
  );
  return rows;
}
