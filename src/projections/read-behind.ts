import { addedBy, type Place } from '../domain/outcomes/places';
import { cohortRow, readCohort, type CohortMoment } from './cohort-rows';
import type { OutcomeFilter } from './cohort-rows';
import type { EpisodeSpanRow } from './episode-span';
import { grouped, type GroupBy } from './grouping';
import { holdsAt, type Snapshot } from './snapshot';

/** A count of the figures of one group. */
export interface BehindWish {
  readonly filter: OutcomeFilter;
  readonly groupBy: GroupBy;
  /** Key of the group; null: of those that have none of it. */
  readonly key: string | null;
  readonly place: Place;
}

/** An episode that makes up a part of a count; scores in points of its primary measure. */
export interface EpisodeBehind {
  readonly episodeId: string;
  /** Day on which it ended or lapsed, in the zone of its clinic. */
  readonly indexOn: string;
  readonly lapsed: boolean;
  readonly baseline: number | null;
  readonly final: number | null;
  readonly change: number | null;
  readonly responder: boolean | null;
  /** How much of the count it is. */
  readonly counted: number;
}

/**
 * The episodes behind a count of the outcome figures, by index day and id: the same members, rows
 * and figures as the dashboard's, each episode as a cohort of one.
 */
export async function readBehind(
  snapshot: Snapshot,
  moment: CohortMoment,
  { filter, groupBy, key, place }: BehindWish,
): Promise<readonly EpisodeBehind[]> {
  const cohort = await readCohort(snapshot, moment, filter);
  const groups = grouped(cohort, groupBy, ({ member }) => member);
  const group = groups.find((each) => each.key === key)?.members ?? [];
  const behind = group.flatMap((each) => {
    const { member } = each;
    const row = cohortRow(each, moment.evaluatedAt);
    const counted = addedBy(row, place);
    if (counted === 0) return [];
    const { episodeId, baseline, final, change, responder } = row;
    const lapsed = row.status === 'lapsed';
    const scores = { baseline, final, change, responder };
    return [{ episodeId, indexOn: member.index_on, lapsed, ...scores, counted }];
  });
  return behind.sort((a, b) => (placeInList(a) < placeInList(b) ? -1 : 1));
}

/** Of ISO days and lower-case ids the order of the text is that of the list. */
export function placeInList(one: Pick<EpisodeBehind, 'episodeId' | 'indexOn'>): string {
  return `${one.indexOn} ${one.episodeId}`;
}

/** Whose episodes a viewer may open, by who carries them today. */
export interface Openable {
  readonly all: boolean;
  readonly clinics: readonly string[];
  /** Therapists whose episodes are the viewer's to treat: themself, and whom they cover. */
  readonly carriedBy: readonly string[];
  /** The viewer, where what counts for them is theirs to read; null: no therapist. */
  readonly countsFor: string | null;
  /** Also what was voided since. */
  readonly voidedToo: boolean;
}

/** Those of the episodes that may be opened: by the rights and the carriers of today. */
export async function readOpenable(
  snapshot: Snapshot,
  ids: readonly string[],
  { all, clinics, carriedBy, countsFor, voidedToo }: Openable,
): Promise<ReadonlySet<string>> {
  if (voidedToo) return new Set(ids);
  const { rows } = await snapshot.query<{ episode_id: string }>(
    `select episode_id from read.episode_span
      where to_position is null and episode_id = any ($1::uuid[])
        and ($2::bool or clinic_id = any ($3::uuid[]) or therapist_id = any ($4::uuid[])
          or outcome_therapist_id = $5::uuid)`,
    [ids, all, clinics, carriedBy, countsFor],
  );
  return new Set(rows.map(({ episode_id }) => episode_id));
}

/** What a page tells of an episode beside its figures. */
export type BehindDetail = Pick<
  EpisodeSpanRow,
  | 'episode_id'
  | 'patient_id'
  | 'clinic_id'
  | 'therapist_id'
  | 'outcome_therapist_id'
  | 'condition'
  | 'phase'
>;

/** Of the episodes of a page, as known at a position. */
export async function readBehindDetails(
  snapshot: Snapshot,
  position: number,
  ids: readonly string[],
): Promise<ReadonlyMap<string, BehindDetail>> {
  const { rows } = await snapshot.query<BehindDetail>(
    `select episode_id, patient_id, clinic_id, therapist_id, outcome_therapist_id, condition, phase
      from read.episode_span where ${holdsAt(position, '$1')} and episode_id = any ($2::uuid[])`,
    [position, ids],
  );
  return new Map(rows.map((row) => [row.episode_id, row]));
}

/** The episodes of a person, under whatever id they are recorded, as known at a position. */
export async function readEpisodesOf(
  snapshot: Snapshot,
  position: number,
  patientIds: readonly string[],
): Promise<readonly string[]> {
  const { rows } = await snapshot.query<{ episode_id: string }>(
    `select episode_id from read.episode_span
      where ${holdsAt(position, '$1')} and patient_id = any ($2::uuid[])`,
    [position, patientIds],
  );
  return rows.map(({ episode_id }) => episode_id);
}
