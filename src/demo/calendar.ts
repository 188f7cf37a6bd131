import { Temporal } from 'temporal-polyfill';
import { epochMs, instantOf, plusDays, type Instant, type LocalDate } from '../domain/time';

export function plusMinutes(at: Instant, minutes: number): Instant {
  return instantOf(epochMs(at) + minutes * 60_000);
}

/** The day itself, or the Monday after a weekend. */
export function weekday(day: LocalDate): LocalDate {
  // 1 is Monday, 7 is Sunday (ISO 8601).
  const { dayOfWeek } = Temporal.PlainDate.from(day);
  return dayOfWeek <= 5 ? day : plusDays(day, 8 - dayOfWeek);
}
