import { summarise } from '../domain/outcomes/cohort';
import {
  proportionOf,
  rangeOf,
  valueOf,
  type Figure,
  type ShareFigure,
} from '../domain/outcomes/figures';
import {
  proportionFunnel,
  rateFunnel,
  type ProportionFunnel,
  type RateFunnel,
} from '../domain/outcomes/funnel';
import {
  firstWholeMonth,
  lastClosedMonth,
  lastWholeMonth,
  monthsBetween,
} from '../domain/outcomes/months';
import { revisionFigures, type RevisionFigures } from '../domain/outcomes/revisions';
import { xmr, type XmrChart } from '../domain/outcomes/xmr';
import {
  cohortRow,
  readCohort,
  readFacts,
  readMembers,
  revisedGoals,
  type CohortMoment,
  type Member,
  type MemberFacts,
  type OutcomeFilter,
} from './cohort-rows';
import { grouped, type GroupBy } from './grouping';
import type { Snapshot } from './snapshot';

/** A figure month by month; of the first and last month asked for only whole ones. */
export interface ChartWish {
  readonly filter: OutcomeFilter;
  readonly figure: Figure;
  readonly screenRanges: boolean;
  /** Months `YYYY-MM` at which new limits begin. */
  readonly rebasedAt: readonly string[];
}

/** The control chart of a figure over closed months by index day, from the first with episodes. */
export async function readControlChart(
  snapshot: Snapshot,
  moment: CohortMoment,
  { filter, figure, screenRanges, rebasedAt }: ChartWish,
): Promise<XmrChart> {
  const cohort = await readCohort(snapshot, moment, filter);
  const values = new Map<string, number | null>();
  for (const { key, members: group } of grouped(cohort, { by: 'MONTH' }, memberOf)) {
    if (key !== null) values.set(key, valueOf(figure, figuresOf(group, moment)));
  }
  const months = wholeMonths([...values.keys()], filter, moment);
  return xmr(
    months.map((month) => ({ month, value: values.get(month) ?? (isCount(figure) ? 0 : null) })),
    { range: rangeOf(figure), screenRanges, rebasedAt },
  );
}

/** A month without episodes has none of them: a count of 0 is a value, not a gap. */
function isCount(figure: Figure): boolean {
  return figure === 'EPISODES';
}

function wholeMonths(
  found: readonly string[],
  { from, to }: OutcomeFilter,
  { evaluatedAt }: CohortMoment,
): readonly string[] {
  const earliest = found.reduce<string | null>(
    (first, month) => (first === null || month < first ? month : first),
    null,
  );
  const first = from === null ? earliest : firstWholeMonth(from);
  if (first === null) return [];
  const closed = lastClosedMonth(evaluatedAt);
  const last = to === null ? closed : lastWholeMonth(to);
  return monthsBetween(first, last < closed ? last : closed);
}

/** What a funnel compares: a share, or reactions by sessions held. */
export type FunnelFigure = ShareFigure | 'REACTIONS';

export type Funnel =
  ({ readonly kind: 'proportion' } & ProportionFunnel) | ({ readonly kind: 'rate' } & RateFunnel);

/** Units side by side, in the order of their keys; those that have no key are left out. */
export async function readFunnel(
  snapshot: Snapshot,
  moment: CohortMoment,
  wish: {
    readonly filter: OutcomeFilter;
    readonly figure: FunnelFigure;
    readonly units: GroupBy;
  },
): Promise<Funnel> {
  const cohort = await readCohort(snapshot, moment, wish.filter);
  const units = grouped(cohort, wish.units, memberOf).flatMap(({ key, members: group }) =>
    key === null ? [] : [{ key, figures: figuresOf(group, moment) }],
  );
  const { figure } = wish;
  if (figure === 'REACTIONS') {
    const rates = units.map(({ key, figures: { reactionsPer1000 } }) => ({
      key,
      exposure: reactionsPer1000.sessions,
      events: reactionsPer1000.reactions,
    }));
    return { kind: 'rate', ...rateFunnel(rates) };
  }
  const shares = units.map(({ key, figures }) => ({ key, ...proportionOf(figure, figures) }));
  return { kind: 'proportion', ...proportionFunnel(shares) };
}

export interface RevisionGroup {
  readonly key: string | null;
  readonly figures: RevisionFigures;
}

/** How goals of the cohort were revised, by group. */
export async function readGoalRevisions(
  snapshot: Snapshot,
  moment: CohortMoment,
  wish: { readonly filter: OutcomeFilter; readonly groupBy: GroupBy },
): Promise<readonly RevisionGroup[]> {
  const members = await readMembers(snapshot, moment, wish.filter);
  const facts = await readFacts(snapshot, moment.position, members, ['goal']);
  return grouped(members, wish.groupBy, (member) => member).map(({ key, members: group }) => ({
    key,
    figures: revisionFigures(
      group.flatMap(({ episode_id }) =>
        revisedGoals(facts.get(episode_id) ?? [], moment.evaluatedAt),
      ),
    ),
  }));
}

const memberOf = ({ member }: MemberFacts): Member => member;

function figuresOf(cohort: readonly MemberFacts[], { evaluatedAt }: CohortMoment) {
  return summarise(cohort.map((each) => cohortRow(each, evaluatedAt)));
}
