import type { TFunction } from 'i18next';
import i18next from 'i18next';
import { writtenDay, writtenMoment, type Locale } from '../display/times';
import type { Words } from '../display/use-words';
import type { Corrected } from './corrections';

interface Change {
  readonly path: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** A change of an entry in words; empty: nothing was, or is, there. */
interface Told {
  readonly path: string;
  readonly label: string;
  readonly before: string;
  readonly after: string;
}

interface Telling {
  readonly entry: Corrected;
  readonly all: readonly Pick<Corrected, 'id' | 'texts'>[];
  readonly t: TFunction;
  readonly words: Words;
  readonly locale: Locale;
}

/** Where the words for a code are, by the field that it is in. */
const TOPICS: Readonly<Record<string, string>> = {
  by: 'consentGivers',
  for: 'feedbackFor',
  outcome: 'settlements',
  payerClass: 'payers',
  pressure: 'pressures',
  scope: 'consentScopes',
  severity: 'severities',
  techniques: 'techniques',
  tone: 'feedbackTones',
};
/** Fields of entries that forms call otherwise. */
const NAMES: Readonly<Record<string, string>> = {
  activity: 'activity',
  finalMissing: 'finalMissingBecause',
  occurredAt: 'correctedOccurredAt',
  reason: 'why',
};
/** What follows from other changes, and says nothing to who reads of them. */
const DERIVED = /^data\.(rules|terms\.window|primary\.rules|conditions?|specialty)\b/;
const INSTANT = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;
const DAY = /^\d{4}-\d\d-\d\d$/;

/** What a correction changed, field by field, in the words of the forms. */
export function changesTold(differences: readonly Change[], telling: Telling): readonly Told[] {
  return differences
    .filter(({ path }) => !DERIVED.test(path))
    .map((change) => (change.path.startsWith('texts.') ? ofText : ofData)(change, telling));
}

/** Free texts are named by their entry and their field. */
function ofText({ path, before, after }: Change, { all, t }: Telling): Told {
  const field = path.slice('texts.'.length);
  const textOf = (entryId: unknown) => {
    const found = all.find(({ id }) => id === entryId)?.texts.find((each) => each.field === field);
    if (!found) return '';
    return found.text.erased ? t('states.erased') : (found.text.value ?? '');
  };
  const [name = field] = field.split(':');
  return { path, label: labelOf(name), before: textOf(before), after: textOf(after) };
}

function ofData({ path, before, after }: Change, telling: Telling): Told {
  const steps = path.split('.');
  const field = (steps.at(-1) ?? path).replace(/\[.*$/, '');
  const measure = measureOf(path, telling);
  const label = measure === null ? labelOf(field) : `${labelOf(field)}, ${measure}`;
  const value = (each: unknown) => valueTold(each, field, telling);
  return { path, label, before: value(before), after: value(after) };
}

/** Which measure it is about, where it is about one. */
function measureOf(path: string, { entry, words }: Telling): string | null {
  const id = /observations\[([^\]]+)\]/.exec(path)?.[1];
  const data = entry.holds as { readonly observations?: unknown } | null;
  if (id === undefined || !Array.isArray(data?.observations)) return null;
  // The shape of an observation in the data of an entry.
  const observations = data.observations as readonly { id: string; instrument: string }[];
  const found = observations.find((each) => each.id === id);
  return found ? words.measure(found.instrument) : null;
}

/** As the forms call it, else the name of the field made readable. */
function labelOf(field: string): string {
  const found = resource(`commands.fields.${NAMES[field] ?? field}`);
  if (found !== null) return found;
  const text = field.replaceAll(/([A-Z])/g, ' $1').toLowerCase();
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function valueTold(value: unknown, field: string, { t, words, locale }: Telling): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'boolean') return t(value ? 'commands.yes' : 'commands.no');
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string') return JSON.stringify(value);
  if (INSTANT.test(value)) return writtenMoment(value, locale);
  if (DAY.test(value)) return writtenDay(value, locale);
  if (field === 'bodySite' || field === 'sites') return words.site(value);
  const topic = TOPICS[field];
  return (topic === undefined ? null : resource(`codes.${topic}.${value}`)) ?? value;
}

/** Codes and fields of entries are no keys that the compiler knows. */
function resource(path: string): string | null {
  const found: unknown = i18next.getResource(i18next.language, 'translation', path);
  return typeof found === 'string' ? found : null;
}
