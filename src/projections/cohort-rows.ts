import type { CohortRow } from '../domain/outcomes/cohort';
import type { RevisedGoal } from '../domain/outcomes/revisions';
import { daysBetween, type Instant, type LocalDate } from '../domain/time';
import { cohortFacts, cohortGoals, NO_FACTS, type CohortFacts } from './cohort-facts';
import type { EpisodeSpanRow } from './episode-span';
import type { FactKind, GoalDetail, OutcomeFactRow } from './outcome-fact';
import { holdsAt, once, type Snapshot, type SpanAt } from './snapshot';

/** Which episodes; null: no restriction by it. Days are local to each clinic, both inclusive. */
export interface OutcomeFilter {
  readonly clinics: readonly string[] | null;
  readonly therapists: readonly string[] | null;
  readonly conditions: readonly string[] | null;
  readonly payers: readonly string[] | null;
  readonly referrers: readonly string[] | null;
  /** Labels that an episode must carry, all of them. */
  readonly labels: Readonly<Record<string, string>>;
  readonly from: LocalDate | null;
  readonly to: LocalDate | null;
  /** Episodes with this primary measure only: `INSTRUMENT` or `INSTRUMENT/SITE`. */
  readonly measure: string | null;
}

/** What the cohort reads of a span. */
export type Member = Pick<
  EpisodeSpanRow,
  | 'episode_id'
  | 'clinic_id'
  | 'outcome_therapist_id'
  | 'condition'
  | 'payer_class'
  | 'referrer_id'
  | 'received_on'
  | 'first_session_on'
  | 'sessions_completed'
  | 'sessions_missed'
  | 'reactions'
  | 'discharge_reason'
  | 'gas_baseline_t'
  | 'gas_achieved_t'
  | 'gas_unscored'
  | 'gas_original_baseline_t'
  | 'gas_original_achieved_t'
  | 'gas_original_unscored'
> & {
  readonly discharged: boolean;
  readonly index_on: string;
  /** JSON text. */
  readonly labels: string;
};

export type Fact = Pick<OutcomeFactRow, 'episode_id' | 'kind' | 'day' | 'value'> & {
  readonly fact_id: string;
  readonly measure: string | null;
  /** JSON text, by kind. */
  readonly detail: string;
};

/** Where in the log spans are read, and when deadlines are judged. */
export interface CohortMoment {
  readonly position: SpanAt;
  readonly evaluatedAt: Instant;
}

const MEMBER = `episode_id, clinic_id, outcome_therapist_id, condition, payer_class, referrer_id,
  received_on, first_session_on, sessions_completed, sessions_missed, reactions, discharge_reason,
  gas_baseline_t, gas_achieved_t, gas_unscored, gas_original_baseline_t, gas_original_achieved_t,
  gas_original_unscored, labels, discharged_on is not null as discharged,
  coalesce(discharged_on, lapses_on) as index_on`;

const WANTED = `($3::uuid[] is null or clinic_id = any ($3))
  and ($4::uuid[] is null or outcome_therapist_id = any ($4))
  and ($5::text[] is null or condition = any ($5))
  and ($6::text[] is null or payer_class = any ($6))
  and ($7::text[] is null or referrer_id = any ($7))
  and labels @> $8::jsonb`;

/** The index day of each kind, so that an index on the day of discharge is of use. */
const IN_PERIOD = `(
  (discharged_on is not null and ($9::date is null or discharged_on >= $9)
    and ($10::date is null or discharged_on <= $10))
  or (discharged_on is null and lapses_at <= $2::timestamptz
    and ($9::date is null or lapses_on >= $9) and ($10::date is null or lapses_on <= $10)))`;

function wanted({ position, evaluatedAt }: CohortMoment, filter: OutcomeFilter): unknown[] {
  return [
    position,
    evaluatedAt,
    filter.clinics,
    filter.therapists,
    filter.conditions,
    filter.payers,
    filter.referrers,
    JSON.stringify(filter.labels),
    filter.from,
    filter.to,
  ];
}

/**
 * The cohort at a moment: episodes whose index day (last discharge, or the day on which an open one
 * lapsed by `evaluatedAt`) lies in the period.
 */
export async function readMembers(
  snapshot: Snapshot,
  moment: CohortMoment,
  filter: OutcomeFilter,
): Promise<readonly Member[]> {
  if (moment.position === null) return readMembersNow(snapshot, moment, filter);
  const { position } = moment;
  const { rows } = await snapshot.query<Member>(
    `select ${MEMBER} from read.episode_span
      where ${holdsAt(position, '$1')} and ${WANTED} and ${IN_PERIOD}
      order by episode_id`,
    wanted(moment, filter),
  );
  if (filter.measure === null) return rows;
  const measured = await snapshot.query<{ episode_id: string }>(
    `select episode_id from read.outcome_fact
      where ${holdsAt(position, '$1')} and kind = 'measure' and measure = $2
        and episode_id = any ($3::uuid[])`,
    [position, filter.measure, rows.map(({ episode_id }) => episode_id)],
  );
  const of = new Set(measured.rows.map(({ episode_id }) => episode_id));
  return rows.filter(({ episode_id }) => of.has(episode_id));
}

