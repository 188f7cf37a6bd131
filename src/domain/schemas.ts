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

/** A short code such as a trial arm, a licence kind, a specialty: never a person's name. */
export const codeSchema = z.string().min(1).max(80);

/** The events of an aggregate from its table of data schemas. */
export type EventsOf<Schemas extends Readonly<Record<string, z.ZodType<object>>>> = {
  [Type in keyof Schemas & string]: {
    readonly type: Type;
    readonly data: Readonly<z.infer<Schemas[Type]>>;
  };
}[keyof Schemas & string];
