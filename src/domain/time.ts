import { Temporal } from 'temporal-polyfill';

declare const brand: unique symbol;
/** A moment as ISO 8601 UTC with milliseconds (`2026-03-31T15:00:00.000Z`): compares as text. */
export type Instant = string & { readonly [brand]: 'Instant' };
/** A calendar day in some clinic's zone, `YYYY-MM-DD`: compares as text. */
export type LocalDate = string & { readonly [brand]: 'LocalDate' };
/** A calendar month in some clinic's zone, `YYYY-MM`. */
export type LocalMonth = string & { readonly [brand]: 'LocalMonth' };
/** An IANA time zone name, e.g. `Europe/Berlin`. */
export type Zone = string & { readonly [brand]: 'Zone' };

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** What is kept of days already worked out, before it begins anew. */
const DAYS_KEPT_MAX = 200_000;

/** The instant of a number of milliseconds since 1970 UTC. */
export function instantOf(epochMs: number): Instant {
  // The one text form that sorts like time.
  return new Date(epochMs).toISOString() as Instant;
}

/** Milliseconds since 1970 UTC; NaN when it is none. */
export function epochMs(at: Instant): number {
  const dayMs = dayNumber(at) * DAY_MS;
  // The one form that an Instant has; Date.parse knows many, and takes its time for it.
  if (at.length !== INSTANT_CHARS) return Date.parse(at);
  const minutes = digits(at, 11, 13) * 60 + digits(at, 14, 16);
  return dayMs + (minutes * 60 + digits(at, 17, 19)) * 1_000 + digits(at, 20, 23);
}

/** Parses any ISO 8601 moment with an offset or `Z`; null when it is none. */
export function parseInstant(text: string): Instant | null {
  try {
    return instantOf(Temporal.Instant.from(text).epochMilliseconds);
  } catch {
    return null;
  }
}

/** Parses `YYYY-MM-DD` as a real calendar day; null when it is none. */
export function parseLocalDate(text: string): LocalDate | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return null;
  try {
    return Temporal.PlainDate.from(text, { overflow: 'reject' }).toString() as LocalDate;
  } catch {
    return null;
  }
}

/** An IANA zone the runtime knows, in its spelling; null when it is none (an offset is none). */
export function parseZone(text: string): Zone | null {
  if (!/^[A-Za-z]/.test(text)) return null;
  try {
    const { timeZone } = new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions();
    // The spelling of the list, but an older name of a zone stays that name.
    const same = timeZone.toLowerCase() === text.toLowerCase();
    return (same ? timeZone : text) as Zone; // checked by the runtime
  } catch {
    return null;
  }
}

export function plusHours(at: Instant, hours: number): Instant {
  return instantOf(epochMs(at) + hours * HOUR_MS);
}

/** Whole days of 24 h: for deadlines counted in elapsed time, not in calendar days. */
export function plusElapsedDays(at: Instant, days: number): Instant {
  if (at.length !== INSTANT_CHARS || !Number.isInteger(days)) {
    return instantOf(epochMs(at) + days * DAY_MS);
  }
  // UTC knows no changes of clocks: the time of the day stays.
  return (dayOf(dayNumber(at) + days) + at.slice(10)) as Instant;
}

export function plusDays(day: LocalDate, days: number): LocalDate {
  return dayOf(dayNumber(day) + days);
}

/** The same day of a later year; 29 February becomes the 28th where there is none. */
export function plusYears(day: LocalDate, years: number): LocalDate {
  // The text form of a plain date is the one of a LocalDate.
  return Temporal.PlainDate.from(day).add({ years }).toString() as LocalDate;
}

/** Calendar days from one local day to another; negative when `to` is earlier. */
export function daysBetween(from: LocalDate, to: LocalDate): number {
  return dayNumber(to) - dayNumber(from);
}

/** `2026-03-31T15:00:00.000Z` */
const INSTANT_CHARS = 24;

/** Days since 1970-01-01 of the date that a text starts with; NaN when it is none. */
function dayNumber(text: string): number {
  const year = digits(text, 0, 4);
  // Date.UTC takes the first hundred years for those after 1900.
  if (year < 100) return Date.parse(text.slice(0, 10)) / DAY_MS;
  return Date.UTC(year, digits(text, 5, 7) - 1, digits(text, 8, 10)) / DAY_MS;
}

/** The number that some characters of a text make; NaN when one of them is no digit. */
function digits(text: string, from: number, before: number): number {
  let number = 0;
  for (let index = from; index < before; index++) {
    const digit = text.charCodeAt(index) - 48;
    if (!(digit >= 0 && digit <= 9)) return NaN;
    number = number * 10 + digit;
  }
  return number;
}

/** Days as text, by their number since 1970: those of a log are a few thousand. */
const dayTexts = new Map<number, LocalDate>();

function dayOf(number: number): LocalDate {
  let day = dayTexts.get(number);
  if (day === undefined) {
    day = instantOf(number * DAY_MS).slice(0, 10) as LocalDate;
    if (dayTexts.size >= DAYS_KEPT_MAX) dayTexts.clear();
    dayTexts.set(number, day);
  }
  return day;
}

export function monthOf(day: LocalDate): LocalMonth {
  return day.slice(0, 7) as LocalMonth;
}

/** The first instant of a local day in its zone (a day may start at 01:00 when clocks change). */
export function startOfDay(day: LocalDate, zone: Zone): Instant {
  const start = Temporal.PlainDate.from(day).toZonedDateTime({ timeZone: zone });
  return instantOf(start.epochMilliseconds);
}

/** The moment of a local time (`HH:MM`) on a local day; one that clocks skip is moved ahead. */
export function momentOf(day: LocalDate, time: string, zone: Zone): Instant {
  const at = Temporal.PlainDate.from(day).toZonedDateTime({ timeZone: zone, plainTime: time });
  return instantOf(at.epochMilliseconds);
}

/** The first instant after a local day: local days are inclusive, so ends compare with `<`. */
export function endOfDay(day: LocalDate, zone: Zone): Instant {
  return startOfDay(plusDays(day, 1), zone);
}

/**
 * By how much a zone's clocks are ahead of UTC at the beginning of days of UTC, in ms: folding a
 * log asks for the same few thousand days again and again, and `Intl` needs microseconds for each.
 */
const offsetsMs = new Map<Zone, Map<number, number>>();

/** The local calendar day of a moment in a zone. */
export function localDate(at: Instant, zone: Zone): LocalDate {
  const ms = epochMs(at);
  const utcDay = Math.floor(ms / DAY_MS);
  const before = offsetOn(utcDay, zone);
  // No zone has ever changed its clocks twice within three days (the tz database, all zones), so
  // equal offsets at both ends of a day hold all day long.
  const offsetMs = before === offsetOn(utcDay + 1, zone) ? before : offsetAt(ms, zone);
  return dayOf(Math.floor((ms + offsetMs) / DAY_MS));
}

function offsetOn(utcDay: number, zone: Zone): number {
  let known = offsetsMs.get(zone);
  if (!known) offsetsMs.set(zone, (known = new Map<number, number>()));
  let offsetMs = known.get(utcDay);
  if (offsetMs === undefined) {
    offsetMs = offsetAt(utcDay * DAY_MS, zone);
    if (known.size >= DAYS_KEPT_MAX) known.clear();
    known.set(utcDay, offsetMs);
  }
  return offsetMs;
}

function offsetAt(ms: number, zone: Zone): number {
  const nanoseconds = BigInt(ms) * 1_000_000n;
  return new Temporal.ZonedDateTime(nanoseconds, zone).offsetNanoseconds / 1_000_000;
}
