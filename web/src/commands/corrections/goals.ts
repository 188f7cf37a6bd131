import type { Values } from '../drafts';
import { textOf } from '../fields';
import type { FormContext } from '../form-context';
import * as goals from '../forms/goal-forms';
import { measureText } from '../forms/measures';
import { shown, type Correction } from './correction';
import { eachOf, valuesOf, type Said } from './said';

/** Words of a level by its name in an entry, and by that in an input. */
const LEVELS = {
  'level:-2': 'muchLess',
  'level:-1': 'less',
  'level:0': 'expected',
  'level:1': 'more',
  'level:2': 'muchMore',
} as const;

function termsOf({ data }: Said): Values {
  const { target, due, importance, difficulty } = valuesOf(data['terms']);
  return { target, due, importance: shown(importance), difficulty: shown(difficulty) };
}

/** Levels in the patient's words have no fields in the form: they stay. */
function levelsOf({ data, words }: Said): object {
  const levels = valuesOf(data['terms'])['levels'];
  if (!levels) return {};
  const said = Object.entries(LEVELS).flatMap(([field, name]) => {
    const text = words.get(field);
    return text === undefined ? [] : [[name, text] as const];
  });
  return {
    gasBaselineLevel: valuesOf(levels)['baseline'],
    levels: Object.fromEntries<unknown>(said),
  };
}

const goal: Correction = {
  form: goals.setGoal,
  kind: 'goal',
  start(said) {
    const { data } = said;
    const { instrument, bodySite } = valuesOf(data['measure']);
    const terms = termsOf(said);
    return {
      ...terms,
      kind: data['kind'],
      measure: measureText({ instrument: String(instrument), bodySite: shown(bodySite) || null }),
      // To maintain is to stay at the baseline: no target is asked for.
      target: data['kind'] === 'MAINTAIN' ? '' : terms['target'],
      tolerance: data['tolerance'] ?? '',
    };
  },
  words: { statement: 'statement' },
  rest: levelsOf,
};

/** The goal as it was before the revision that is corrected. */
function beforeRevision({ data }: Said, context: FormContext): FormContext {
  const about = textOf(data, 'goalId') ?? null;
  const goalsBefore = context.episode.goals.map((each) => {
    const revised = each.lineage.versions.find(({ id }) => id === data['revises']);
    return each.id === about && revised ? { ...each, current: revised } : each;
  });
  return { ...context, about, episode: { ...context.episode, goals: goalsBefore } };
}

const revision: Correction = {
  form: goals.reviseGoal,
  kind: 'revision',
  before: beforeRevision,
  start: (said, context) => {
    const current = context.episode.goals.find(({ id }) => id === context.about)?.current;
    return {
      ...termsOf(said),
      revises: said.data['revises'],
      statement: said.words.get('statement') ?? current?.statement?.value ?? '',
      reasonCode: said.data['reason'],
      words: said.words.get('reason') ?? '',
      evidence: eachOf(said.data, 'evidence').map(({ kind, id }) => `${shown(kind)} ${shown(id)}`),
    };
  },
  rest(said) {
    const changed = said.data['changed'];
    const had = (what: string) => Array.isArray(changed) && changed.includes(what);
    return {
      ...(had('levels') ? levelsOf(said) : {}),
      ...(had('tolerance') ? { tolerance: said.data['tolerance'] } : {}),
    };
  },
};

const score: Correction = {
  form: goals.scoreGoal,
  kind: 'score',
  before: ({ data }, context) => ({ ...context, about: textOf(data, 'goalId') ?? null }),
  start: ({ data }) => ({ observationId: data['observationId'] }),
  rest: ({ data }) => ({
    gasLevel: data['gasLevel'],
    gasLevelOriginal: data['gasLevelOriginal'] ?? null,
  }),
};

const abandonment: Correction = {
  form: goals.abandonGoal,
  kind: 'abandonment',
  before: ({ data }, context) => ({ ...context, about: textOf(data, 'goalId') ?? null }),
  start: () => ({}),
  words: { words: 'reason' },
};

/** Corrections of goals and of what became of them. */
export const goalCorrections = {
  GoalSet: goal,
  GoalRevised: revision,
  GoalScored: score,
  GoalAbandoned: abandonment,
};
