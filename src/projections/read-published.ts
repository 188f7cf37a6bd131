import { summarise } from '../domain/outcomes/cohort';
import type { Quarter } from '../domain/outcomes/months';
import { published, type GroupCounts, type PublishedCell } from '../domain/outcomes/published';
import { cohortRow, readCohort, type CohortMoment } from './cohort-rows';
import { grouped } from './grouping';
import type { Snapshot } from './snapshot';

/** Of a condition that the policy has no name for. */
const NO_CONDITION = 'NONE';

/** Clinics by conditions, with one more row and column for the sums (key null). */
export interface PublishedTable {
  readonly clinics: readonly (string | null)[];
  readonly conditions: readonly (string | null)[];
  readonly cells: readonly (readonly PublishedCell[])[];
}

/**
 * The one table of a quarter, of all clinics together: what somebody may see is a part of it, and
 * never made anew for less, so that what different people are told cannot be subtracted either.
 */
export async function readPublished(
  snapshot: Snapshot,
  moment: CohortMoment,
  { from, to }: Quarter,
): Promise<PublishedTable> {
  const all = { clinics: null, therapists: null, conditions: null, payers: null, referrers: null };
  const filter = { ...all, labels: {}, from, to, measure: null };
  const cohort = await readCohort(snapshot, moment, filter);
  const byClinic = grouped(cohort, { by: 'CLINIC' }, ({ member }) => member);
  const byCondition = (members: typeof cohort) =>
    grouped(members, { by: 'CONDITION' }, ({ member }) => member);
  const conditions = byCondition(cohort).map(({ key }) => key);
  const groups = byClinic.map((clinic) => {
    const within = new Map(byCondition(clinic.members).map(({ key, members }) => [key, members]));
    return conditions.map((condition): GroupCounts => {
      const members = within.get(condition) ?? [];
      const rows = members.map((each) => cohortRow(each, moment.evaluatedAt));
      const { episodes, eligible, complete, responders } = summarise(rows);
      return { episodes, eligible, complete, judged: responders.of, responders: responders.n };
    });
  });
  return {
    clinics: [...byClinic.map(({ key }) => key), null],
    conditions: [...conditions.map((key) => key ?? NO_CONDITION), null],
    cells: published(groups),
  };
}
