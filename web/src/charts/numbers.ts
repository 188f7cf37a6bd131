import { dateFormat, numberFormat } from '../display/formatters';

/** How the values of a figure are written on its chart and in its table. */
export type Unit = 'share' | 'points' | 'days' | 'count' | 'per1000';

const DIGITS: Readonly<Record<Unit, number>> = {
  share: 0,
  points: 1,
  days: 1,
  count: 0,
  per1000: 1,
};

/**
 * A value in words of a locale: a share as `64%`, points and days with one digit, counts whole
 * (a mean of counts with one digit). Null: an en dash.
 */
export function formatFigure(value: number | null, unit: Unit, locale: string): string {
  if (value === null) return '–';
  if (unit === 'share') {
    return numberFormat(locale, { style: 'percent', maximumFractionDigits: 0 }).format(value);
  }
  const digits = unit === 'count' && !Number.isInteger(value) ? 1 : DIGITS[unit];
  const number = numberFormat(locale, {
    minimumFractionDigits: Number.isInteger(value) ? 0 : digits,
    maximumFractionDigits: digits,
    signDisplay: 'negative',
  });
  return number.format(value);
}

/** `2026-03` as `Mar 2026`, or `March 2026`. */
export function formatMonth(month: string, locale: string, style: 'short' | 'long'): string {
  const format = dateFormat(tag(locale), {
    month: style,
    year: 'numeric',
    timeZone: 'UTC',
  });
  return format.format(Date.parse(`${month}-15T00:00:00Z`));
}

/** `2026-03-31` as `31 Mar 2026`, a day without a zone. */
export function formatDay(day: string, locale: string): string {
  const format = dateFormat(tag(locale), { dateStyle: 'medium', timeZone: 'UTC' });
  return format.format(Date.parse(`${day}T00:00:00Z`));
}

/** `27 Sept`: a day of an axis, where the year is clear. */
export function formatNear(ms: number, locale: string): string {
  return dateFormat(tag(locale), { day: 'numeric', month: 'short' }).format(ms);
}

/** English is written as in Europe: the day first. */
function tag(locale: string): string {
  return locale === 'en' ? 'en-GB' : locale;
}
