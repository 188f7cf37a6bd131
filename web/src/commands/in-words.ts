import { writtenMoment } from '../display/times';
import type { FormContext } from './form-context';

const CODES = /\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b/g;
const INSTANTS = /\b\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z/g;

/** What the service says of a command, with words for the codes and instants that are in it. */
export function inWords(message: string, { policy, words, locale }: FormContext): string {
  const named = new Map(policy.contraindications.map(({ kind, name }) => [kind, name]));
  return message
    .replaceAll(CODES, (code) => named.get(code) ?? words.code(code))
    .replaceAll(INSTANTS, (instant) => writtenMoment(instant, locale));
}
