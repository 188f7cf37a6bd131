import type { OutcomeFilter } from './cohort-rows';
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

/** Which episodes an answer is of; null, or absent, restricts nothing. */
export type ParkedScope = Pick<OutcomeFilter, 'clinics' | 'therapists'> &
  Partial<Pick<OutcomeFilter, 'conditions' | 'payers' | 'referrers' | 'labels'>> & {
    readonly episodeId?: string | null;
  };

/** A parked episode, as far as it is known where it belongs. */
export interface ParkedEpisode {
  readonly episodeId: string;
  readonly since: string;
}

/**
 * Parked episodes that may be in an answer of a position (null: now): those that are in the scope
 * by their rows, which are as before the entry that cannot be shown, and those without rows, which
 * may be of any. Days, phase and measure are not asked: what is not shown may have changed them.
 */
export async function readParkedEpisodes(
  snapshot: Snapshot,
  position: number | null,
  scope: ParkedScope,
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
              or s.outcome_therapist_id = any ($3))
            and ($4::text[] is null or s.condition = any ($4))
            and ($5::text[] is null or s.payer_class = any ($5))
            and ($6::text[] is null or s.referrer_id = any ($6))
            and s.labels @> $7::jsonb))
        and ($8::text is null or p.stream = 'episode-' || $8)
      order by p.position`,
    [
      position,
      scope.clinics,
      scope.therapists,
      scope.conditions ?? null,
      scope.payers ?? null,
      scope.referrers ?? null,
      JSON.stringify(scope.labels ?? {}),
      scope.episodeId ?? null,
    ],
  );
  return rows;
}
