import { dateFormat } from './formatters';
import { localDay, zonePlace } from './zones';

const DAY: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'short', year: 'numeric' };
const CLOCK: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit', hour12: false };

/** Where and for whom times are written. */
export interface Locale {
  readonly language: string;
  /** IANA time zone. */
  readonly zone: string;
}

/** `31 Mar 2026` for a local day `YYYY-MM-DD`. */
export function writtenDay(day: string, { language }: Pick<Locale, 'language'>): string {
  return dateFormat(tag(language), { ...DAY, timeZone: 'UTC' }).format(new Date(day));
}

/** `31 Mar 2026` for an instant: the day that it is in the zone. */
export function writtenDayOf(instant: string | number, { language, zone }: Locale): string {
  return writtenDay(localDay(instant, zone), { language });
}

/** `31 Mar 2026, 17:00 Berlin` for an instant. */
export function writtenMoment(instant: string | number, { language, zone }: Locale): string {
  const format = dateFormat(tag(language), { ...DAY, ...CLOCK, timeZone: zone });
  return `${format.format(new Date(instant))} ${zonePlace(zone)}`;
}

/** `17:00` for an instant. */
export function writtenClock(instant: string | number, { language, zone }: Locale): string {
  return dateFormat(tag(language), { ...CLOCK, timeZone: zone }).format(new Date(instant));
}

/** `Tue 24 Nov, 09:00` for an instant that is near. */
export function writtenSoon(instant: string | number, { language, zone }: Locale): string {
  const near: Intl.DateTimeFormatOptions = { weekday: 'short', day: 'numeric', month: 'short' };
  return dateFormat(tag(language), { ...near, ...CLOCK, timeZone: zone }).format(new Date(instant));
}

/** English is written as in Europe: the day first, the clock to 24. */
function tag(language: string): string {
  return language === 'en' ? 'en-GB' : language;
}
