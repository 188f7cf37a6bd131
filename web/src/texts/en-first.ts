import { caseload } from './en/caseload';
import { frame } from './en/frame';
import { states } from './en/states';
import { words } from './en/words';

/** What the frame and the first page say in English; the rest comes with the other pages. */
export const enFirst = { caseload, frame, states, words };
