import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { formatDay, formatFigure, formatMonth } from '../charts/numbers';
import { variationOf, type ToldPoint } from '../charts/xmr-facts';
import type { Moment } from '../data/as-of';
import { writtenMoment } from '../display/times';
import { useLocale } from '../display/use-locale';
import type { Indicator, Valued } from './indicators';
import { isLastDay, type Period } from './period';

/** A period in words: whole months as months, else days. */
export function sayPeriod({ from, to }: Period, t: TFunction, language: string): string {
  if (from === null && to === null) return t('outcomes.period.all');
  const isWhole = (from?.endsWith('-01') ?? true) && (to === null || isLastDay(to));
  const say = (day: string) =>
    isWhole ? formatMonth(day.slice(0, 7), language, 'short') : formatDay(day, language);
  if (from === null) return t('outcomes.period.until', { to: say(to ?? '') });
  if (to === null) return t('outcomes.period.since', { from: say(from) });
  return t('outcomes.period.range', { from: say(from), to: say(to) });
}

interface Answered {
  readonly asOf: Moment;
  readonly figuresVersion: number;
}

/** What every figure carries: moment, period, version of the rules, how many it is of. */
export function useCaption(): (answer: Answered, period: Period, n: number | null) => string {
  const { t, i18n } = useTranslation();
  const locale = useLocale();
  return ({ asOf, figuresVersion }, period, n) =>
    [
      t('outcomes.caption.asOf', {
        time: writtenMoment(asOf.evaluatedAt, locale),
        position: asOf.position,
      }),
      sayPeriod(period, t, i18n.language),
      t('outcomes.caption.rules', { version: figuresVersion }),
      ...(n === null
        ? []
        : [t('outcomes.caption.n', { n: formatFigure(n, 'count', i18n.language) })]),
    ].join(' · ');
}

/** A value with its interval and what it is of: `64% (52 to 75%), 38 of 59`. */
export function sayValued(
  { value, interval, n, events }: Valued,
  { unit }: Indicator,
  t: TFunction,
  language: string,
): string {
  if (value === null) return t('outcomes.noValue');
  const say = (each: number) => formatFigure(each, unit, language);
  const parts = [
    say(value),
    ...(interval
      ? [`(${t('outcomes.interval', { low: say(interval.low), high: say(interval.high) })})`]
      : []),
  ];
  const of = events === null ? t('outcomes.ofN', { n }) : t('outcomes.eventsOfN', { events, n });
  return `${parts.join(' ')}, ${of}`;
}

/** What a control chart comes to, in one sentence. */
export function sayCourse(
  points: readonly ToldPoint[],
  { unit }: Indicator,
  name: string,
  { t, language }: { readonly t: TFunction; readonly language: string },
): string {
  const { last, tone, latestSignal, state } = variationOf(points);
  if (!last) return t('outcomes.finding.none', { name });
  const facts = {
    name,
    month: formatMonth(last.month, language, 'long'),
    value: formatFigure(last.value, unit, language),
  };
  if (state === null) return t('outcomes.finding.noLimits', facts);
  if (tone !== 'ordinary') {
    const rules = last.signals.map((signal) => t(`charts.xmr.signals.${signal}`)).join(', ');
    return t('outcomes.finding.signal', { ...facts, word: t(`charts.tones.${tone}`), rules });
  }
  if (latestSignal) {
    const month = formatMonth(latestSignal.month, language, 'long');
    const word = t(`charts.tones.${latestSignal.tone}`);
    return t('outcomes.finding.before', { ...facts, signalled: month, word });
  }
  return t(state === 'TRIAL' ? 'outcomes.finding.trial' : 'outcomes.finding.ordinary', facts);
}
