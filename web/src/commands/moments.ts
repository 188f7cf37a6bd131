import { Temporal } from 'temporal-polyfill';

/**
 * The instant of a local time as a field has it (`2026-03-31T17:00`), in a zone (IANA). An hour
 * that a change of clocks repeats is the first of the two. Undefined: no such time.
 */
export function instantOf(local: string | undefined, zone: string): string | undefined {
  if (local === undefined) return undefined;
  try {
    const time = Temporal.PlainDateTime.from(local).toZonedDateTime(zone, {
      disambiguation: 'earlier',
    });
    return new Date(time.epochMilliseconds).toISOString();
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** The local time of an instant as a field has it, to the minute; the reverse of `instantOf`. */
export function localTime(instant: string | number, zone: string): string {
  const time = Temporal.Instant.fromEpochMilliseconds(new Date(instant).getTime());
  return time.toZonedDateTimeISO(zone).toPlainDateTime().toString({ smallestUnit: 'minute' });
}
