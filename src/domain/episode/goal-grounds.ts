import { refuse, type Asked, type Refusal } from '../decider';
import type { GoalId } from '../ids';
import type { Instant } from '../time';
import type { ReviseGoal } from './commands-goals';
import { standing } from './deciders';
import type { EpisodeEvent } from './events';
import { staleRefusal } from './goal-difference';
import { isEligible } from './observations';
import { currentVersion, type Episode, type Goal, type GoalVersion } from './state';
import type { Evidence } from './values';

type A = Asked<EpisodeEvent>;
type Grounds = Pick<ReviseGoal, 'goalId' | 'revises' | 'words' | 'evidence'>;

/** The goal as it stands, if anything may still be done to it. */
export function openGoal(known: Episode, goalId: GoalId): Goal | Refusal {
  const goal = known.goals.find(({ id }) => id === goalId);
  if (!goal) return refuse('GOAL_UNKNOWN', { goalId });
  const { status } = goal;
  if (status.status !== 'open') {
    const by = status.status === 'replaced' ? { replacedBy: status.by } : {};
    return refuse('GOAL_NOT_OPEN', { goalId, status: status.status, ...by });
  }
  if (known.discharge) return refuse('EPISODE_DISCHARGED', { dischargedOn: known.discharge.on });
  return goal;
}

/** An entry of an earlier moment would be folded before the version, and do nothing to it. */
export function beforeItsVersion(goal: Goal, at: Instant): Refusal | null {
  const { setAt } = currentVersion(goal);
  return at < setAt ? refuse('GOAL_SET_LATER', { goalId: goal.id, setAt, at }) : null;
}

/** The goal and its current version, which the one who revises it had before them. */
export function revisable(
  then: Episode,
  now: Episode,
  command: Grounds,
  asked: A,
): { readonly goal: Goal; readonly current: GoalVersion } | Refusal {
  const goal = openGoal(standing(then, now, asked), command.goalId);
  if ('code' in goal) return goal;
  const current = currentVersion(goal);
  if (command.revises !== current.id) return staleRefusal(goal, command.revises);
  return beforeItsVersion(goal, asked.occurredAt) ?? { goal, current };
}

/** A revision says why and rests on what was recorded since the version that it revises. */
export function groundsRefusal(
  then: Episode,
  revised: GoalVersion,
  { words, evidence }: Grounds,
): Refusal | null {
  if (!words.trim()) return refuse('REASON_MISSING');
  if (evidence.length === 0) return refuse('EVIDENCE_MISSING');
  for (const named of evidence) {
    const { id } = named;
    const found = foundEvidence(then, named);
    if (!found) return refuse('EVIDENCE_UNKNOWN', { id });
    if (found.entryVersion <= revised.entryVersion) return refuse('EVIDENCE_NOT_NEWER', { id });
    if ('occasion' in found && !isEligible(found)) return refuse('EVIDENCE_AFTER_SESSION', { id });
  }
  return null;
}

function foundEvidence(then: Episode, { kind, id }: Evidence) {
  switch (kind) {
    case 'OBSERVATION':
      return then.observations.find((known) => known.id === id);
    case 'REACTION':
      return then.reactions.find(({ entryId }) => entryId === id);
    case 'FEEDBACK':
      return then.progress.feedback.find(({ entryId }) => entryId === id);
  }
}
