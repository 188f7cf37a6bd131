import { accept, givenTexts, refuse, type Asked, type Refusal } from '../decider';
import { instrumentByCode } from '../outcomes/instruments';
import type { Zone } from '../time';
import type { EpisodeCommandOf } from './commands';
import type { Deciders } from './deciders';
import type { EpisodeEvent, EpisodeEventOf } from './events';
import { groundsRefusal, revisable } from './goal-grounds';
import {
  dueRefusal,
  levelTexts,
  targetOf,
  toleranceRefusal,
  windowOf,
  type Terms,
} from './goal-terms';
import { currentVersion, type Goal } from './state';

type A = Asked<EpisodeEvent>;
type Command = EpisodeCommandOf<'ReviseGoal'>;
type Revised = EpisodeEventOf<'GoalRevised'>['data'];

/** A new version of an open goal, on evidence that came since the one that it revises. */
export const reviseGoal: Deciders<'ReviseGoal'>['ReviseGoal'] = (then, now, command, asked) => {
  const revised = revisable(then, now, command, asked);
  if ('code' in revised) return revised;
  const { goal, current } = revised;
  const { due = current.terms.due } = command;
  const undue = due === current.terms.due ? null : dueRefusal(due, asked.occurredAt, now.zone);
  if (undue) return undue;
  const terms = revisedTerms(goal, command, now.zone, asked);
  if ('code' in terms) return terms;
  const tolerance = revisedTolerance(goal, command);
  if (typeof tolerance !== 'number' && tolerance !== null) return tolerance;
  const levels = levelTexts(command.levelWords);
  if (Object.keys(levels).length > 0 && !terms.levels) {
    return refuse('GOAL_NOT_SCALED', { goalId: goal.id });
  }
  const changed = whatChanged(goal, { terms, tolerance }, command);
  if (changed.length === 0) return refuse('GOAL_UNCHANGED', { goalId: goal.id });
  const unfounded = groundsRefusal(then, current, command);
  if (unfounded) return unfounded;
  return accept({
    type: 'GoalRevised',
    data: {
      goalId: goal.id,
      revises: current.id,
      changed,
      terms,
      ...(tolerance === current.tolerance || tolerance === null ? {} : { tolerance }),
      reason: command.reasonCode,
      evidence: [...command.evidence],
    },
    reasonCode: command.reasonCode,
    ...givenTexts({ statement: command.statement, reason: command.words, ...levels }),
  });
};

function revisedTerms(goal: Goal, command: Command, zone: Zone, asked: A): Terms | Refusal {
  const { terms } = currentVersion(goal);
  let { target } = terms;
  if (command.target) {
    if (goal.kind === 'MAINTAIN') return refuse('GOAL_MAINTAINED', { goalId: goal.id });
    const { instrument: code } = goal.measure;
    const instrument = instrumentByCode(code, asked.customMeasures);
    if (!instrument) return refuse('INSTRUMENT_UNKNOWN', { instrument: code });
    // The way that was better when the goal was set stays so.
    const { better } = goal.rules.measure;
    const same = { ...instrument, better };
    const wished = targetOf(goal.kind, command.target, goal.baseline.score, same);
    if (typeof wished !== 'number') return wished;
    target = wished;
  }
  const due = command.due ?? terms.due;
  const { windowDaysBefore, windowDaysAfter } = goal.rules;
  const { gasBaselineLevel } = command;
  return {
    target,
    due,
    window: windowOf(due, zone, { before: windowDaysBefore, after: windowDaysAfter }),
    importance: command.importance ?? terms.importance,
    difficulty: command.difficulty ?? terms.difficulty,
    levels: gasBaselineLevel === undefined ? terms.levels : { baseline: gasBaselineLevel },
  };
}

/** Points on the worse side that a goal to maintain allows; one to improve has none. */
function revisedTolerance(goal: Goal, { tolerance }: Command): number | null | Refusal {
  const before = currentVersion(goal).tolerance;
  if (tolerance === undefined || goal.kind === 'IMPROVE') return before;
  const { min, max } = goal.rules.measure;
  return toleranceRefusal(tolerance, { range: { min, max } }) ?? tolerance;
}

/** Any text supplied counts as a change: what is sealed cannot be compared. */
function whatChanged(
  goal: Goal,
  after: { readonly terms: Terms; readonly tolerance: number | null },
  command: Command,
): Revised['changed'] {
  const { terms: before, tolerance } = currentVersion(goal);
  const { terms } = after;
  const changed: Revised['changed'] = [];
  if (before.target !== terms.target) changed.push('target');
  if (tolerance !== after.tolerance) changed.push('tolerance');
  if (before.due !== terms.due) changed.push('due');
  if (command.statement?.trim()) changed.push('statement');
  if (before.importance !== terms.importance || before.difficulty !== terms.difficulty) {
    changed.push('weights');
  }
  const isReworded = Object.keys(levelTexts(command.levelWords)).length > 0;
  if (before.levels?.baseline !== terms.levels?.baseline || isReworded) changed.push('levels');
  return changed;
}
