import { finalObservation } from '../domain/episode/final';
import { goalCandidate } from '../domain/episode/goal-result';
import { isEligible } from '../domain/episode/observations';
import {
  currentVersion,
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
import { daysBetween, epochMs, localDate } from '../domain/time';
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
  readonly abandoned: boolean;
  readonly original: { readonly value: number | null; readonly settledAt: string };
  readonly current: { readonly value: number | null; readonly settledAt: string };
}

/** `detail` of the primary measure. */
export interface MeasureDetail {
  readonly baseline: number | null;
  /** At least one threshold away from the best end (or there is no threshold). */
  readonly eligible: boolean;
  readonly responder: boolean | null;
  /** Points, positive is better. */
  readonly change: number | null;
}

export const outcomeFact = readModel<Episode, OutcomeFactRow>({
  name: 'outcome_fact',
  version: 1,
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
  key: 'fact_id',
  indexes: ['episode_id'],
  rows(episode) {
    const rows: OutcomeFactRow[] = [];
    if (episode.primary) rows.push(measureRow(episode, episode.primary));
    for (const goal of episode.goals) rows.push(goalRow(episode, goal));
    for (const observation of episode.observations) {
      if (isEligible(observation)) rows.push(observationRow(episode, observation));
    }
    for (const session of episode.sessions) {
      const row = sessionRow(episode, session);
      if (row) rows.push(row);
    }
    for (const reaction of episode.reactions) rows.push(reactionRow(episode, reaction));
    return rows;
  },
});

function dayOf(episode: Episode, on: OutcomeFactRow['on_date']): number {
  // Rows are plain text; the day was made by the domain.
  return daysBetween(episode.referral.receivedOn, on as ObservationTaken['on']);
}

function measureRow(episode: Episode, primary: NonNullable<Episode['primary']>): OutcomeFactRow {
  const { rules, measure, baseline } = primary;
  const final = finalObservation(episode);
  const first = episode.observations.find(({ id }) => id === baseline?.observationId);
  const at = first?.at ?? episode.referral.receivedAt;
  const on = localDate(at, episode.zone);
  const range = { min: rules.min, max: rules.max };
  const threshold = thresholdOf(rules);
  const both = baseline && final ? { from: baseline.score, to: final.score } : null;
  const detail: MeasureDetail = {
    baseline: baseline?.score ?? null,
    eligible:
      baseline !== null &&
      isFarFromBest({ range, better: rules.better, threshold }, baseline.score),
    responder: both ? isResponder(threshold, rules.better, both.from, both.to) : null,
    change: both ? changeFrom(rules, both.from, both.to) : null,
  };
  return {
    fact_id: episode.id,
    episode_id: episode.id,
    kind: 'measure',
    measure: measureKey(measure),
    at,
    on_date: on,
    day: dayOf(episode, on),
    value: final?.score ?? null,
    detail: json(detail),
  };
}

function thresholdOf(rules: NonNullable<Episode['primary']>['rules']) {
  const { threshold } = rules;
  if (!threshold) return null;
  const { value, percent, source } = threshold;
  return { value, percent: percent ?? undefined, type: 'MCID' as const, source };
}

function goalRow(episode: Episode, goal: Goal): OutcomeFactRow {
  const first = originalVersion(goal);
  const on = localDate(first.setAt, episode.zone);
  const detail: GoalDetail = {
    kind: goal.kind,
    abandoned: goal.status.status === 'abandoned',
    original: goalCandidate(episode, goal, first),
    current: goalCandidate(episode, goal, currentVersion(goal)),
  };
  return {
    fact_id: goal.id,
    episode_id: episode.id,
    kind: 'goal',
    measure: measureKey(goal.measure),
    at: first.setAt,
    on_date: on,
    day: dayOf(episode, on),
    value: null,
    detail: json(detail),
  };
}

/** Remembered by the observation itself, which never changes: most rows of most events. */
const observationRows = new WeakMap<ObservationTaken, OutcomeFactRow>();

function observationRow(episode: Episode, observation: ObservationTaken): OutcomeFactRow {
  const known = observationRows.get(observation);
  if (known) return known;
  const { id, at, on, score, assessment, occasion } = observation;
  const row: OutcomeFactRow = {
    fact_id: id,
    episode_id: episode.id,
    kind: 'observation',
    measure: measureKey(observation),
    at,
    on_date: on,
    day: dayOf(episode, on),
    value: score,
    detail: json({ assessment, occasion }),
  };
  observationRows.set(observation, row);
  return row;
}

const sessionRows = new WeakMap<Session, OutcomeFactRow>();

function sessionRow(episode: Episode, session: Session): OutcomeFactRow | null {
  if (session.status !== 'completed' && session.status !== 'missed') return null;
  const known = sessionRows.get(session);
  if (known) return known;
  const row: OutcomeFactRow = {
    fact_id: session.id,
    episode_id: episode.id,
    kind: session.status === 'completed' ? 'session' : 'miss',
    measure: null,
    at: session.status === 'completed' ? session.held.endedAt : session.at,
    on_date: session.on,
    day: dayOf(episode, session.on),
    value: session.status === 'completed' ? minutesOf(session) : null,
    detail:
      session.status === 'completed'
        ? json({ therapistId: session.held.therapistId })
        : json({ reason: session.reason }),
  };
  sessionRows.set(session, row);
  return row;
}

function minutesOf({ held }: CompletedSession): number {
  return (epochMs(held.endedAt) - epochMs(held.startedAt)) / 60_000;
}

function reactionRow(episode: Episode, reaction: Reaction): OutcomeFactRow {
  return {
    fact_id: reaction.entryId,
    episode_id: episode.id,
    kind: 'reaction',
    measure: null,
    at: reaction.at,
    on_date: reaction.on,
    day: dayOf(episode, reaction.on),
    value: null,
    detail: json({ severity: reaction.severity }),
  };
}
