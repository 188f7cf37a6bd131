import { Table } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { FiguresOfFragment, OutcomesOverviewQuery } from '../../generated/graphql';
import { useChartTheme } from '../charts/chart-theme';
import { MarkIcon } from '../charts/mark';
import { formatFigure, formatMonth } from '../charts/numbers';
import { Sparkline } from '../charts/sparkline';
import { monthsToDraw, toldPoints, variationOf } from '../charts/xmr-facts';
import { AppLink } from '../frame/app-link';
import { INDICATORS, REVISIONS, type Indicator } from './indicators';
import type { Question } from './question';
import classes from './outcomes.module.css';

interface IndicatorTableProps {
  readonly data: OutcomesOverviewQuery;
  readonly figures: FiguresOfFragment;
  readonly question: Question;
}

/** A row an indicator: value, how sure it is, of how many, whether it moves, and its course. */
export function IndicatorTable({ data, figures }: IndicatorTableProps) {
  const { t } = useTranslation();
  return (
    <Table.ScrollContainer minWidth={760}>
      <Table verticalSpacing={6} aria-label={t('outcomes.table.title')}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{t('outcomes.table.indicator')}</Table.Th>
            <Table.Th scope="col" ta="right">
              {t('outcomes.table.value')}
            </Table.Th>
            <Table.Th scope="col" ta="right">
              {t('outcomes.table.interval')}
            </Table.Th>
            <Table.Th scope="col" ta="right">
              {t('outcomes.table.of')}
            </Table.Th>
            <Table.Th scope="col">{t('outcomes.table.variation')}</Table.Th>
            <Table.Th scope="col">{t('outcomes.table.course')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {INDICATORS.map((indicator) => (
            <IndicatorRow
              key={indicator.slug}
              indicator={indicator}
              figures={figures}
              course={courseOf(data, indicator)}
            />
          ))}
          <Table.Tr>
            <Table.Th scope="row" colSpan={6} className={classes['indicator'] ?? ''}>
              <AppLink
                to="/outcomes/$indicator"
                params={{ indicator: REVISIONS }}
                search={(before) => before}
              >
                {t('outcomes.revisions.title')}
              </AppLink>
              <span>{t('outcomes.revisions.lead')}</span>
            </Table.Th>
          </Table.Tr>
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

type Course = OutcomesOverviewQuery['RESPONDERS'];

/** The charts of the document are named by their figures. */
function courseOf(data: OutcomesOverviewQuery, { chart }: Indicator): Course | null {
  return chart === 'EPISODES' ? null : data[chart];
}

interface IndicatorRowProps {
  readonly indicator: Indicator;
  readonly figures: FiguresOfFragment;
  readonly course: Course | null;
}

function IndicatorRow({ indicator, figures, course }: IndicatorRowProps) {
  const { t, i18n } = useTranslation();
  const { slug, unit } = indicator;
  const { value, interval, n } = indicator.of(figures);
  const say = (each: number | null) => formatFigure(each, unit, i18n.language);
  return (
    <Table.Tr>
      <Table.Th scope="row" className={classes['indicator'] ?? ''}>
        <AppLink to="/outcomes/$indicator" params={{ indicator: slug }} search={(before) => before}>
          {t(`outcomes.indicators.${slug}.name`)}
        </AppLink>
        <span>{t(`outcomes.indicators.${slug}.what`)}</span>
      </Table.Th>
      <Table.Td ta="right" fw={600} fz="lg">
        {say(value)}
      </Table.Td>
      <Table.Td ta="right" className={classes['nowrap'] ?? ''}>
        {interval
          ? t('outcomes.interval', { low: say(interval.low), high: say(interval.high) })
          : '–'}
      </Table.Td>
      <Table.Td ta="right">{formatFigure(n, 'count', i18n.language)}</Table.Td>
      <VariationCells indicator={indicator} course={course} />
    </Table.Tr>
  );
}

interface VariationCellsProps {
  readonly indicator: Indicator;
  readonly course: Course | null;
}

/** Whether the last month is more than chance, in icon and word, and the months as a line. */
function VariationCells({ indicator, course }: VariationCellsProps) {
  const { t, i18n } = useTranslation();
  const theme = useChartTheme();
  const told = toldPoints(course?.points ?? [], course?.limits ?? [], indicator.better);
  const { last, tone, state } = variationOf(told);
  const word = state === null ? t('outcomes.variation.short') : t(`outcomes.variation.${tone}`);
  const name = t(`outcomes.indicators.${indicator.slug}.name`);
  const label =
    last === null
      ? t('outcomes.finding.none', { name })
      : t('outcomes.table.courseLabel', {
          months: monthsToDraw(told).length,
          month: formatMonth(last.month, i18n.language, 'short'),
          value: formatFigure(last.value, indicator.unit, i18n.language),
        });
  return (
    <>
      <Table.Td>
        <span className={classes['variation']}>
          <MarkIcon tone={tone} theme={theme} hollow={state === null} />
          {word}
          {state === 'TRIAL' && <small>{t('outcomes.variation.trial')}</small>}
        </span>
      </Table.Td>
      <Table.Td>
        <Sparkline points={monthsToDraw(told).slice(-24)} tone={tone} label={label} />
      </Table.Td>
    </>
  );
}
