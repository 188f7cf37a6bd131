import { z } from 'zod';
import type { Instant, LocalDate, Zone } from './time';
import { parseLocalDate, parseZone } from './time';

/** Storage schemas of values that more than one aggregate uses. */
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

export const instantSchema = z.custom<Instant>(
  (value) => typeof value === 'string' && INSTANT.test(value),
  'not an instant (ISO 8601 UTC with milliseconds)',
);

export const localDateSchema = z.custom<LocalDate>(
  (value) => typeof value === 'string' && parseLocalDate(value) !== null,
  'not a calendar day (YYYY-MM-DD)',
);

export const zoneSchema = z.custom<Zone>(
  (value) => typeof value === 'string' && parseZone(value) !== null,
  'not an IANA time zone',
);

/** Control characters and halves of a surrogate pair: PostgreSQL's jsonb refuses some of them. */
const UNCLEAR = /[\p{Cc}\p{Cs}]/u;
const LINE_BREAKS = /\r?\n/g;

/** Whether a text may stand in clear data: one line of whole characters. */
export function isClear(text: string): boolean {
  return !UNCLEAR.test(text);
}

/** The same for a text of several lines, such as an address. */
export function areClearLines(text: string): boolean {
  return isClear(text.replace(LINE_BREAKS, ''));
}

const NOT_CLEAR = 'has control characters or half a character';

/** Clear text of one line, never a person's name. Lengths are in UTF-16 units. */
export function clearTextSchema(min: number, max: number): z.ZodString {
  return z.string().min(min).max(max).refine(isClear, NOT_CLEAR);
}

/** Clear text that may have line breaks. */
export function clearLinesSchema(max: number): z.ZodString {
  return z.string().max(max).refine(areClearLines, NOT_CLEAR);
}

/** A short code such as a trial arm, a licence kind, a specialty: never a person's name. */
export const codeSchema = clearTextSchema(1, 80);

/** The events of an aggregate from its table of data schemas. */
export type EventsOf<Schemas extends Readonly<Record<string, z.ZodType<object>>>> = {
  [Type in keyof Schemas & string]: {
    readonly type: Type;
    readonly data: Readonly<z.infer<Schemas[Type]>>;
  };
}[keyof Schemas & string];
