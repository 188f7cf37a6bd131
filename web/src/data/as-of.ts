import type { AsOf } from '../../generated/graphql';

/** A moment that an answer is of: place in the log, and when deadlines were judged. */
export interface Moment {
  readonly position: string;
  readonly evaluatedAt: string;
}

/** What the address says of the moment that is looked at. */
export type AskedMoment =
  | { readonly kind: 'at'; readonly at: string }
  | { readonly kind: 'position'; readonly position: string }
  | { readonly kind: 'exactly'; readonly moment: Moment };

const INSTANT = String.raw`\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?Z`;
const AT = new RegExp(`^${INSTANT}$`);
const POSITION = /^p(\d{1,18})$/;
const EXACTLY = new RegExp(`^p(\\d{1,18})_(${INSTANT})$`);

/**
 * Reads `asOf` of an address: `2026-03-31T15:00:00Z`, `p184220`, or both joined by `_`. Null: now,
 * also for a text that is none of these.
 */
export function parseAsked(text: string | undefined): AskedMoment | null {
  if (text === undefined) return null;
  if (AT.test(text)) return { kind: 'at', at: text };
  const position = POSITION.exec(text)?.[1];
  if (position !== undefined) return { kind: 'position', position };
  const [, place, evaluatedAt] = EXACTLY.exec(text) ?? [];
  if (place === undefined || evaluatedAt === undefined) return null;
  return { kind: 'exactly', moment: { position: place, evaluatedAt } };
}

/** The text of an address for a moment that was asked for; the reverse of `parseAsked`. */
export function askedText(asked: AskedMoment): string {
  switch (asked.kind) {
    case 'at':
      return asked.at;
    case 'position':
      return `p${asked.position}`;
    case 'exactly':
      return `p${asked.moment.position}_${asked.moment.evaluatedAt}`;
  }
}

/** The argument of a query. */
export function asOfArgument(asked: AskedMoment): AsOf {
  switch (asked.kind) {
    case 'at':
      return { at: asked.at };
    case 'position':
      return { position: asked.position };
    case 'exactly':
      return { exactly: asked.moment };
  }
}
