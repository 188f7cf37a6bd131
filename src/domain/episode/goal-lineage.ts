import { originalVersion, type Episode, type Goal, type GoalVersion } from './state';
import type { GasLevelGiven } from './values';

type Goals = Episode['goals'];

/**
 * A goal with those whose place it took, oldest first: over replacements a goal is one thing to
 * the patient. One whose entry is out is left out with what was before it.
 */
export function lineageOf(goals: Goals, goal: Goal): readonly [Goal, ...Goal[]] {
  const lineage: [Goal, ...Goal[]] = [goal];
  for (;;) {
    const [first] = lineage;
    const before = goals.find(({ id }) => id === first.replaces);
    // Corrections could say that goals replaced each other: each is one place of the line.
    if (!before || lineage.includes(before)) return lineage;
    lineage.unshift(before);
  }
}

/** What was agreed first: the first goal of the lineage, in its original version. */
export function originOf(goals: Goals, goal: Goal): Goal {
  return lineageOf(goals, goal)[0];
}

/** Goals that count: of each lineage the last one. */
export function lastOfLineages(goals: Goals): readonly Goal[] {
  return goals.filter(({ status }) => status.status !== 'replaced');
}

/** Whether the levels of a goal are others than those of its original version. */
export function levelsChanged(goals: Goals, goal: Goal): boolean {
  const versions = lineageOf(goals, goal).flatMap(
    ({ versions: each }): readonly GoalVersion[] => each,
  );
  return versions.some(({ revision }) => {
    const changed = revision?.changed ?? [];
    return changed.includes('levels') || changed.includes('measure');
  });
}

/**
 * The level reached by the levels of the original version. Where they were others it is only what
 * was judged by them: a level of one scale says nothing about another one.
 */
export function originalLevel(goals: Goals, goal: Goal): GasLevelGiven | null {
  const { status } = goal;
  if (status.status !== 'scored' || !originalVersion(originOf(goals, goal)).terms.levels) {
    return null;
  }
  return levelsChanged(goals, goal) ? status.gasLevelOriginal : status.gasLevel;
}
