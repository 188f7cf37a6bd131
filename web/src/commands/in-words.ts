import type { FormContext } from './form-context';

const CODES = /\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b/g;

/** What the service says of a command, with the words for codes that are in it. */
export function inWords(message: string, { policy, words }: FormContext): string {
  const named = new Map(policy.contraindications.map(({ kind, name }) => [kind, name]));
  return message.replaceAll(CODES, (code) => named.get(code) ?? words.code(code));
}
