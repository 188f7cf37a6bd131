import { finalObservation } from '../domain/episode/final';
import { demandOf } from '../domain/episode/goal-difference';
import { goalStanding, type GoalCandidate } from '../domain/episode/goal-result';
import { lastOfLineages, originOf } from '../domain/episode/goal-lineage';
import { isEligible } from '../domain/episode/observations';
import {
  originalVersion,
  type CompletedSession,
  type Episode,
  type Goal,
  type ObservationTaken,
  type Reaction,
  type Session,
} from '../domain/episode/state';
import { measureKey } from '../domain/episode/values';
import { changeFrom, isEligible as isFarFromBest, isResponder } from '../domain/outcomes/change';
import type { RevisedGoal } from '../domain/outcomes/revisions';
import { remembered } from '../domain/remembered';
import { daysBetween, epochMs, localDate, type LocalDate, type Zone } from '../domain/time';
import { json, readModel } from './read-model';

export const FACT_KINDS = [
  'goal',
  'measure',
  'observation',
  'session',
  'miss',
  'reaction',
] as const;
export type FactKind = (typeof FACT_KINDS)[number];

/** One countable thing of an episode. What it says beyond the columns is in `detail`, by kind. */
export interface OutcomeFactRow {
  fact_id: string;
  episode_id: string;
  kind: FactKind;
  /** Measure as `INSTRUMENT` or `INSTRUMENT/SITE`; null for sessions and reactions. */
  measure: string | null;
  at: string;
  /** Local day in the clinic's zone. */
  on_date: string;
  /** Days since the referral was received. */
  day: number;
  /** Score of an observation, final score of a measure, minutes of a session; else null. */
  value: number | null;
  detail: string;
}

/** `detail` of a goal: both results as far as known, and when each is settled. */
export interface GoalDetail {
  readonly kind: Goal['kind'];
  /** Of the first of its lineage. */
  readonly originalKind: Goal['kind'];
  readonly abandoned: boolean;
  readonly original: { readonly value: number | null; readonly settledAt: string };
  readonly current: { readonly value: number | null; readonly settledAt: string };
  readonly revisions: RevisedGoal['revisions'];
}

/** `detail` of the primary measure. */
export interface MeasureDetail {
  readonly baseline: number | null;
  /** At least one threshold away from the best end (or there is no threshold). */
  readonly eligible: boolean;
  readonly responder: boolean | null;
  /** Points, positive is better. */
  readonly change: number | null;
  /** Version of the policy whose rules judge it. */
  readonly policy: string;
}

export const outcomeFact = readModel<Episode, OutcomeFactRow>({
  name: 'outcome_fact',
  version: 2,
  of: 'episode',
  kind: 'span',
  columns: {
    fact_id: 'uuid not null',
    episode_id: 'uuid not null',
    kind: 'text not null',
    measure: 'text',
    at: 'timestamptz not null',
    on_date: 'date not null',
    day: 'int not null',
    value: 'float8',
    detail: 'jsonb not null',
  },
  stream: 'episode_id',
  key: 'fact_id',
  indexes: [],
  rows(episode) {
    const { id, referral, primary, goals } = episode;
    const { receivedOn } = referral;
    return allRows(
      observationRows(episode.observations, id, receivedOn),
      sessionRows(episode.sessions, id, receivedOn),
      reactionRows(episode.reactions, id, receivedOn),
      primary ? measureRow(episode, primary) : null,
      // Over replacements a goal is one thing: the last of each lineage stands for it.
      ...lastOfLineages(goals).map((goal) => goalRow(episode, goal)),
    );
  },
});

/** The very same list while nothing in it changed: most entries change no fact. */
const allRows = remembered(
  (
    observed: readonly OutcomeFactRow[],
    held: readonly OutcomeFactRow[],
    reactions: readonly OutcomeFactRow[],
    measure: OutcomeFactRow | null,
    ...goals: readonly OutcomeFactRow[]
  ): readonly OutcomeFactRow[] => [
    ...(measure ? [measure] : []),
    ...goals,
    ...observed,
    ...held,
    ...reactions,
  ],
);

function measureRow(episode: Episode, primary: NonNullable<Episode['primary']>): OutcomeFactRow {
  const first = episode.observations.find(({ id }) => id === primary.baseline?.observationId);
  return measureRowOf(
    primary,
    finalObservation(episode),
    first ?? null,
    episode.id,
    episode.referral,
  );
}

const measureRowOf = remembered(
  (
    primary: NonNullable<Episode['primary']>,
    final: ObservationTaken | null,
    first: ObservationTaken | null,
    episodeId: Episode['id'],
    referral: Episode['referral'],
  ): OutcomeFactRow => {
    const { rules, measure, baseline } = primary;
    const on = first?.on ?? referral.receivedOn;
    const range = { min: rules.min, max: rules.max };
    const threshold = thresholdOf(rules);
    const instrument = { range, better: rules.better, threshold };
    const both = baseline && final ? { from: baseline.score, to: final.score } : null;
    const detail: MeasureDetail = {
      baseline: baseline?.score ?? null,
      eligible: baseline !== null && isFarFromBest(instrument, baseline.score),
      responder: both ? isResponder(threshold, rules.better, both.from, both.to) : null,
      change: both ? changeFrom(rules, both.from, both.to) : null,
      policy: primary.policy,
    };
    return {
      fact_id: episodeId,
      episode_id: episodeId,
      kind: 'measure',
      measure: measureKey(measure),
      at: first?.at ?? referral.receivedAt,
      on_date: on,
      day: daysBetween(referral.receivedOn, on),
      value: final?.score ?? null,
      detail: json(detail),
    };
  },
);

