import { accept, alreadySo, givenTexts, refuse, type Refusal } from '../decider';
import type { LevelReached } from './commands-goals';
import { standing, type Deciders } from './deciders';
import type { EpisodeEventOf } from './events';
import { beforeItsVersion, openGoal } from './goal-grounds';
import { levelsChanged } from './goal-lineage';
import { countedFor } from './goal-result';
import { currentVersion, type Episode, type Goal } from './state';
import { measureKey } from './values';

type Levels = Pick<EpisodeEventOf<'GoalScored'>['data'], 'gasLevel' | 'gasLevelOriginal'>;

export const scoreGoal: Deciders<'ScoreGoal'>['ScoreGoal'] = (then, now, command, asked) => {
  const known = now.goals.find(({ id }) => id === command.goalId);
  const { observationId } = command;
  const { status } = known ?? { status: null };
  if (status?.status === 'scored' && status.observationId === observationId) {
    if (status.gasLevel === command.gasLevel) return alreadySo();
  }
  const at = standing(then, now, asked);
  const goal = openGoal(at, command.goalId);
  if ('code' in goal) return goal;
  const early = beforeItsVersion(goal, asked.occurredAt);
  if (early) return early;
  const levels = levelsReached(at, goal, command);
  if ('code' in levels) return levels;
  const counted = countedOr(then, goal, observationId);
  if ('code' in counted) return counted;
  return accept({
    type: 'GoalScored',
    data: { goalId: goal.id, version: currentVersion(goal).id, observationId, ...levels },
  });
};

/** The observation that counts for a goal; another one that is named is refused. */
export function countedOr(
  observed: Episode,
  goal: Goal,
  named: string | undefined,
): { readonly id: NonNullable<ReturnType<typeof countedFor>>['id'] } | Refusal {
  const version = currentVersion(goal);
  const counted = countedFor(observed, goal, version);
  if (!counted) {
    const { from, to } = version.terms.window;
    const measure = measureKey(goal.measure);
    return refuse('GOAL_NO_OBSERVATION_IN_WINDOW', { measure, from, to });
  }
  if (named !== undefined && counted.id !== named) {
    return refuse('GOAL_OBSERVATION_NOT_COUNTED', { observationId: named, counted: counted.id });
  }
  return { id: counted.id };
}

/** A level reached is one of the goal's; by the original's only where those were others. */
export function levelsReached(
  { goals }: Pick<Episode, 'goals'>,
  goal: Goal,
  { gasLevel, gasLevelOriginal }: LevelReached,
): Levels | Refusal {
  if (gasLevel !== null && !currentVersion(goal).terms.levels) {
    return refuse('GOAL_NOT_SCALED', { goalId: goal.id });
  }
  const judged = gasLevelOriginal !== undefined && levelsChanged(goals, goal);
  return { gasLevel, ...(judged ? { gasLevelOriginal } : {}) };
}

export const abandonGoal: Deciders<'AbandonGoal'>['AbandonGoal'] = (then, now, command, asked) => {
  const known = now.goals.find(({ id }) => id === command.goalId);
  if (known?.status.status === 'abandoned') return alreadySo();
  const goal = openGoal(standing(then, now, asked), command.goalId);
  if ('code' in goal) return goal;
  const early = beforeItsVersion(goal, asked.occurredAt);
  if (early) return early;
  if (!command.words.trim()) return refuse('REASON_MISSING');
  return accept({
    type: 'GoalAbandoned',
    data: { goalId: goal.id },
    ...givenTexts({ reason: command.words }),
  });
};
