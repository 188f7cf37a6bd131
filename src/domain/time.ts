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

/** The instant of a number of milliseconds since 1970 UTC. */
export function instantOf(epochMs: number): Instant {
  // The one text form that sorts like time.
  return new Date(epochMs).toISOString() as Instant;
}

/** Milliseconds since 1970 UTC. */
export function epochMs(at: Instant): number {
  return Date.parse(at);
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
  return instantOf(epochMs(at) + days * DAY_MS);
}

export function plusDays(day: LocalDate, days: number): LocalDate {
  return instantOf(Date.parse(day) + days * DAY_MS).slice(0, 10) as LocalDate;
}

/** Calendar days from one local day to another; negative when `to` is earlier. */
export function daysBetween(from: LocalDate, to: LocalDate): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);
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
 * Local days by quarter of an hour: folding a log asks for the same few thousand quarters again
 * and again, and `Intl` needs microseconds for each. Offsets of the zones in use are whole
 * quarters, so no quarter has two days in it (before 2012 Newfoundland changed its clocks at a
 * minute past midnight: there the first minutes after it may be a day off).
 */
const QUARTER_MS = 900_000;
const DAYS_KEPT_MAX = 200_000;
const localDays = new Map<Zone, Map<number, LocalDate>>();

/** The local calendar day of a moment in a zone. */
export function localDate(at: Instant, zone: Zone): LocalDate {
  let days = localDays.get(zone);
  if (!days) localDays.set(zone, (days = new Map<number, LocalDate>()));
  const quarter = Math.floor(epochMs(at) / QUARTER_MS);
  let day = days.get(quarter);
  if (day === undefined) {
    const nanoseconds = BigInt(quarter * QUARTER_MS) * 1_000_000n;
    // The text form of a plain date is the one of a LocalDate.
    day = new Temporal.ZonedDateTime(nanoseconds, zone).toPlainDate().toString() as LocalDate;
    if (days.size >= DAYS_KEPT_MAX) days.clear();
    days.set(quarter, day);
  }
  return day;
}
