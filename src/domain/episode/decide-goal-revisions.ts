import { accept, givenTexts, refuse, type Asked, type Decision } from '../decider';
import { instrumentByCode } from '../outcomes/instruments';
import type { Zone } from '../time';
import type { EpisodeCommandOf } from './commands';
import {
  beforeItsVersion,
  dueRefusal,
  openGoal,
  targetOf,
  windowOf,
  type Terms,
} from './decide-goals';
import type { EpisodeEvent, EpisodeEventOf } from './events';
import { isEligible } from './observations';
import { currentVersion, type Episode, type Goal } from './state';
import type { Evidence } from './values';

type D = Decision<EpisodeEvent>;
type A = Asked<EpisodeEvent>;

/** A new version of an open goal, on evidence that came since the one that it revises. */
export function reviseGoal(
  then: Episode,
  now: Episode,
  command: EpisodeCommandOf<'ReviseGoal'>,
  asked: A,
): D {
  const goal = openGoal(now, command.goalId);
  if (goal.kind === 'refused') return goal;
  const current = currentVersion(goal);
  if (command.revises !== current.id) return stale(goal, command.revises);
  const early = beforeItsVersion(goal, asked.occurredAt);
  if (early) return early;
  if (!command.words.trim()) return refuse('REASON_MISSING');
  const { due = current.terms.due } = command;
  const undue = due === current.terms.due ? null : dueRefusal(due, asked.occurredAt, now.zone);
  if (undue) return undue;
  const terms = revisedTerms(goal, command, now.zone, asked);
  if ('kind' in terms) return terms;
  const changed = whatChanged(current.terms, terms, command.statement !== undefined);
  if (changed.length === 0) return refuse('GOAL_UNCHANGED', { goalId: goal.id });
  const unfounded = evidenceRefusal(then, current.entryVersion, command.evidence);
  if (unfounded) return unfounded;
  return accept({
    type: 'GoalRevised',
    data: {
      goalId: goal.id,
      revises: current.id,
      changed,
      terms,
      reason: command.reasonCode,
      evidence: [...command.evidence],
    },
    reasonCode: command.reasonCode,
    ...givenTexts({ statement: command.statement, reason: command.words }),
  });
}

/** The newer version, and what it changed of the one that was revised. */
function stale(goal: Goal, revises: string): ReturnType<typeof refuse> {
  const current = currentVersion(goal);
  const base = goal.versions.find(({ id }) => id === revises);
  const newer = base ? goal.versions.slice(goal.versions.indexOf(base) + 1) : goal.versions;
  const changed = [...new Set(newer.flatMap(({ revision }) => revision?.changed ?? []))];
  return refuse('GOAL_VERSION_STALE', {
    goalId: goal.id,
    revises,
    current: current.id,
    changed,
    target: current.terms.target,
    due: current.terms.due,
    by: current.author.id,
    recordedAt: current.recordedAt,
  });
}

function revisedTerms(
  goal: Goal,
  command: EpisodeCommandOf<'ReviseGoal'>,
  zone: Zone,
  asked: A,
): Terms | ReturnType<typeof refuse> {
  const { terms } = currentVersion(goal);
  let { target } = terms;
  if (command.target) {
    const { instrument: code } = goal.measure;
    const instrument = instrumentByCode(code, asked.customMeasures);
    if (!instrument) return refuse('INSTRUMENT_UNKNOWN', { instrument: code });
    const wished = targetOf(goal.kind, command.target, goal.baseline.score, instrument);
    if (typeof wished !== 'number') return wished;
    target = wished;
  }
  const due = command.due ?? terms.due;
  const { windowDaysBefore, windowDaysAfter } = goal.rules;
  return {
    target,
    due,
    window: windowOf(due, zone, { before: windowDaysBefore, after: windowDaysAfter }),
    importance: command.importance ?? terms.importance,
    difficulty: command.difficulty ?? terms.difficulty,
    levels:
      command.gasBaselineLevel === undefined
        ? terms.levels
        : { baseline: command.gasBaselineLevel },
  };
}

type Changed = EpisodeEventOf<'GoalRevised'>['data']['changed'];

/** Any text supplied counts as a change: what is sealed cannot be compared. */
function whatChanged(before: Terms, after: Terms, statementGiven: boolean): Changed {
  const changed: Changed = [];
  if (before.target !== after.target) changed.push('target');
  if (before.due !== after.due) changed.push('due');
  if (statementGiven) changed.push('statement');
  if (before.importance !== after.importance || before.difficulty !== after.difficulty) {
    changed.push('weights');
  }
  if (before.levels?.baseline !== after.levels?.baseline) changed.push('levels');
  return changed;
}

function evidenceRefusal(
  then: Episode,
  versionRevised: number,
  evidence: readonly Evidence[],
): ReturnType<typeof refuse> | null {
  if (evidence.length === 0) return refuse('EVIDENCE_MISSING');
  for (const { kind, id } of evidence) {
    const observation =
      kind === 'OBSERVATION' ? then.observations.find((known) => known.id === id) : undefined;
    const reaction =
      kind === 'REACTION' ? then.reactions.find(({ entryId }) => entryId === id) : undefined;
    const found = observation ?? reaction;
    if (!found) return refuse('EVIDENCE_UNKNOWN', { id });
    if (found.entryVersion <= versionRevised) return refuse('EVIDENCE_NOT_NEWER', { id });
    if (observation && !isEligible(observation)) return refuse('EVIDENCE_AFTER_SESSION', { id });
  }
  return null;
}
