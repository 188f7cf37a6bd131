import {
  attainment,
  countedObservation,
  isKept,
  maintainKept,
  type GoalWindow,
} from '../outcomes/attainment';
import type { ScoredObservation } from '../outcomes/observations';
import { remembered } from '../remembered';
import type { Instant } from '../time';
import { originOf } from './goal-lineage';
import { isEligible } from './observations';
import {
  currentVersion,
  originalVersion,
  type Episode,
  type Goal,
  type GoalVersion,
  type ObservationTaken,
} from './state';
import { measureKey, type Measure } from './values';

type Observations = Episode['observations'];
type Known = Pick<Episode, 'observations' | 'discharge'>;
type KnownGoals = Known & Pick<Episode, 'goals'>;

/** A result as far as it is known, and until when later observations may still change it. */
export interface GoalCandidate {
  /** Attainment (1 = reached), or 1 kept / 0 not kept; null: nothing counted so far. */
  readonly value: number | null;
  /** From this moment on the value is the result, or the result is missing. */
  readonly settledAt: Instant;
}

/**
 * How a goal stands by its original and its current version. The original of a goal that took the
 * place of others is the first of its lineage: by its own measure, baseline and due date.
 */
export interface GoalStanding {
  readonly original: GoalCandidate;
  readonly current: GoalCandidate;
  /** Share of the way by the latest eligible observation; null for a goal to maintain. */
  readonly progressOriginal: number | null;
  readonly progressCurrent: number | null;
  /** To maintain: the latest eligible observation is within the tolerance; null: to improve. */
  readonly keptSoFar: boolean | null;
}

export const goalStanding: (goal: Goal, episode: KnownGoals) => GoalStanding = (goal, episode) =>
  standing(goal, originOf(episode.goals, goal), episode.observations, episode.discharge);

const standing = remembered(
  (
    goal: Goal,
    origin: Goal,
    observations: Observations,
    discharge: Episode['discharge'],
  ): GoalStanding => {
    const known = { observations, discharge };
    const first = originalVersion(origin);
    const last = currentVersion(goal);
    return {
      original: candidate(known, origin, first),
      current: candidate(known, goal, last),
      progressOriginal: progress(known, origin, first),
      progressCurrent: progress(known, goal, last),
      keptSoFar: keptSoFar(known, goal, last),
    };
  },
);

/**
 * The observations of a measure as the counting rules want them, in clinical order. What follows
 * the discharge belongs to the course alone: a result that is settled stays as it is (ADR 0009).
 */
export function scoredOf(
  { observations, discharge }: Known,
  measure: Measure,
): readonly ScoredObservation[] {
  const scored = scoredByMeasure(observations).get(measureKey(measure)) ?? [];
  return discharge ? scored.filter(({ at }) => at <= discharge.at) : scored;
}

const scoredByMeasure = remembered((observations: Observations) => {
  const byMeasure = new Map<string, ScoredObservation[]>();
  for (const observation of observations) {
    const { id, at, score } = observation;
    const scored = { id, at, score, afterSession: !isEligible(observation) };
    const key = measureKey(observation);
    const list = byMeasure.get(key);
    if (list) list.push(scored);
    else byMeasure.set(key, [scored]);
  }
  return byMeasure;
});

export function dischargeObservationIds({ observations }: Known): ReadonlySet<string> {
  return ofDischarge(observations);
}

const ofDischarge = remembered((observations: Observations): ReadonlySet<string> => {
  const ids = new Set<string>();
  for (const { id, assessment } of observations) if (assessment === 'DISCHARGE') ids.add(id);
  return ids;
});

/** The one observation that counts for a version of a goal, by what is known in `episode`. */
export function countedFor(
  episode: Known,
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
function candidate(episode: Known, goal: Goal, version: GoalVersion): GoalCandidate {
  const window = windowOf(episode, version);
  const observations = scoredOf(episode, goal.measure);
  const { to } = version.terms.window;
  const dischargedAt = episode.discharge?.at;
  const settledAt = dischargedAt !== undefined && dischargedAt < to ? dischargedAt : to;
  return candidateOf(version, valueOf(goal, version, observations, window), settledAt);
}

/** The very same while it says the same: what is made of it need not be made anew. */
const candidateOf = remembered(
  (_version: GoalVersion, value: number | null, settledAt: Instant): GoalCandidate => {
    return { value, settledAt };
  },
);

function valueOf(
  goal: Goal,
  version: GoalVersion,
  observations: readonly ScoredObservation[],
  window: GoalWindow,
): number | null {
  const reference = goal.baseline.score;
  if (goal.kind === 'MAINTAIN') {
    const { better } = goal.rules.measure;
    const terms = { reference, tolerance: version.tolerance ?? 0, better };
    const kept = maintainKept(terms, observations, window);
    return kept === null ? null : Number(kept);
  }
  const counted = countedObservation(observations, window);
  return counted ? attainment(reference, version.terms.target, counted.score) : null;
}

/** The same formula on the latest eligible observation: how far along an open goal is. */
function progress(episode: Known, goal: Goal, version: GoalVersion): number | null {
  if (goal.kind === 'MAINTAIN') return null;
  const latest = latestOf(episode, goal);
  if (!latest) return null;
  return attainment(goal.baseline.score, version.terms.target, latest.score);
}

/** Whether a goal to maintain is being kept: the rule of its result on the latest observation. */
function keptSoFar(episode: Known, goal: Goal, version: GoalVersion): boolean | null {
  if (goal.kind !== 'MAINTAIN') return null;
  const latest = latestOf(episode, goal);
  if (!latest) return null;
  const { better } = goal.rules.measure;
  const terms = { reference: goal.baseline.score, tolerance: version.tolerance ?? 0, better };
  return isKept(terms, latest.score);
}

function latestOf(episode: Known, goal: Goal): ScoredObservation | null {
  const scored = scoredOf(episode, goal.measure);
  return scored.findLast(({ afterSession }) => !afterSession) ?? null;
}

function windowOf(episode: Known, version: GoalVersion): GoalWindow {
  const { from, to } = version.terms.window;
  return {
    setAt: version.setAt,
    windowFrom: from,
    windowTo: to,
    dischargeObservationIds: dischargeObservationIds(episode),
  };
}
