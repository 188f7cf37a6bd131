import { useTranslation } from 'react-i18next';
import type { IndicatorCourseQuery } from '../../generated/graphql';
import { ChartFrame } from '../charts/chart-frame';
import { formatFigure, formatMonth } from '../charts/numbers';
import { XmrChart } from '../charts/xmr-chart';
import { toldPoints } from '../charts/xmr-facts';
import { useSession } from '../session/session';
import { exportedCsv } from './export-file';
import { atShownMoment } from './export-query';
import type { Indicator } from './indicators';
import { monthsOf } from './period';
import type { Question } from './question';
import { sayCourse, useCaption } from './said';

interface CourseChartProps {
  readonly data: IndicatorCourseQuery;
  readonly indicator: Indicator;
  readonly question: Question;
  readonly onOpen: (month: string) => void;
}

/** The figure month by month, against limits made of its own months. */
export function CourseChart({ data, indicator, question, onOpen }: CourseChartProps) {
  const { t, i18n } = useTranslation();
  const { fetchAs } = useSession();
  const caption = useCaption();
  const { controlChart, open } = data;
  const { slug, chart, better, unit, bounds, of } = indicator;
  const name = t(`outcomes.indicators.${slug}.name`);
  const told = toldPoints(controlChart.points, controlChart.limits, better);
  const figures = open.groups[0]?.figures;
  const openMonth =
    question.open && figures
      ? { month: question.today.slice(0, 7), value: of(figures).value }
      : null;
  const n = data.outcomes.groups[0] ? of(data.outcomes.groups[0].figures).n : 0;
  const csv = {
    query: 'controlChart',
    variables: { figure: chart, filter: question.history },
  } as const;
  const say = (value: number | null) => formatFigure(value, unit, i18n.language);
  const column = (key: 'month' | 'value' | 'range' | 'lower' | 'mean' | 'upper' | 'says') =>
    t(`outcomes.course.columns.${key}`);
  return (
    <ChartFrame
      title={t('outcomes.course.title', { name })}
      sentence={sayCourse(told, indicator, name, { t, language: i18n.language })}
      fileName={`${slug}-months`}
      csv={() => exportedCsv(fetchAs, atShownMoment(csv))}
      caption={caption(controlChart, question.period, n)}
      note={<p>{t('outcomes.course.note')}</p>}
      table={{
        columns: (['month', 'value', 'range', 'lower', 'mean', 'upper', 'says'] as const).map(
          column,
        ),
        rows: told.map(({ month, value, movingRange, limits, signals, tone }) => [
          formatMonth(month, i18n.language, 'long'),
          say(value),
          say(movingRange),
          say(limits?.lower ?? null),
          say(limits?.mean ?? null),
          say(limits?.upper ?? null),
          [
            t(`outcomes.variation.${tone}`),
            ...signals.map((signal) => t(`charts.xmr.signals.${signal}`)),
          ].join(', '),
        ]),
      }}
    >
      <XmrChart
        points={controlChart.points}
        limits={controlChart.limits}
        open={openMonth}
        better={better}
        unit={unit}
        bounds={bounds}
        period={monthsOf(question.period)}
        onOpen={onOpen}
      />
    </ChartFrame>
  );
}
