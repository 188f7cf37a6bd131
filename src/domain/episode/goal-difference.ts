import { refuse, type Refusal } from '../decider';
import type { Demand } from '../outcomes/revisions';
import type { Facts } from '../rule';
import { currentVersion, type Goal, type GoalVersion } from './state';

/**
 * What two versions of one goal differ in. Texts are compared by where they are kept: what is
 * sealed cannot be compared, and any text supplied is another one.
 */
export interface TermChange {
  readonly field: (typeof FIELDS)[number];
  readonly before: string | number | null;
  readonly after: string | number | null;
}

const FIELDS = [
  'target',
  'tolerance',
  'due',
  'statement',
  'importance',
  'difficulty',
  'levels',
  'levelWords',
] as const;
type Fields = Readonly<Record<(typeof FIELDS)[number], string | number | null>>;

/** Where a version differs from an earlier one; texts by their places. */
export function termChanges(before: GoalVersion, after: GoalVersion): readonly TermChange[] {
  const old = fieldsOf(before);
  const now = fieldsOf(after);
  return FIELDS.filter((field) => old[field] !== now[field]).map((field) => {
    return { field, before: old[field], after: now[field] };
  });
}

function fieldsOf({ terms, tolerance, statement, levelWords }: GoalVersion): Fields {
  const { target, due, importance, difficulty, levels } = terms;
  return {
    target,
    tolerance,
    due,
    statement: statement?.eventId ?? null,
    importance,
    difficulty,
    levels: levels?.baseline ?? null,
    levelWords: levelWords.map(({ words }) => words.eventId).join(' ') || null,
  };
}

/** The newer version, who made it, and all in which it differs from the one that was revised. */
export function staleRefusal(goal: Goal, revises: string): Refusal {
  const current = currentVersion(goal);
  const base = goal.versions.find(({ id }) => id === revises);
  const newer = base ? goal.versions.slice(goal.versions.indexOf(base) + 1) : goal.versions;
  const changed = [...new Set(newer.flatMap(({ revision }) => revision?.changed ?? []))];
  const difference = base ? termChanges(base, current) : [];
  return refuse('GOAL_VERSION_STALE', {
    goalId: goal.id,
    revises,
    current: current.id,
    changed,
    difference: difference.map(told),
    ...before(base),
    target: current.terms.target,
    due: current.terms.due,
    by: current.author.id,
    recordedAt: current.recordedAt,
  });
}

function before(base: GoalVersion | undefined): Facts {
  return base ? { targetBefore: base.terms.target, dueBefore: base.terms.due } : {};
}

function told({ field, before: old, after }: TermChange): string {
  // Of a text, only that it is another one: it is opened by who may read it.
  if (field === 'statement' || field === 'levelWords') return `${field}: other words`;
  return `${field}: ${old ?? 'none'} → ${after ?? 'none'}`;
}

/**
 * Whether a version asks more or less of the patient than the one before it. Easier: a target
 * nearer to the baseline, more tolerance, or a later due date; harder: the contrary. Both at once
 * is mixed; words, weights and levels ask neither more nor less.
 */
export function demandOf(goal: Goal, before: GoalVersion, after: GoalVersion): Demand {
  const reach = (version: GoalVersion) => Math.abs(goal.baseline.score - version.terms.target);
  const easier = [
    Math.sign(reach(before) - reach(after)),
    Math.sign((after.tolerance ?? 0) - (before.tolerance ?? 0)),
    after.terms.due === before.terms.due ? 0 : after.terms.due > before.terms.due ? 1 : -1,
  ];
  const isEasier = easier.includes(1);
  const isHarder = easier.includes(-1);
  if (isEasier && isHarder) return 'MIXED';
  if (isEasier) return 'EASIER';
  return isHarder ? 'HARDER' : 'SAME';
}
