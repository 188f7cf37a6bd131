import { describe, type Summary } from './intervals';

/** A score of an episode, with the days from its referral (may be a fraction or below 0). */
export type CourseObservation = {
  readonly episode: string;
  readonly dayFromReferral: number;
  readonly value: number;
};

export type CourseOptions = {
  /** Days since referral at which the course is wanted. */
  readonly days: readonly number[];
  /** How many days before or after such a day an observation may lie, both included. */
  readonly windowDays: number;
  /** Keep only the episodes that have an observation at this day, within the same window. */
  readonly completeForDay?: number | undefined;
};

/** The scores at one day since referral, in the measure's unit. */
export type CoursePoint = Summary & { readonly day: number };

/**
 * The course of a measure: at each day, each episode's observation nearest to it within the
 * window, of two equally near the later one, and of two at one time the one given later. Nothing
 * is carried forward: an episode without an observation in the window is not in that day's n.
 * Windows wider than half the distance between two days may use an observation twice.
 */
export function course(
  observations: readonly CourseObservation[],
  options: CourseOptions,
): CoursePoint[] {
  const { days, windowDays, completeForDay } = options;
  let kept = observations;
  if (completeForDay !== undefined) {
    const scoredThen = nearestByEpisode(observations, completeForDay, windowDays);
    kept = observations.filter(({ episode }) => scoredThen.has(episode));
  }
  return days.map((day) => {
    const nearest = [...nearestByEpisode(kept, day, windowDays).values()];
    return { day, ...describe(nearest.map(({ value }) => value)) };
  });
}

function nearestByEpisode(
  observations: readonly CourseObservation[],
  day: number,
  windowDays: number,
): Map<string, CourseObservation> {
  const nearest = new Map<string, CourseObservation>();
  for (const observation of observations) {
    if (distance(observation, day) > windowDays) continue;
    const held = nearest.get(observation.episode);
    if (!held || isPreferred(observation, held, day)) nearest.set(observation.episode, observation);
  }
  return nearest;
}

function isPreferred(candidate: CourseObservation, held: CourseObservation, day: number): boolean {
  const closer = distance(held, day) - distance(candidate, day);
  return closer > 0 || (closer === 0 && candidate.dayFromReferral >= held.dayFromReferral);
}

function distance(observation: CourseObservation, day: number): number {
  return Math.abs(observation.dayFromReferral - day);
}
