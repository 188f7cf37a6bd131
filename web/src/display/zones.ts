import { dateFormat } from './formatters';

/** A local day `YYYY-MM-DD` of an instant, in a time zone (IANA). */
export function localDay(instant: string | number, zone: string): string {
  // Canada writes dates as ISO 8601 does.
  return dateFormat('en-CA', { timeZone: zone }).format(new Date(instant));
}

/** A local day some days later; negative: earlier. */
export function plusDays(day: string, days: number): string {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
}

/** The place of an IANA zone, for people: `Europe/Berlin` is Berlin. */
export function zonePlace(zone: string): string {
  return zone.slice(zone.lastIndexOf('/') + 1).replaceAll('_', ' ');
}
