import { goalResult } from '../domain/outcomes/attainment';
import type { CohortGoal, CohortRow } from '../domain/outcomes/cohort';
import type { RevisedGoal } from '../domain/outcomes/revisions';
import { daysBetween, type Instant, type LocalDate } from '../domain/time';
import type { EpisodeSpanRow } from './episode-span';
import type { GoalDetail, MeasureDetail, OutcomeFactRow } from './outcome-fact';
import { holdsAt, type Snapshot, type SpanAt } from './snapshot';

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

/**
 * The cohort at a moment: episodes whose index day (last discharge, or the day on which an open one
 * lapsed by `evaluatedAt`) lies in the period.
 */
export async function readMembers(
  snapshot: Snapshot,
  { position, evaluatedAt }: CohortMoment,
  filter: OutcomeFilter,
): Promise<readonly Member[]> {
  const { rows } = await snapshot.query<Member>(
    `select episode_id, clinic_id, outcome_therapist_id, condition, payer_class, referrer_id,
        received_on, first_session_on, sessions_completed, sessions_missed, reactions, discharge_reason, gas_baseline_t,
        gas_achieved_t, gas_unscored, gas_original_baseline_t, gas_original_achieved_t,
        gas_original_unscored, labels,
        discharged_on is not null as discharged,
        coalesce(discharged_on, lapses_on) as index_on
      from read.episode_span
      where ${holdsAt(position, '$1')}
        and (discharged_on is not null or lapses_at <= $2::timestamptz)
        and ($3::uuid[] is null or clinic_id = any ($3))
        and ($4::uuid[] is null or outcome_therapist_id = any ($4))
        and ($5::text[] is null or condition = any ($5))
        and ($6::text[] is null or payer_class = any ($6))
        and ($7::text[] is null or referrer_id = any ($7))
        and labels @> $8::jsonb
        and ($9::date is null or coalesce(discharged_on, lapses_on) >= $9)
        and ($10::date is null or coalesce(discharged_on, lapses_on) <= $10)
      order by episode_id`,
    [
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
    ],
  );
  if (filter.measure === null) return rows;
  const measured = await snapshot.query<{ episode_id: string }>(
    `select episode_id from read.outcome_fact
      where ${holdsAt(position, '$1')} and kind = 'measure' and measure = $2`,
    [position, filter.measure],
  );
  const wanted = new Set(measured.rows.map(({ episode_id }) => episode_id));
  return rows.filter(({ episode_id }) => wanted.has(episode_id));
}

/** Facts of the members by episode, in clinical order; observations of `measure` only. */
export async function readFacts(
  snapshot: Snapshot,
  position: SpanAt,
  members: readonly Member[],
  measure: string | null,
): Promise<ReadonlyMap<string, Fact[]>> {
  const { rows } = await snapshot.query<Fact>(
    `select fact_id, episode_id, kind, measure, day, value, detail from read.outcome_fact
      where ${holdsAt(position, '$1')} and episode_id = any ($2::uuid[])
        and (kind in ('goal', 'measure') or (kind = 'observation' and measure = $3))
      order by episode_id, at, fact_id`,
    [position, members.map(({ episode_id }) => episode_id), measure],
  );
  const byEpisode = new Map<string, Fact[]>();
  for (const fact of rows) {
    const facts = byEpisode.get(fact.episode_id);
    if (facts) facts.push(fact);
    else byEpisode.set(fact.episode_id, [fact]);
  }
  return byEpisode;
}

/** Facts of one episode as the cohort's figures want them, deadlines judged at a moment. */
export function cohortRow(member: Member, facts: readonly Fact[], evaluatedAt: Instant): CohortRow {
  const measure = facts.find(({ kind }) => kind === 'measure');
  // `detail` has the shape that outcome_fact gives its kind.
  const judged = measure ? (JSON.parse(measure.detail) as MeasureDetail) : undefined;
  return {
    episodeId: member.episode_id,
    status: member.discharged ? 'discharged' : 'lapsed',
    eligible: judged?.eligible ?? false,
    baseline: judged?.baseline ?? null,
    final: measure?.value ?? null,
    responder: judged?.responder ?? null,
    change: judged?.change ?? null,
    goals: facts
      .filter(({ kind }) => kind === 'goal')
      .map(({ detail }) => cohortGoal(JSON.parse(detail) as GoalDetail, evaluatedAt)),
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
  return facts.flatMap(({ kind, detail }) => {
    if (kind !== 'goal') return [];
    const goal = JSON.parse(detail) as GoalDetail; // the shape that outcome_fact gives this kind
    if (goal.kind !== 'IMPROVE') return [];
    const { original, current, abandoned } = cohortGoal(goal, evaluatedAt);
    return [{ original, current, abandoned, revisions: goal.revisions }];
  });
}

function cohortGoal(detail: GoalDetail, evaluatedAt: Instant): CohortGoal {
  return {
    kind: cohortKind(detail.kind),
    originalKind: cohortKind(detail.originalKind),
    original: settled(detail.original, evaluatedAt),
    current: settled(detail.current, evaluatedAt),
    abandoned: detail.abandoned,
  };
}

function cohortKind(kind: GoalDetail['kind']): CohortGoal['kind'] {
  return kind === 'MAINTAIN' ? 'maintain' : 'improve';
}

function settled(candidate: GoalDetail['original'], evaluatedAt: Instant): CohortGoal['original'] {
  // settledAt has the discharge in it already.
  const limits = { windowTo: candidate.settledAt, dischargedAt: null };
  return goalResult(candidate.value, limits, evaluatedAt);
}

function daysToFirst({ received_on, first_session_on }: Member): number | null {
  if (first_session_on === null) return null;
  // Days made by the domain, as text.
  return daysBetween(received_on as LocalDate, first_session_on as LocalDate);
}
