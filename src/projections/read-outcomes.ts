import { summarise, type CohortFigures } from '../domain/outcomes/cohort';
import { course, type CoursePoint } from '../domain/outcomes/course';
import {
  cohortRow,
  readCohort,
  readFacts,
  type CohortMoment,
  type Fact,
  type MemberFacts,
  type OutcomeFilter,
} from './cohort-rows';
import { grouped, type GroupBy } from './grouping';
import type { Snapshot } from './snapshot';

export interface CourseWish {
  readonly measure: string;
  /** Days since the referral. */
  readonly days: readonly number[];
  readonly windowDays: number;
  /** Only those who have a score at this day; absent: all. */
  readonly completeForDay?: number | undefined;
}

export interface OutcomeGroup {
  /** Clinic or therapist id, condition code, `YYYY-MM`, label; null: has none of it. */
  readonly key: string | null;
  readonly figures: CohortFigures;
  readonly course: readonly CoursePoint[] | null;
}

export interface OutcomesWish {
  readonly filter: OutcomeFilter;
  readonly groupBy: GroupBy;
  readonly course: CourseWish | null;
}

/**
 * Outcome figures of the cohort at a moment: episodes whose index day (last discharge, or the day
 * on which an open one lapsed by `evaluatedAt`) lies in the period, by group, keys in order.
 * The figures are pure functions of the rows read; definitions: domain/outcomes.
 */
export async function readOutcomes(
  snapshot: Snapshot,
  moment: CohortMoment,
  wish: OutcomesWish,
): Promise<readonly OutcomeGroup[]> {
  const cohort = await readCohort(snapshot, moment, wish.filter);
  const members = cohort.map(({ member }) => member);
  const observed = wish.course
    ? await readFacts(snapshot, moment.position, members, ['observation'], wish.course.measure)
    : new Map<string, Fact[]>();
  return grouped(cohort, wish.groupBy, ({ member }) => member).map((group) => ({
    key: group.key,
    figures: summarise(group.members.map((each) => cohortRow(each, moment.evaluatedAt))),
    course: wish.course ? courseOf(group.members, observed, wish.course) : null,
  }));
}

function courseOf(
  members: readonly MemberFacts[],
  observed: ReadonlyMap<string, Fact[]>,
  wish: CourseWish,
): readonly CoursePoint[] {
  const observations = members.flatMap(({ member: { episode_id } }) =>
    (observed.get(episode_id) ?? []).flatMap(({ day, value }) =>
      value === null ? [] : [{ episode: episode_id, dayFromReferral: day, value }],
    ),
  );
  const { days, windowDays, completeForDay } = wish;
  return course(observations, {
    days,
    windowDays,
    ...(completeForDay === undefined ? {} : { completeForDay }),
  });
}
