import type { TFunction } from 'i18next';
import type { Field, Option } from '../fields';

/** Codes of a closed set with their words. */
export function codeOptions(t: TFunction, topic: string, codes: readonly string[]): Option[] {
  return codes.map((value) => ({ value, label: wordFor(t, topic, value) }));
}

/** The word for a code; the texts have one for each of a closed set. */
export function wordFor(t: TFunction, topic: string, code: string): string {
  // Codes come from the schema, and texts.spec.ts sees that none is missing.
  return (t as (key: string) => string)(`codes.${topic}.${code}`);
}

/** A field where one thing must be chosen. */
export function choice(t: TFunction, name: string, options: readonly Option[]): Field {
  const label = (t as (key: string) => string)(`commands.fields.${name}`);
  return { kind: 'choice', name, label, options, required: true };
}
