import type { CaseloadRow } from './caseload';
import { holdsAt, type Snapshot, type SpanAt } from './snapshot';

/** Whose open episodes; null: no restriction by it. */
export interface CaseloadFilter {
  readonly therapistId: string | null;
  /** Clinics that the viewer may see. */
  readonly clinics: readonly string[] | null;
  readonly conditions: readonly string[] | null;
}

/** Place in the list: of the last row of the page before. */
export interface CaseloadCursor {
  readonly receivedAt: string;
  readonly episodeId: string;
}

export interface CaseloadPage {
  readonly filter: CaseloadFilter;
  readonly first: number;
  readonly after: CaseloadCursor | null;
}

const WANTED = `($1::uuid is null or therapist_id = $1)
  and ($2::uuid[] is null or clinic_id = any ($2))
  and ($3::text[] is null or condition = any ($3))`;
const AFTER = `($4::timestamptz is null or (received_at, episode_id) > ($4, $5::uuid))`;

function parameters({ filter, after, first }: CaseloadPage): unknown[] {
  return [
    filter.therapistId,
    filter.clinics,
    filter.conditions,
    after?.receivedAt ?? null,
    after?.episodeId ?? null,
    first,
  ];
}

/** Open episodes as they are now, longest in care first. */
export async function readCaseload(
  snapshot: Snapshot,
  page: CaseloadPage,
): Promise<readonly CaseloadRow[]> {
  const { rows } = await snapshot.query<CaseloadRow>(
    `select * from read.caseload where ${WANTED} and ${AFTER}
      order by received_at, episode_id limit $6`,
    parameters(page),
  );
  return rows;
}

export async function countCaseload(snapshot: Snapshot, filter: CaseloadFilter): Promise<number> {
  const { rows } = await snapshot.query<{ n: string | number }>(
    `select count(*) as n from read.caseload where ${WANTED}`,
    [filter.therapistId, filter.clinics, filter.conditions],
  );
  return Number(rows[0]?.n ?? 0);
}

/** Ids of the episodes that were open at a past position, in the same order. */
export async function readPastCaseload(
  snapshot: Snapshot,
  position: SpanAt,
  page: CaseloadPage,
): Promise<readonly string[]> {
  const { rows } = await snapshot.query<{ episode_id: string }>(
    `select episode_id from read.episode_span
      where ${holdsAt(position, '$7')} and phase not in ('DISCHARGED', 'DECLINED')
        and ${WANTED} and ${AFTER}
      order by received_at, episode_id limit $6`,
    [...parameters(page), position],
  );
  return rows.map(({ episode_id }) => episode_id);
}

export async function countPastCaseload(
  snapshot: Snapshot,
  position: SpanAt,
  filter: CaseloadFilter,
): Promise<number> {
  const { rows } = await snapshot.query<{ n: string | number }>(
    `select count(*) as n from read.episode_span
      where ${holdsAt(position, '$4')} and phase not in ('DISCHARGED', 'DECLINED') and ${WANTED}`,
    [filter.therapistId, filter.clinics, filter.conditions, position],
  );
  return Number(rows[0]?.n ?? 0);
}
