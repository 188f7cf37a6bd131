import type { Moment } from './as-of';
import { makeStore } from './store';

/**
 * The moment that the page's last answer named: what Freeze and Copy link write. Null: no answer
 * of this page has come yet, or its answers are of no moment.
 */
export const answered = makeStore<Moment | null>(null);

/** The moment that an answer names: the `asOf` of the first of its fields that has one. */
export function momentOf(data: unknown): Moment | null {
  if (typeof data !== 'object' || data === null) return null;
  for (const field of Object.values(data)) {
    const moment = asMoment(field);
    if (moment) return moment;
  }
  return null;
}

function asMoment(field: unknown): Moment | null {
  if (typeof field !== 'object' || field === null || !('asOf' in field)) return null;
  const { asOf } = field;
  if (typeof asOf !== 'object' || asOf === null) return null;
  if (!('position' in asOf) || !('evaluatedAt' in asOf)) return null;
  const { position, evaluatedAt } = asOf;
  if (typeof position !== 'string' || typeof evaluatedAt !== 'string') return null;
  return { position, evaluatedAt };
}
