import { createHash, createHmac } from 'node:crypto';

/** What a patient may be searched by; nothing of it is stored in clear. */
export interface Searchable {
  readonly name: string;
  /** `YYYY-MM-DD`. */
  readonly birthDate?: string | undefined;
  /** The clinic's own number for the patient. */
  readonly number?: string | undefined;
}

const PREFIX_LENGTH_MIN = 2;
const PREFIX_LENGTH_MAX = 8;
const TOKEN_LENGTH = 16;

/**
 * Keyed hashes by which a patient is found: of each word's beginnings (2 to 8 letters), of the
 * birth date and of the number; sorted, each once. HMAC-SHA256 under a key of 32 bytes that is for
 * this alone, 96 bits of it as 16 characters of base64url.
 */
export function searchTokens(key: Buffer, person: Searchable): string[] {
  const terms = words(person.name).flatMap((word) => prefixes(word).map((part) => `name:${part}`));
  if (person.birthDate) terms.push(`born:${person.birthDate}`);
  if (person.number) terms.push(`number:${folded(person.number).replace(/\s+/g, '')}`);
  return [...new Set(terms.map((term) => tokenOf(key, term)))].sort();
}

/**
 * What must all be among a patient's tokens for a search text: each word by its beginning, a day
 * `YYYY-MM-DD` as birth date. A single letter finds nobody and is left out.
 */
export function queryTokens(key: Buffer, text: string): string[] {
  const terms = text
    .split(/\s+/)
    .flatMap((part) =>
      /^\d{4}-\d{2}-\d{2}$/.test(part)
        ? [`born:${part}`]
        : words(part).map((word) => `name:${firstLetters(word, PREFIX_LENGTH_MAX)}`),
    )
    .filter((term) => !term.startsWith('name:') || lengthOf(term.slice(5)) >= PREFIX_LENGTH_MIN);
  return [...new Set(terms.map((term) => tokenOf(key, term)))].sort();
}

/** The token of a clinic's own number for a patient. */
export function numberToken(key: Buffer, number: string): string {
  return tokenOf(key, `number:${folded(number).replace(/\s+/g, '')}`);
}

/** Names a key without telling it: 16 hex digits of SHA-256("sk" ‖ key). */
export function searchKeyId(key: Buffer): string {
  return createHash('sha256').update('sk').update(key).digest('hex').slice(0, 16);
}

function tokenOf(key: Buffer, term: string): string {
  return createHmac('sha256', key).update(term).digest('base64url').slice(0, TOKEN_LENGTH);
}

/** Without case, accents and the like: NFKD, marks (\p{M}) dropped, then lower case. */
function folded(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}

function words(text: string): string[] {
  return folded(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => lengthOf(word) > 0);
}

function prefixes(word: string): string[] {
  const longest = Math.min(lengthOf(word), PREFIX_LENGTH_MAX);
  const lengths = Array.from({ length: longest }, (_each, index) => index + 1);
  return lengths
    .filter((length) => length >= PREFIX_LENGTH_MIN)
    .map((length) => firstLetters(word, length));
}

/** By code points: half of a surrogate pair is no letter. */
function firstLetters(word: string, length: number): string {
  return Array.from(word).slice(0, length).join('');
}

function lengthOf(word: string): number {
  return Array.from(word).length;
}
