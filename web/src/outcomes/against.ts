import { OutcomesAgainstDocument, type FiguresOfFragment } from '../../generated/graphql';
import { useRead } from '../data/read';
import type { Question } from './question';

/** Figures of the period that is compared with; null: it has none; undefined: nothing to show. */
export function useAgainst({ against }: Question): FiguresOfFragment | null | undefined {
  const { data } = useRead(
    OutcomesAgainstDocument,
    { filter: against?.filter ?? null },
    { pause: against === null },
  );
  // What was asked before may still be there when nothing is compared any more.
  return against === null ? undefined : data && (data.outcomes.groups[0]?.figures ?? null);
}
