import { z } from 'zod';

declare const brand: unique symbol;
type Id<Name extends string> = string & { readonly [brand]: Name };

export type ClinicId = Id<'clinic'>;
export type StaffId = Id<'staff'>;
export type PatientId = Id<'patient'>;
export type EpisodeId = Id<'episode'>;
export type GoalId = Id<'goal'>;
export type SessionId = Id<'session'>;
export type ObservationId = Id<'observation'>;
export type AuthorizationId = Id<'authorization'>;
/** The id of an event: of an entry that may be corrected, of a goal's version. */
export type EntryId = Id<'entry'>;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export function isUuid(text: string): boolean {
  return UUID.test(text);
}

/** A stored id: a lower-case UUID. */
export function idSchema<I extends string>(): z.ZodType<I> {
  return z.custom<I>((value) => typeof value === 'string' && UUID.test(value), 'not a UUID');
}

export const CATEGORIES = [
  'clinic',
  'staff',
  'patient',
  'policy',
  'episode',
  'operations',
] as const;
export type Category = (typeof CATEGORIES)[number];

/** The one stream of the organisation's policy. */
export const POLICY_STREAM = 'policy';

/** Categories of the organisation as a whole: one stream each, of their name. */
export type Single = 'policy' | 'operations';
const SINGLE: readonly string[] = ['policy', 'operations'] satisfies readonly Single[];

export function isSingle(category: Category): category is Single {
  return SINGLE.includes(category);
}

export function streamOf(category: Exclude<Category, Single>, id: string): string {
  return `${category}-${id}`;
}

/** What a stream's name says; null for a name that is none of ours. */
export function parseStream(stream: string): { category: Category; id: string } | null {
  const single = CATEGORIES.find((known) => known === stream && isSingle(known));
  if (single) return { category: single, id: '' };
  const dash = stream.indexOf('-');
  const category = CATEGORIES.find((known) => known === stream.slice(0, dash));
  return category ? { category, id: stream.slice(dash + 1) } : null;
}
