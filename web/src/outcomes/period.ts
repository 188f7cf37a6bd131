/** First and last local day, both included; null: no end there. */
export interface Period {
  readonly from: string | null;
  readonly to: string | null;
}

/** Closed months that the page is about unless another period is chosen. */
const MONTHS = 12;

/** `2026-03` some months later; negative: earlier. */
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