function thresholdOf(rules: NonNullable<Episode['primary']>['rules']) {
  const { threshold } = rules;
  if (!threshold) return null;
  return { ...threshold, percent: threshold.percent ?? undefined };
}

function goalRow(episode: Episode, goal: Goal): OutcomeFactRow {
  const { id, zone, referral, goals } = episode;
  const origin = originOf(goals, goal);
  const { original, current } = goalStanding(goal, episode);
  return goalRowOf(goal, origin, original, current, id, zone, referral.receivedOn);
}

const goalRowOf = remembered(
  (
    goal: Goal,
    origin: Goal,
    original: GoalCandidate,
    current: GoalCandidate,
    episodeId: Episode['id'],
    zone: Episode['zone'],
    receivedOn: LocalDate,
  ): OutcomeFactRow => {
    const first = originalVersion(origin);
    const on = localDate(first.setAt, zone);
    const detail: GoalDetail = {
      kind: goal.kind,
      originalKind: origin.kind,
      abandoned: goal.status.status === 'abandoned',
      original,
      current,
      revisions: revisionsOf(goal, on, zone),
    };
    return {
      fact_id: goal.id,
      episode_id: episodeId,
      kind: 'goal',
      measure: measureKey(goal.measure),
      at: first.setAt,
      on_date: on,
      day: daysBetween(receivedOn, on),
      value: null,
      detail: json(detail),
    };
  },
);

function revisionsOf(goal: Goal, setOn: LocalDate, zone: Zone): RevisedGoal['revisions'] {
  return goal.versions.flatMap((version, index) => {
    const before = goal.versions[index - 1];
    if (!version.revision || !before) return [];
    const day = daysBetween(setOn, localDate(version.setAt, zone));
    const demand = demandOf(goal, before, version);
    return [{ day, demand, reason: version.revision.reason }];
  });
}

/** The rows of each list, by the list: most events leave most lists as they are. */
const observationRows = remembered(
  (observations: Episode['observations'], id: Episode['id'], receivedOn: LocalDate) =>
    observations.filter(isEligible).map((each) => observationRow(each, id, receivedOn)),
);
const sessionRows = remembered(
  (sessions: Episode['sessions'], id: Episode['id'], receivedOn: LocalDate) =>
    sessions.flatMap((each) => sessionRow(each, id, receivedOn) ?? []),
);
const reactionRows = remembered(
  (reactions: Episode['reactions'], id: Episode['id'], receivedOn: LocalDate) =>
    reactions.map((each) => reactionRow(each, id, receivedOn)),
);

const observationRow = remembered(
  (
    observation: ObservationTaken,
    episodeId: Episode['id'],
    receivedOn: LocalDate,
  ): OutcomeFactRow => ({
    fact_id: observation.id,
    episode_id: episodeId,
    kind: 'observation',
    measure: measureKey(observation),
    at: observation.at,
    on_date: observation.on,
    day: daysBetween(receivedOn, observation.on),
    value: observation.score,
    detail: json({ assessment: observation.assessment, occasion: observation.occasion }),
  }),
);

/** Null for a session that is neither held nor missed: planned is not yet a fact. */
const sessionRow = remembered(
  (session: Session, episodeId: Episode['id'], receivedOn: LocalDate): OutcomeFactRow | null => {
    if (session.status !== 'completed' && session.status !== 'missed') return null;
    const held = session.status === 'completed' ? session : null;
    return {
      fact_id: session.id,
      episode_id: episodeId,
      kind: held ? 'session' : 'miss',
      measure: null,
      at: session.status === 'missed' ? session.at : session.held.endedAt,
      on_date: session.on,
      day: daysBetween(receivedOn, session.on),
      value: held && minutesOf(held),
      detail: json(
        session.status === 'missed'
          ? { reason: session.reason }
          : { therapistId: session.held.therapistId },
      ),
    };
  },
);

function minutesOf({ held }: CompletedSession): number {
  return (epochMs(held.endedAt) - epochMs(held.startedAt)) / 60_000;
}

const reactionRow = remembered(
  (reaction: Reaction, episodeId: Episode['id'], receivedOn: LocalDate): OutcomeFactRow => ({
    fact_id: reaction.entryId,
    episode_id: episodeId,
    kind: 'reaction',
    measure: null,
    at: reaction.at,
    on_date: reaction.on,
    day: daysBetween(receivedOn, reaction.on),
    value: null,
    detail: json({ severity: reaction.severity }),
  }),
);
