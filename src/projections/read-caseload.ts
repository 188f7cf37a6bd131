import type { CaseloadRow } from './caseload';
import { holdsAt, type Snapshot, type SpanAt } from './snapshot';

/** Whose open episodes; null: no restriction by it. */
export interface CaseloadFilter {
  readonly therapistId: string | null;
  /** Clinics that the viewer may see. */
  readonly clinics: readonly string[] | null;
  readonly conditions: readonly string[] | null;
  /**
   * Of the past only what this therapist carries today (or what counts for them): rights are
   * today's, whatever moment is asked.
   */
  readonly carriedNowBy?: string | null;
  /** Of the past also what was voided since: it has no row today. */
  readonly voidedToo?: boolean;
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
const AFTER = `($5::timestamptz is null or (received_at, episode_id) > ($5, $6::uuid))`;
const CARRIED_NOW = `($4::uuid is null or exists (
  select from read.episode_span today
  where today.episode_id = past.episode_id and today.to_position is null
    and (today.therapist_id = $4 or today.outcome_therapist_id = $4)))`;

/**
 * What was voided has no row today. Looked up for each row that is left: `exists` beside an `or`
 * would first gather all open rows of the organisation.
 */
const STILL_THERE = `(select true from read.episode_span today
  where today.episode_id = past.episode_id and today.to_position is null limit 1)`;
const stillThere = (voidedToo: boolean) => (voidedToo ? 'true' : STILL_THERE);

/** As the index of open episodes says it. */
const OPEN = `phase not in ('DISCHARGED', 'DECLINED')`;

function wanted({ therapistId, clinics, conditions, carriedNowBy }: CaseloadFilter): unknown[] {
  return [therapistId, clinics, conditions, carriedNowBy ?? null];
}

function paged({ filter, after, first }: CaseloadPage): unknown[] {
  return [...wanted(filter), after?.receivedAt ?? null, after?.episodeId ?? null, first];
}

/** Open episodes as they are now, longest in care first. */
export async function readCaseload(
  snapshot: Snapshot,
  page: CaseloadPage,
): Promise<readonly CaseloadRow[]> {
  const { rows } = await snapshot.query<CaseloadRow>(
    // What is carried now needs no look at today: it is today.
    `select * from read.caseload where ${WANTED} and ($4::uuid is null or therapist_id = $4)
      and ${AFTER} order by received_at, episode_id limit $7`,
    paged(page),
  );
  return rows;
}

/** Ids of the episodes that were open at a past position, in the same order. */
export async function readPastCaseload(
  snapshot: Snapshot,
  position: SpanAt,
  page: CaseloadPage,
): Promise<readonly string[]> {
  const { rows } = await snapshot.query<{ episode_id: string }>(
    `select episode_id from read.episode_span past
      where ${holdsAt(position, '$8')} and ${OPEN} and ${WANTED} and ${CARRIED_NOW}
        and ${AFTER} and ${stillThere(page.filter.voidedToo ?? false)}
      order by received_at, episode_id limit $7`,
    [...paged(page), position],
  );
  return rows.map(({ episode_id }) => episode_id);
}

/** How many open episodes there are now. */
export async function countCaseload(snapshot: Snapshot, filter: CaseloadFilter): Promise<number> {
  const { rows } = await snapshot.query<{ n: string | number }>(
    `select count(*) as n from read.caseload
      where ${WANTED} and ($4::uuid is null or therapist_id = $4)`,
    wanted(filter),
  );
  return Number(rows[0]?.n ?? 0);
}

/**
 * Ids of the episodes that were ever in the list by a position, open or not, and may be seen
 * today: what became of them is what the list changed by.
 */
export async function readCaseloadEpisodes(
  snapshot: Snapshot,
  position: number,
  filter: CaseloadFilter,
): Promise<readonly string[]> {
  const voidedToo = filter.voidedToo ?? false;
  const { rows } = await snapshot.query<{ episode_id: string }>(
    // The clinic of an episode never changes: where no therapist is asked, today's row is enough.
    `select distinct episode_id from read.episode_span past
      where ($1::uuid is not null or $6::bool or to_position is null)
        and ($1::uuid is null or from_position <= $5::bigint)
        and ${WANTED} and ${CARRIED_NOW} and ${stillThere(voidedToo)}`,
    [...wanted(filter), position, voidedToo],
  );
  return rows.map(({ episode_id }) => episode_id);
}

/** How many were open at a past position. */
export async function countPastCaseload(
  snapshot: Snapshot,
  position: number,
  filter: CaseloadFilter,
): Promise<number> {
  const { rows } = await snapshot.query<{ n: string | number }>(
    `select count(*) as n from read.episode_span past
      where ${holdsAt(position, '$5')} and ${OPEN} and ${WANTED} and ${CARRIED_NOW}
        and ${stillThere(filter.voidedToo ?? false)}`,
    [...wanted(filter), position],
  );
  return Number(rows[0]?.n ?? 0);
}

/** How many open episodes a therapist carries now. */
export async function countOpenEpisodes(
  snapshot: Snapshot,
  { therapistId }: { readonly therapistId: string },
): Promise<number> {
  const { rows } = await snapshot.query<{ n: string | number }>(
    'select count(*) as n from read.caseload where therapist_id = $1',
    [therapistId],
  );
  return Number(rows[0]?.n ?? 0);
}
