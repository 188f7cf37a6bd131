import { accept, alreadySo, givenTexts, refuse, type Asked, type Refusal } from '../decider';
import type { GoalId } from '../ids';
import { standing, type Deciders } from './deciders';
import type { EpisodeCommandOf } from './commands';
import type { EpisodeEvent } from './events';
import { goalContent, levelTexts } from './goal-terms';
import { groundsRefusal, revisable } from './goal-grounds';
import type { Episode } from './state';
import { measureKey } from './values';

type A = Asked<EpisodeEvent>;

export const setGoal: Deciders<'SetGoal'>['SetGoal'] = (then, now, command, asked) => {
  // Ids of what a command makes are UUIDs of it.
  const goalId = command.goalId ?? (asked.newId('goal') as GoalId);
  // A correction adds no goal: one that was set in the episode is mended after the discharge too.
  if (now.discharge && !asked.entry) {
    return refuse('EPISODE_DISCHARGED', { dischargedOn: now.discharge.on });
  }
  const refusal = taken(now, goalId) ?? tooMany(standing(then, now, asked), asked);
  if (refusal) return refusal;
  const data = goalContent(then, goalId, command, asked);
  if ('code' in data) return data;
  return accept({ type: 'GoalSet', data, ...givenTexts(textsOf(command)) });
};

/**
 * A goal by another measure in the place of an open one, on evidence and for a reason as any
 * revision; what was agreed first stays the original of both.
 */
export const replaceGoal: Deciders<'ReplaceGoal'>['ReplaceGoal'] = (then, now, command, asked) => {
  const { by, words } = command;
  const goalId = by.goalId ?? (asked.newId('goal') as GoalId); // as above
  const known = now.goals.find(({ id }) => id === command.goalId);
  if (known?.status.status === 'replaced' && known.status.by === goalId) return alreadySo();
  const revised = revisable(then, now, command, asked);
  if ('code' in revised) return revised;
  const { goal, current } = revised;
  const same = taken(now, goalId);
  if (same) return same;
  const data = goalContent(then, goalId, by, asked);
  if ('code' in data) return data;
  if (measureKey(data.measure) === measureKey(goal.measure)) {
    return refuse('GOAL_MEASURE_SAME', { goalId: goal.id, measure: measureKey(goal.measure) });
  }
  const unfounded = groundsRefusal(then, current, command);
  if (unfounded) return unfounded;
  return accept({
    type: 'GoalReplaced',
    data: {
      ...data,
      replaces: { goalId: goal.id, version: current.id },
      reason: command.reasonCode,
      evidence: [...command.evidence],
    },
    reasonCode: command.reasonCode,
    ...givenTexts({ ...textsOf(by), reason: words }),
  });
};

function textsOf(given: Pick<EpisodeCommandOf<'SetGoal'>, 'statement' | 'levelWords'>) {
  return { statement: given.statement, ...levelTexts(given.levelWords) };
}

function taken(now: Episode, goalId: GoalId): Refusal | null {
  const isTaken = now.goals.some(({ id }) => id === goalId);
  return isTaken ? refuse('GOAL_EXISTS', { goalId }) : null;
}

/** A goal that is replaced makes room for the one that takes its place: only a new one counts. */
function tooMany(known: Episode, asked: A): Refusal | null {
  const open = known.goals.filter(({ status }) => status.status === 'open').length;
  const max = asked.policy.openGoalsMax;
  return open >= max ? refuse('GOALS_TOO_MANY', { open, max }) : null;
}
