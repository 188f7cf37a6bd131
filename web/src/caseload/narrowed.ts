import type { CaseloadFlag } from '../../generated/graphql';
import { FLAGS, type CaseloadEntry } from './urgency';

/** Reads flags from an address; what is none is left out. */
export function flagsIn(text: string | undefined): readonly CaseloadFlag[] {
  const named = text?.split(',') ?? [];
  return FLAGS.filter((flag) => named.includes(flag));
}

/** The text of an address with a flag turned on or off; undefined: no flag is left. */
export function toggled(text: string | undefined, flag: CaseloadFlag): string | undefined {
  const before = flagsIn(text);
  const after = before.includes(flag) ? before.filter((each) => each !== flag) : [...before, flag];
  return after.length === 0 ? undefined : after.join(',');
}

/** Entries with every one of the flags, and every word at the beginning of a part of the name. */
export function narrowed(
  entries: readonly CaseloadEntry[],
  { flags, q }: { readonly flags: readonly CaseloadFlag[]; readonly q: string | undefined },
): readonly CaseloadEntry[] {
  const words = plain(q ?? '')
    .split(/\s+/)
    .filter((word) => word !== '');
  return entries.filter((entry) => {
    const parts = namesOf(entry);
    return (
      flags.every((flag) => entry.flags.includes(flag)) &&
      words.every((word) => parts.some((part) => part.startsWith(word)))
    );
  });
}

function namesOf({ patient }: CaseloadEntry): readonly string[] {
  const texts = [patient.name?.value, patient.birthDate?.value, patient.number?.value];
  return texts.flatMap((text) => plain(text ?? '').split(/[\s,]+/));
}

/** Without case and accents, as people type names. */
function plain(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
}

/** How many entries have each flag; flags that nobody has are left out. */
export function flagCounts(
  entries: readonly CaseloadEntry[],
): readonly { readonly flag: CaseloadFlag; readonly count: number }[] {
  return FLAGS.map((flag) => ({
    flag,
    count: entries.filter(({ flags }) => flags.includes(flag)).length,
  })).filter(({ count }) => count > 0);
}
