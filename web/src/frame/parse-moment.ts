import { Temporal } from 'temporal-polyfill';
import { parseAsked, type AskedMoment } from '../data/as-of';

/** What somebody wrote, as a moment; or why it is none. */
export type ParsedMoment =
  | { readonly kind: 'moment'; readonly moment: AskedMoment }
  | { readonly kind: 'invalid' }
  | { readonly kind: 'future' };

interface Where {
  /** IANA time zone that days and hours are of. */
  readonly zone: string;
  readonly language: string;
  readonly nowMs: number;
}

const INVALID: ParsedMoment = { kind: 'invalid' };
const CLOCK = String.raw`(?:[ T,]+(\d{1,2}):(\d{2}))?`;
const ISO_DAY = new RegExp(String.raw`^(\d{4})-(\d{1,2})-(\d{1,2})${CLOCK}$`);
const SPOKEN_DAY = new RegExp(
  String.raw`^(\d{1,2})[./ ]\s*([\d\p{L}]+)\.?[./ ]\s*(\d{4})${CLOCK}$`,
  'u',
);

/**
 * Reads what was written: `p1842`, what an address says, or a day with or without an hour of the
 * zone (`2026-03-31`, `31.3.2026 17:00`, `31 Mar 2026`). A day alone means its end; today: now.
 * An hour that a change of clocks skips or repeats is the first that it can be.
 */
export function parseMoment(text: string, where: Where): ParsedMoment {
  const written = text.trim();
  const asked = parseAsked(written.replace(/^P/, 'p'));
  if (asked) return isAhead(asked, where) ? { kind: 'future' } : { kind: 'moment', moment: asked };
  const parts = isoParts(written) ?? spokenParts(written, where.language);
  if (!parts) return INVALID;
  try {
    return momentOf(parts, where);
  } catch (error) {
    // The thirtieth of February and the like.
    if (error instanceof RangeError) return INVALID;
    throw error;
  }
}

interface Parts {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly clock: { readonly hour: number; readonly minute: number } | null;
}

function isoParts(text: string): Parts | null {
  const [, year, month, day, hour, minute] = ISO_DAY.exec(text) ?? [];
  if (year === undefined) return null;
  return { year: Number(year), month: Number(month), day: Number(day), clock: clock(hour, minute) };
}

function spokenParts(text: string, language: string): Parts | null {
  const [, day, spoken, year, hour, minute] = SPOKEN_DAY.exec(text) ?? [];
  if (spoken === undefined) return null;
  const month = /^\d+$/.test(spoken) ? Number(spoken) : monthNamed(spoken, language);
  if (month === null) return null;
  return { year: Number(year), month, day: Number(day), clock: clock(hour, minute) };
}

function clock(hour: string | undefined, minute: string | undefined): Parts['clock'] {
  return hour === undefined ? null : { hour: Number(hour), minute: Number(minute) };
}

/** By its first three letters, in the language of the page or in English. */
function monthNamed(name: string, language: string): number | null {
  const wanted = name.toLowerCase().slice(0, 3);
  for (const each of [language, 'en']) {
    const format = new Intl.DateTimeFormat(each, { month: 'long', timeZone: 'UTC' });
    for (let month = 1; month <= 12; month += 1) {
      const known = format.format(Date.UTC(2026, month - 1, 1));
      if (known.toLowerCase().startsWith(wanted)) return month;
    }
  }
  return null;
}

function momentOf({ year, month, day, clock: at }: Parts, where: Where): ParsedMoment {
  const { zone, nowMs } = where;
  const options = { overflow: 'reject', disambiguation: 'earlier' } as const;
  const local = Temporal.PlainDate.from({ year, month, day }, options);
  const today = Temporal.Instant.fromEpochMilliseconds(nowMs).toZonedDateTimeISO(zone);
  if (at === null && local.equals(today.toPlainDate())) return moment(nowMs);
  const time =
    at === null
      ? local.add({ days: 1 }).toPlainDateTime()
      : local.toPlainDateTime(Temporal.PlainTime.from(at, options));
  const instantMs = time.toZonedDateTime(zone, options).epochMilliseconds;
  return instantMs > nowMs ? { kind: 'future' } : moment(instantMs);
}

/** Whole seconds, as addresses have them. */
function moment(instantMs: number): ParsedMoment {
  return { kind: 'moment', moment: { kind: 'at', at: addressInstant(instantMs) } };
}

/** `2026-03-31T15:00:00Z` */
export function addressInstant(instantMs: number): string {
  return `${new Date(instantMs).toISOString().slice(0, 19)}Z`;
}

function isAhead(asked: AskedMoment, { nowMs }: Where): boolean {
  return asked.kind === 'at' && Date.parse(asked.at) > nowMs;
}

/** The end of a local day as an instant, ms since 1970. */
export function endOfDayMs(day: string, zone: string): number {
  const next = Temporal.PlainDate.from(day).add({ days: 1 });
  return next.toZonedDateTime(zone).epochMilliseconds;
}
