import type { EvidenceInput, RevisionReason } from '../../../generated/graphql';
import type { Values } from '../drafts';
import { listOf, numberOf, textOf } from '../fields';
import type { FormContext, GoalShown } from '../form-context';

/** The goal that a form is about. */
export function goalOf({ episode, about }: FormContext): GoalShown | undefined {
  return episode.goals.find(({ id }) => id === about);
}

/** What a revision says, also for its preview: only what differs from the version revised. */
export function revisionOf(values: Values, context: FormContext) {
  const current = goalOf(context)?.current;
  const target = numberOf(values, 'target');
  const changed = <T>(value: T | undefined, before: T | null | undefined) =>
    value === undefined || value === before ? null : value;
  const importance = changed(numberOf(values, 'importance'), current?.importance);
  const difficulty = changed(numberOf(values, 'difficulty'), current?.difficulty);
  const newTarget = changed(target, current?.target);
  return {
    goalId: context.about ?? '',
    revises: textOf(values, 'revises') ?? '',
    target: newTarget === null ? null : { value: newTarget },
    due: changed(textOf(values, 'due'), current?.due),
    statement: changed(textOf(values, 'statement'), current?.statement?.value),
    importance,
    difficulty,
    reasonCode: textOf(values, 'reasonCode') as RevisionReason, // one of the options
    words: textOf(values, 'words') ?? '',
    evidence: listOf(values, 'evidence').map((text): EvidenceInput => {
      const [kind, id = ''] = text.split(' ');
      return { kind: kind as EvidenceInput['kind'], id }; // as the ticks have it
    }),
  };
}
