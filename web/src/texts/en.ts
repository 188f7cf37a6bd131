import { caseload } from './en/caseload';
import { charts } from './en/charts';
import { entries } from './en/entries';
import { find } from './en/find';
import { frame } from './en/frame';
import { operations } from './en/operations';
import { outcomes } from './en/outcomes';
import { replay } from './en/replay';
import { states } from './en/states';
import { words } from './en/words';

/** All texts in English, by topic: what every other language has to have. */
export const en = {
  caseload,
  charts,
  entries,
  find,
  frame,
  operations,
  outcomes,
  replay,
  states,
  words,
};
