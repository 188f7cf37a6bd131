import type { Note } from '../decider';
import { screeningKinds } from '../policy/contraindications';
import type { Policy } from '../policy/policy';
import type { LocalDate } from '../time';
import { meeting, type Bars, type Treatment } from './bars';
import { foundAbsent, foundPresent, notAsked, wasAsked, type Screening } from './screening';
import type { Episode } from './state';
import { clearanceOn, isOpen, type Contraindication } from './state-safety';

/** What stands against a treatment on a day, and what was not said that may. */
export interface Barriers {
  readonly barred: readonly Note[];
  readonly unsaid: readonly Note[];
}

/** Open contraindications of `then` against what is planned or was given. */
export function barriers(then: Episode, treatment: Treatment, day: LocalDate): Barriers {
  const barred: Note[] = [];
  const unsaid: Note[] = [];
  for (const contraindication of then.contraindications.filter(isOpen)) {
    for (const { code, bars, facts } of inForce(contraindication, day)) {
      const met = meeting(bars, treatment);
      if (met.barred.length > 0) barred.push({ code, facts: { ...facts, barred: met.barred } });
      else if (met.unsaid.length > 0) {
        unsaid.push({ code: 'TREATMENT_NOT_SAID', facts: { ...facts, unsaid: met.unsaid } });
      }
    }
  }
  return { barred, unsaid };
}

interface InForce {
  readonly code: 'CONTRAINDICATION_BARS' | 'CLEARANCE_MISSING' | 'CLEARANCE_CONDITIONS';
  readonly bars: Bars;
  readonly facts: Note['facts'];
}

/** What one of them bars on a day: always, for want of a clearance, by one's conditions. */
function inForce(contraindication: Contraindication, day: LocalDate): InForce[] {
  const { id, kind, bars, untilCleared, clearance } = contraindication;
  const facts = { kind, contraindicationId: id };
  const found: InForce[] = [{ code: 'CONTRAINDICATION_BARS', bars, facts }];
  if (untilCleared === null) return found;
  const valid = clearanceOn(contraindication, day);
  if (valid) {
    found.push({ code: 'CLEARANCE_CONDITIONS', bars: valid.conditions, facts });
  } else {
    const until = clearance?.until ?? null;
    found.push({ code: 'CLEARANCE_MISSING', bars: untilCleared, facts: { ...facts, until, day } });
  }
  return found;
}

/** What is wrong with what was asked before a session; null: it was not asked at all. */
export function screeningNotes(
  then: Episode,
  screening: Screening | null,
  policy: Policy,
): { readonly broken: readonly Note[]; readonly warnings: readonly Note[] } {
  const open = [...new Set(then.contraindications.filter(isOpen).map(({ kind }) => kind))];
  if (!screening || !wasAsked(screening)) {
    return { broken: [{ code: 'SCREENING_MISSING', facts: {} }], warnings: [] };
  }
  const wanted = [...new Set([...screeningKinds(policy), ...open])];
  const missing = notAsked(screening, wanted);
  const news = foundPresent(screening).filter((kind) => !open.includes(kind));
  const gone = foundAbsent(screening).filter((kind) => open.includes(kind));
  const broken: Note[] = [];
  if (missing.length > 0) broken.push({ code: 'SCREENING_INCOMPLETE', facts: { missing } });
  if (news.length > 0) broken.push({ code: 'SCREENING_POSITIVE', facts: { kinds: news } });
  const warnings: Note[] =
    gone.length > 0 ? [{ code: 'SCREENING_DENIES', facts: { kinds: gone } }] : [];
  return { broken, warnings };
}