type MemberNow = Member & { readonly facts: string };

async function readMembersNow(
  snapshot: Snapshot,
  moment: CohortMoment,
  filter: OutcomeFilter,
): Promise<readonly MemberNow[]> {
  const { rows } = await snapshot.query<MemberNow>(
    `select ${MEMBER}, facts from read.episode_cohort
      where $1::bigint is null and ${WANTED} and ${IN_PERIOD}
        and ($11::text is null or measure = $11)
      order by episode_id`,
    [...wanted(moment, filter), filter.measure],
  );
  return rows;
}

/** A member with the facts that its figures are made of. */
export interface MemberFacts {
  readonly member: Member;
  readonly facts: CohortFacts;
}

/** The cohort at a moment, as its figures want it; read once for those that share a snapshot. */
export function readCohort(
  snapshot: Snapshot,
  moment: CohortMoment,
  filter: OutcomeFilter,
): Promise<readonly MemberFacts[]> {
  const key = `cohort ${JSON.stringify([moment, filter])}`;
  return once(snapshot, key, () => readCohortAnew(snapshot, moment, filter));
}

async function readCohortAnew(
  snapshot: Snapshot,
  moment: CohortMoment,
  filter: OutcomeFilter,
): Promise<readonly MemberFacts[]> {
  if (moment.position === null) {
    const now = await readMembersNow(snapshot, moment, filter);
    // Written by the model of the table.
    return now.map((row) => ({ member: row, facts: JSON.parse(row.facts) as CohortFacts }));
  }
  const members = await readMembers(snapshot, moment, filter);
  const facts = await readFacts(snapshot, moment.position, members, ['goal', 'measure']);
  return members.map((member) => {
    const found = facts.get(member.episode_id);
    return { member, facts: found ? cohortFacts(found) : NO_FACTS };
  });
}

/** Facts of the members by episode, of some kinds (and one measure), in clinical order. */
export async function readFacts(
  snapshot: Snapshot,
  position: SpanAt,
  members: readonly Pick<Member, 'episode_id'>[],
  kinds: readonly FactKind[],
  measure: string | null = null,
): Promise<ReadonlyMap<string, Fact[]>> {
  const { rows } = await snapshot.query<Fact>(
    `select fact_id, episode_id, kind, measure, day, value, detail from read.outcome_fact
      where ${holdsAt(position, '$1')} and episode_id = any ($2::uuid[])
        and kind = any ($3::text[]) and ($4::text is null or measure = $4)
      order by episode_id, at, fact_id`,
    [position, members.map(({ episode_id }) => episode_id), kinds, measure],
  );
  const byEpisode = new Map<string, Fact[]>();
  for (const fact of rows) {
    const facts = byEpisode.get(fact.episode_id);
    if (facts) facts.push(fact);
    else byEpisode.set(fact.episode_id, [fact]);
  }
  return byEpisode;
}

/** An episode as the cohort's figures want it, deadlines judged at a moment. */
export function cohortRow({ member, facts }: MemberFacts, evaluatedAt: Instant): CohortRow {
  const { measure } = facts;
  return {
    episodeId: member.episode_id,
    status: member.discharged ? 'discharged' : 'lapsed',
    eligible: measure?.eligible ?? false,
    baseline: measure?.baseline ?? null,
    final: measure?.final ?? null,
    responder: measure?.responder ?? null,
    change: measure?.change ?? null,
    goals: cohortGoals(facts, evaluatedAt),
    gas: gasOf(member),
    sessionsCompleted: member.sessions_completed,
    sessionsMissed: member.sessions_missed,
    reactions: member.reactions,
    daysToFirstSession: daysToFirst(member),
    dischargeReason: member.discharge_reason,
  };
}

/** Null: no goal was scaled, by neither version. */
function gasOf(member: Member): CohortRow['gas'] {
  const { gas_baseline_t: baselineT, gas_achieved_t: achievedT, gas_unscored: unscored } = member;
  const original = {
    baselineT: member.gas_original_baseline_t,
    achievedT: member.gas_original_achieved_t,
    unscored: member.gas_original_unscored,
  };
  const none = unscored === 0 && original.unscored === 0;
  if (baselineT === null && original.baselineT === null && none) return null;
  return { baselineT, achievedT, unscored, original };
}

/** Goals to improve with their revisions, results judged at a moment. */
export function revisedGoals(facts: readonly Fact[], evaluatedAt: Instant): RevisedGoal[] {
  return facts.flatMap((fact) => {
    const [goal] = cohortGoals(cohortFacts([fact]), evaluatedAt);
    if (goal?.kind !== 'improve') return [];
    const { original, current, abandoned } = goal;
    // The shape that outcome_fact gives this kind.
    const { revisions } = JSON.parse(fact.detail) as GoalDetail;
    return [{ original, current, abandoned, revisions }];
  });
}

function daysToFirst({ received_on, first_session_on }: Member): number | null {
  if (first_session_on === null) return null;
  // Days made by the domain, as text.
  return daysBetween(received_on as LocalDate, first_session_on as LocalDate);
}
