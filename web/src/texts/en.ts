import { caseload } from './en/caseload';
import { charts } from './en/charts';
import { codes } from './en/codes';
import { commands } from './en/commands';
import { entries } from './en/entries';
import { episode } from './en/episode';
import { facts } from './en/facts';
import { find } from './en/find';
import { frame } from './en/frame';
import { operations } from './en/operations';
import { outcomes } from './en/outcomes';
import { referral } from './en/referral';
import { replay } from './en/replay';
import { states } from './en/states';
import { words } from './en/words';

/** All texts in English, by topic: what every other language has to have. */
export const en = {
  caseload,
  charts,
  codes,
  commands,
  entries,
  episode,
  facts,
  find,
  frame,
  operations,
  outcomes,
  referral,
  replay,
  states,
  words,
};
