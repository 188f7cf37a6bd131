import type { Facts } from '../rule';
import type { Found } from './findings';

/** Facts that say of which of several a rule was broken: two contraindications may bar at once. */
const SUBJECTS = ['contraindicationId', 'technique', 'specialty'];

/** A rule that was broken, as it is decided and as it is stored. */
interface Told {
  readonly code: string;
  readonly facts: Facts;
}

/** Whether two notes say the same rule of the same thing. */
export function saysSame(a: Told, b: Told): boolean {
  return a.code === b.code && SUBJECTS.every((name) => a.facts[name] === b.facts[name]);
}

/** One for each rule and entry: what was broken of several things is said of all of them. */
export function oneOfEachMatter(found: readonly Found[]): readonly Found[] {
  const kept = new Map<string, Found>();
  for (const one of found) {
    const key = `${one.rule} ${one.entryId}`;
    const known = kept.get(key);
    kept.set(key, known ? { ...known, facts: ofBoth(known.facts, one.facts) } : one);
  }
  return [...kept.values()];
}

/** Each fact as it is where both say so, else what either says, in an order that stays. */
function ofBoth(a: Found['facts'], b: Found['facts']): Found['facts'] {
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  return Object.fromEntries(
    names.map((name) => {
      const said = [a[name] ?? [], b[name] ?? []].flat().map(String);
      const values = [...new Set(said)].sort();
      return [name, a[name] === b[name] ? (a[name] ?? null) : values];
    }),
  );
}
