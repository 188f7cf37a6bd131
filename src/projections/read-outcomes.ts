import { summarise, type CohortFigures } from '../domain/outcomes/cohort';
import { course, type CoursePoint } from '../domain/outcomes/course';
import {
  cohortRow,
  readFacts,
  readMembers,
  type CohortMoment,
  type Fact,
  type Member,
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
  const members = await readMembers(snapshot, moment, wish.filter);
  const facts = await readFacts(snapshot, moment.position, members, wish.course?.measure ?? null);
  return grouped(members, wish.groupBy).map((group) => ({
    key: group.key,
    figures: summarise(
      group.members.map((member) =>
        cohortRow(member, facts.get(member.episode_id) ?? [], moment.evaluatedAt),
      ),
    ),
    course: wish.course ? courseOf(group.members, facts, wish.course) : null,
  }));
}

function courseOf(
  members: readonly Member[],
  facts: ReadonlyMap<string, Fact[]>,
  wish: CourseWish,
): readonly CoursePoint[] {
  const observations = members.flatMap(({ episode_id }) =>
    (facts.get(episode_id) ?? []).flatMap(({ kind, day, value }) =>
      kind === 'observation' && value !== null
        ? [{ episode: episode_id, dayFromReferral: day, value }]
        : [],
    ),
  );
  const { days, windowDays, completeForDay } = wish;
  return course(observations, {
    days,
    windowDays,
    ...(completeForDay === undefined ? {} : { completeForDay }),
  });
}
