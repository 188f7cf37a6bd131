import { epochMs, plusDays, type Instant, type LocalDate } from '../time';

/** West of Greenwich a day ends up to 12 hours later: then a month is over everywhere. */
const LAST_ZONE_MS = 12 * 3_600_000;

/** The last month that is over in every zone of the earth. */
export function lastClosedMonth(evaluatedAt: Instant): string {
  const there = new Date(epochMs(evaluatedAt) - LAST_ZONE_MS);
  return monthAfter(there.toISOString().slice(0, 7), -1);
}

/** Every month from the first to the last, both included; none when the last is earlier. */
export function monthsBetween(first: string, last: string): readonly string[] {
  const months: string[] = [];
  for (let month = first; month <= last; month = monthAfter(month, 1)) months.push(month);
  return months;
}

/** So many months later (or earlier). */
function monthAfter(month: string, count: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  const index = year * 12 + number - 1 + count;
  const padded = String((index % 12) + 1).padStart(2, '0');
  return `${String(Math.floor(index / 12)).padStart(4, '0')}-${padded}`;
}

/** The first month that has all its days on or after this day. */
export function firstWholeMonth(from: LocalDate): string {
  const month = from.slice(0, 7);
  return from.endsWith('-01') ? month : monthAfter(month, 1);
}

/** The last month that has all its days on or before this day. */
export function lastWholeMonth(to: LocalDate): string {
  const month = to.slice(0, 7);
  return plusDays(to, 1).slice(0, 7) === month ? monthAfter(month, -1) : month;
}

/** A calendar quarter: its first and last day, and when its figures are taken. */
export interface Quarter {
  readonly from: LocalDate;
  readonly to: LocalDate;
  readonly knownAt: Instant;
}

/**
 * Three whole months. Their figures are those that are known a month after the last of them (UTC):
 * by then final scores are in, and what is recorded later changes nothing of them any more.
 */
export function quarterOf(year: number, quarter: number): Quarter {
  const first = `${String(year).padStart(4, '0')}-${String(quarter * 3 - 2).padStart(2, '0')}`;
  const next = monthAfter(first, 3);
  // Months as the two functions above write them: days and moments in the one text form.
  const from = `${first}-01` as LocalDate;
  const to = plusDays(`${next}-01` as LocalDate, -1);
  return { from, to, knownAt: `${monthAfter(next, 1)}-01T00:00:00.000Z` as Instant };
}
