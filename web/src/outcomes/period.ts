import { plusDays } from '../display/zones';

/** First and last local day, both included; null: no end there. */
export interface Period {
  readonly from: string | null;
  readonly to: string | null;
}

/** Closed months that the page is about unless another period is chosen. */
const MONTHS = 12;

/** `2026-03` (or a day of it) some months later, as a month; negative: earlier. */
export function plusMonths(month: string, months: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  const count = year * 12 + (number - 1) + months;
  const two = String((((count % 12) + 12) % 12) + 1).padStart(2, '0');
  return `${Math.floor(count / 12)}-${two}`;
}

/** The last day of a month `YYYY-MM`. */
export function lastDayOf(month: string): string {
  const next = Date.parse(`${plusMonths(month, 1)}-01T00:00:00Z`);
  return new Date(next - 1).toISOString().slice(0, 10);
}

/** The last so many months that are over on a day, as days. */
export function closedMonths(today: string, months = MONTHS): Period {
  const last = plusMonths(today.slice(0, 7), -1);
  return { from: `${plusMonths(last, 1 - months)}-01`, to: lastDayOf(last) };
}

/** The quarter before that of a day (1: the last one that is over), as days. */
export function closedQuarter(today: string, back = 1): Period {
  const month = Number(today.slice(5, 7));
  const first = plusMonths(today.slice(0, 7), -((month - 1) % 3) - 3 * back);
  return { from: `${first}-01`, to: lastDayOf(plusMonths(first, 2)) };
}

/** `2026` and 3 for the third quarter; null: the period is none. */
export function quarterOf({ from, to }: Period): { year: string; quarter: number } | null {
  if (from === null || to === null) return null;
  const month = Number(from.slice(5, 7));
  const isOne = month % 3 === 1 && from.endsWith('-01') && to === lastDayOf(plusMonths(from, 2));
  return isOne ? { year: from.slice(0, 4), quarter: (month + 2) / 3 } : null;
}

/** What a period is compared with. */
export const COMPARISONS = ['before', 'year'] as const;
export type Comparison = (typeof COMPARISONS)[number];

/**
 * The period just before, as long as this one (whole months: as many months), or the same one a
 * year earlier; null: the period has an open end.
 */
export function comparedWith({ from, to }: Period, comparison: Comparison): Period | null {
  if (from === null || to === null || to < from) return null;
  if (comparison === 'year') return { from: monthsLater(from, -12), to: monthsLater(to, -12) };
  const isWhole = from.endsWith('-01') && isLastDay(to);
  const before = plusDays(from, -1);
  if (isWhole) return { from: `${plusMonths(from, -monthsIn(from, to))}-01`, to: before };
  const days = (Date.parse(to) - Date.parse(from)) / DAY_MS;
  return { from: plusDays(before, -days), to: before };
}

const DAY_MS = 86_400_000;

/** Whether a day is the last one of its month. */
export function isLastDay(day: string): boolean {
  return day === lastDayOf(day.slice(0, 7));
}

function monthsIn(from: string, to: string): number {
  const count = (day: string) => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7));
  return count(to) - count(from) + 1;
}

/** The same day of another month: its last one stays the last, and the 31st of a short one is. */
function monthsLater(day: string, months: number): string {
  const month = plusMonths(day.slice(0, 7), months);
  const last = lastDayOf(month);
  return isLastDay(day) || day.slice(8) > last.slice(8) ? last : `${month}${day.slice(7)}`;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/**
 * The period of an address: `from` and `to` as days, `from=all` for no bounds; else the last 12
 * closed months.
 */
export function periodOf(
  { from, to }: { readonly from?: string | undefined; readonly to?: string | undefined },
  today: string,
): Period {
  if (from === 'all') return { from: null, to: null };
  const days = { from: asDay(from), to: asDay(to) };
  return days.from === null && days.to === null ? closedMonths(today) : days;
}

function asDay(text: string | undefined): string | null {
  const isDay = text !== undefined && DAY.test(text) && !Number.isNaN(Date.parse(text));
  return isDay ? text : null;
}

/** Months `YYYY-MM` that a period touches; null: it has an open end. */
export function monthsOf({
  from,
  to,
}: Period): { readonly from: string; readonly to: string } | null {
  if (from === null || to === null) return null;
  return { from: from.slice(0, 7), to: to.slice(0, 7) };
}
