import { holdsAt, type Snapshot, type SpanAt } from './snapshot';

/* Not materialized, and looked up instead of `exists`: else all who were merged are gathered. */

/**
 * Who each patient was known to be at a position: the one that survives at the end of all merges,
 * mostly themself. The smaller id survives, so there is no circle to walk in.
 */
export async function readSurvivors(
  snapshot: Snapshot,
  ids: readonly string[],
  position: SpanAt,
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await snapshot.query<{ id: string; survivor: string }>(
    `with recursive alias as not materialized (
      select alias_id, patient_id from read.patient_alias where ${holdsAt(position, '$2')}
    ), walk (id, survivor) as (
      select id, id from unnest($1::uuid[]) as asked (id)
      union all
      select walk.id, alias.patient_id from walk join alias on alias.alias_id = walk.survivor
    )
    select id, survivor from walk
      where (select true from alias where alias.alias_id = walk.survivor limit 1) is null`,
    [ids, position],
  );
  return new Map(rows.map(({ id, survivor }) => [id, survivor]));
}

/** All ids that the person with this id is recorded under now. */
export async function readIdsOfPerson(snapshot: Snapshot, id: string): Promise<readonly string[]> {
  const survivors = await readSurvivors(snapshot, [id], null);
  return readAliases(snapshot, survivors.get(id) ?? id, null);
}

/** The ids that a surviving patient was recorded under by a position: their own comes first. */
export async function readAliases(
  snapshot: Snapshot,
  survivor: string,
  position: SpanAt,
): Promise<readonly string[]> {
  const { rows } = await snapshot.query<{ id: string }>(
    `with recursive alias as not materialized (
      select alias_id, patient_id from read.patient_alias where ${holdsAt(position, '$2')}
    ), walk (id, steps) as (
      select $1::uuid, 0
      union all
      select alias.alias_id, steps + 1 from walk join alias on alias.patient_id = walk.id
    )
    select id from walk order by steps, id`,
    [survivor, position],
  );
  return rows.map(({ id }) => id);
}
