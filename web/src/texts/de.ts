import { caseload } from './de/caseload';
import { charts } from './de/charts';
import { codes } from './de/codes';
import { commands } from './de/commands';
import { entries } from './de/entries';
import { episode } from './de/episode';
import { facts } from './de/facts';
import { find } from './de/find';
import { frame } from './de/frame';
import { operations } from './de/operations';
import { outcomes } from './de/outcomes';
import { referral } from './de/referral';
import { replay } from './de/replay';
import { states } from './de/states';
import { words } from './de/words';

/** Alle Texte auf Deutsch; es fehlt keiner (test/web/texts.spec.ts). */
export const de = {
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
