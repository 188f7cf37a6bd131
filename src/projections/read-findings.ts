import type { FindingRow } from './finding';
import { holdsAt, type Snapshot, type SpanAt } from './snapshot';

/** Which findings; null: no restriction by it. */
export interface FindingsFilter {
  /** Clinics that the viewer may see. */
  readonly clinics: readonly string[] | null;
  readonly therapists: readonly string[] | null;
  readonly rules: readonly string[] | null;
  readonly episodeId: string | null;
  readonly isOpen: boolean | null;
}

/** Place in the list: of the last row of the page before. */
export interface FindingsCursor {
  readonly raisedAt: string;
  readonly findingId: string;
}

const WANTED = `($1::uuid[] is null or clinic_id = any ($1))
  and ($2::uuid[] is null or therapist_id = any ($2))
  and ($3::text[] is null or rule = any ($3))
  and ($4::uuid is null or episode_id = $4)
  and ($5::bool is null or (closed_at is null) = $5)`;

function wanted({ clinics, therapists, rules, episodeId, isOpen }: FindingsFilter): unknown[] {
  return [clinics, therapists, rules, episodeId, isOpen];
}

/**
 * Oldest first. Where few are wanted they are all found and sorted: in the order of the index the
 * database would go through everyone's, hoping to come upon a page of theirs soon.
 */
function order({ clinics, therapists, episodeId }: FindingsFilter): string {
  const isOfAll = clinics === null && therapists === null && episodeId === null;
  return isOfAll ? 'raised_at, finding_id' : `raised_at + interval '0', finding_id`;
}

/** Findings as they were known at a position (null: now), oldest first. */
export async function readFindings(
  snapshot: Snapshot,
  position: SpanAt,
  page: {
    readonly filter: FindingsFilter;
    readonly first: number;
    readonly after: FindingsCursor | null;
  },
): Promise<readonly FindingRow[]> {
  const { filter, first, after } = page;
  const { rows } = await snapshot.query<FindingRow>(
    `select * from read.finding where ${WANTED} and ${holdsAt(position, '$6')}
      and ($7::timestamptz is null or (raised_at, finding_id) > ($7, $8::uuid))
      order by ${order(filter)} limit $9`,
    [...wanted(filter), position, after?.raisedAt ?? null, after?.findingId ?? null, first],
  );
  return rows;
}

/** How many of a rule there are. */
export interface FindingsOfRule {
  readonly rule: string;
  readonly open: number;
  readonly closed: number;
}

/** The same on all pages together, by rule. */
export async function countFindings(
  snapshot: Snapshot,
  position: SpanAt,
  filter: FindingsFilter,
): Promise<readonly FindingsOfRule[]> {
  const { rows } = await snapshot.query<{ rule: string; open: string; closed: string }>(
    `select rule, count(*) filter (where closed_at is null) as open, count(closed_at) as closed
      from read.finding where ${WANTED} and ${holdsAt(position, '$6')} group by rule order by rule`,
    [...wanted(filter), position],
  );
  return rows.map(({ rule, open, closed }) => ({
    rule,
    open: Number(open),
    closed: Number(closed),
  }));
}
