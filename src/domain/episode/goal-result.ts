import {
  attainment,
  countedObservation,
  maintainKept,
  type GoalWindow,
} from '../outcomes/attainment';
import type { ScoredObservation } from '../outcomes/observations';
import type { Instant } from '../time';
import { isEligible, isOf } from './observations';
import type { Episode, Goal, GoalVersion, ObservationTaken } from './state';
import type { Measure } from './values';

/** A result as far as it is known, and until when later observations may still change it. */
export interface GoalCandidate {
  /** Attainment (1 = reached), or 1 kept / 0 not kept; null: nothing counted so far. */
  readonly value: number | null;
  /** From this moment on the value is the result, or the result is missing. */
  readonly settledAt: Instant;
}

/** The observations of a measure as the counting rules want them. */
export function scoredOf(episode: Episode, measure: Measure): ScoredObservation[] {
  const scored: ScoredObservation[] = [];
  for (const observation of episode.observations) {
    if (!isOf(observation, measure)) continue;
    const { id, at, score } = observation;
    scored.push({ id, at, score, afterSession: !isEligible(observation) });
  }
  return scored;
}

export function dischargeObservationIds(episode: Episode): ReadonlySet<string> {
  const ids = new Set<string>();
  for (const { id, assessment } of episode.observations) {
    if (assessment === 'DISCHARGE') ids.add(id);
  }
  return ids;
}

/** The one observation that counts for a version of a goal, by what is known in `episode`. */
export function countedFor(
  episode: Episode,
  goal: Goal,
  version: GoalVersion,
): ObservationTaken | null {
  const counted = countedObservation(scoredOf(episode, goal.measure), windowOf(episode, version));
  return episode.observations.find(({ id }) => id === counted?.id) ?? null;
}

/**
 * Result of one version of a goal at its own due date. Discharge settles it at once: nothing is
 * expected after it (ADR 0009).
 */
export function goalCandidate(episode: Episode, goal: Goal, version: GoalVersion): GoalCandidate {
  const window = windowOf(episode, version);
  const observations = scoredOf(episode, goal.measure);
  const { to } = version.terms.window;
  const dischargedAt = episode.discharge?.at;
  const settledAt = dischargedAt !== undefined && dischargedAt < to ? dischargedAt : to;
  return { value: valueOf(goal, version, observations, window), settledAt };
}

function valueOf(
  goal: Goal,
  version: GoalVersion,
  observations: readonly ScoredObservation[],
  window: GoalWindow,
): number | null {
  const reference = goal.baseline.score;
  if (goal.kind === 'MAINTAIN') {
    const { better } = goal.rules.measure;
    const terms = { reference, tolerance: goal.tolerance ?? 0, better };
    const kept = maintainKept(terms, observations, window);
    return kept === null ? null : Number(kept);
  }
  const counted = countedObservation(observations, window);
  return counted ? attainment(reference, version.terms.target, counted.score) : null;
}

/** The same formula on the latest eligible observation: how far along an open goal is. */
export function goalProgress(episode: Episode, goal: Goal, version: GoalVersion): number | null {
  if (goal.kind === 'MAINTAIN') return null;
  const latest = episode.observations.findLast(
    (observation) => isOf(observation, goal.measure) && isEligible(observation),
  );
  if (!latest) return null;
  return attainment(goal.baseline.score, version.terms.target, latest.score);
}

function windowOf(episode: Episode, version: GoalVersion): GoalWindow {
  const { from, to } = version.terms.window;
  return {
    setAt: version.setAt,
    windowFrom: from,
    windowTo: to,
    dischargeObservationIds: dischargeObservationIds(episode),
  };
}
