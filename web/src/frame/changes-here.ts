import { makeStore } from '../data/store';

/** What changed before and after the moment that is looked at; absent: nothing, or not known. */
export interface ChangesHere {
  readonly goPrevious?: () => void;
  readonly goNext?: () => void;
  /** Events after the moment, of all that the person may know of; null: not known. */
  readonly later: number | null;
}

export const changesHere = makeStore<ChangesHere>({ later: null });
