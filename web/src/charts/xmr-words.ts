import type { TFunction } from 'i18next';
import { formatFigure, formatMonth, type Unit } from './numbers';
import type { MonthLimits, OpenMonth, ToldPoint } from './xmr-facts';

/** A month as it is drawn: one that is over, or the one that is not. */
export interface DrawnMonth extends ToldPoint {
  readonly isOpen: boolean;
}

/** The open month behind the others; without a value there is nothing to draw. */
export function drawnMonths(
  told: readonly ToldPoint[],
  open: OpenMonth | null,
): readonly DrawnMonth[] {
  const closed = told.map((point) => ({ ...point, isOpen: false }));
  if (!open || open.value === null) return closed;
  const { month, value } = open;
  const untested = { movingRange: null, signals: [], tone: 'ordinary', limits: null } as const;
  return [...closed, { month, value, ...untested, isOpen: true }];
}

interface Saying {
  readonly t: TFunction;
  readonly locale: string;
  readonly unit: Unit;
}

/** All that a month says: value, whether that is good news, every rule that it breaks. */
export function sayMonth(point: DrawnMonth, { t, locale, unit }: Saying): string {
  const month = formatMonth(point.month, locale, 'long');
  const rules = point.signals.map((signal) => t(`charts.xmr.signals.${signal}`));
  const news = [
    ...(rules.length > 0 ? [t(`charts.tones.${point.tone}`)] : []),
    ...rules,
    ...(point.isOpen ? [t('charts.xmr.open')] : []),
  ];
  return [`${month}: ${formatFigure(point.value, unit, locale)}`, ...news].join(', ');
}

/** The words at the ends of the lines of the last limits. */
export function limitWords(limits: MonthLimits, { t, locale, unit }: Saying, isNarrow: boolean) {
  const value = (each: number) => formatFigure(each, unit, locale);
  if (isNarrow) {
    return {
      upper: value(limits.upper),
      mean: `x̄ ${value(limits.mean)}`,
      lower: value(limits.lower),
    };
  }
  const isTrial = limits.state === 'TRIAL';
  const said = (key: 'upper' | 'lower') =>
    t(isTrial ? `charts.xmr.${key}Trial` : `charts.xmr.${key}`, { value: value(limits[key]) });
  return {
    upper: said('upper'),
    mean: t('charts.xmr.mean', { value: value(limits.mean) }),
    lower: said('lower'),
  };
}
