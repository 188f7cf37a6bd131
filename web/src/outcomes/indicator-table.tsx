import { Table } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { FiguresOfFragment, OutcomesOverviewQuery } from '../../generated/graphql';
import { useChartTheme } from '../charts/chart-theme';
import { MarkIcon } from '../charts/mark';
import { formatFigure, formatMonth } from '../charts/numbers';
import { Sparkline } from '../charts/sparkline';
import { monthsToDraw, toldPoints, variationOf } from '../charts/xmr-facts';
import { AppLink } from '../frame/app-link';
import { INDICATORS, isReadable, REVISIONS, type Indicator } from './indicators';
import classes from './outcomes.module.css';

/** Figures of an earlier period, or on their way. */
export interface Against {
  /** The period in words. */
  readonly period: string;
  readonly figures: FiguresOfFragment | null;
}

interface IndicatorTableProps {
  readonly figures: FiguresOfFragment;
  /** What they were asked of. */
  readonly filter: { readonly measure?: unknown };
  /** The courses by month, each row leading to its page; null: figures alone. */
  readonly courses: OutcomesOverviewQuery | null;
  /** Shown beside; null: nothing is. */
  readonly against: Against | null;
}

/** A row an indicator: value, how sure it is, of how many, whether it moves, and its course. */
export function IndicatorTable(props: IndicatorTableProps) {
  const { courses, against } = props;
  const { t } = useTranslation();
  return (
    <Table.ScrollContainer minWidth={against ? 920 : 760}>
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
            {against && (
              <Table.Th scope="col" ta="right">
                {against.period}
              </Table.Th>
            )}
            {courses && (
              <>
                <Table.Th scope="col">{t('outcomes.table.variation')}</Table.Th>
                <Table.Th scope="col">{t('outcomes.table.course')}</Table.Th>
              </>
            )}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {INDICATORS.map((indicator) => (
            <IndicatorRow key={indicator.slug} indicator={indicator} {...props} />
          ))}
          {courses && <RevisionsRow columns={against ? 7 : 6} />}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function RevisionsRow({ columns }: { readonly columns: number }) {
  const { t } = useTranslation();
  return (
    <Table.Tr>
      <Table.Th scope="row" className={classes['indicator'] ?? ''}>
        <AppLink
          to="/outcomes/$indicator"
          params={{ indicator: REVISIONS }}
          search={(before) => before}
        >
          {t('outcomes.revisions.title')}
        </AppLink>
        <span>{t('outcomes.revisions.lead')}</span>
      </Table.Th>
      <Table.Td colSpan={columns - 1} />
    </Table.Tr>
  );
}

type Course = OutcomesOverviewQuery['RESPONDERS'];

/** The charts of the document are named by their figures. */
function courseOf(data: OutcomesOverviewQuery, { chart }: Indicator): Course | null {
  return chart === 'EPISODES' ? null : data[chart];
}

interface IndicatorRowProps extends IndicatorTableProps {
  readonly indicator: Indicator;
}

function IndicatorRow({ indicator, figures, filter, courses, against }: IndicatorRowProps) {
  const { t, i18n } = useTranslation();
  const { slug, unit } = indicator;
  const canRead = isReadable(indicator, filter);
  const { interval, n, unjudged, ...found } = indicator.of(figures);
  const value = canRead ? found.value : null;
  const say = (each: number | null) => formatFigure(each, unit, i18n.language);
  const name = t(`outcomes.indicators.${slug}.name`);
  return (
    <Table.Tr>
      <Table.Th scope="row" className={classes['indicator'] ?? ''}>
        {courses ? (
          <AppLink
            to="/outcomes/$indicator"
            params={{ indicator: slug }}
            search={(before) => before}
          >
            {name}
          </AppLink>
        ) : (
          name
        )}
        <span>
          {canRead ? t(`outcomes.indicators.${slug}.what`) : t('outcomes.table.needsMeasure')}
        </span>
      </Table.Th>
      <Table.Td ta="right" fw={600} fz="lg">
        {say(value)}
      </Table.Td>
      <Table.Td ta="right" className={classes['nowrap'] ?? ''}>
        {interval && canRead
          ? t('outcomes.interval', { low: say(interval.low), high: say(interval.high) })
          : '–'}
      </Table.Td>
      <Table.Td ta="right" className={classes['of'] ?? ''}>
        {formatFigure(n, 'count', i18n.language)}
        {unjudged !== undefined && unjudged > 0 && (
          <small>{t('outcomes.table.unjudged', { count: unjudged })}</small>
        )}
      </Table.Td>
      {against && <AgainstCell indicator={indicator} figures={canRead ? against.figures : null} />}
      {courses && (
        <VariationCells
          indicator={indicator}
          course={canRead ? courseOf(courses, indicator) : null}
        />
      )}
    </Table.Tr>
  );
}

interface AgainstCellProps {
  readonly indicator: Indicator;
  readonly figures: FiguresOfFragment | null;
}

/** The value then, how sure it was, and of how many. */
function AgainstCell({ indicator, figures }: AgainstCellProps) {
  const { t, i18n } = useTranslation();
  const say = (each: number | null) => formatFigure(each, indicator.unit, i18n.language);
  if (!figures) return <Table.Td ta="right">–</Table.Td>;
  const { value, interval, n } = indicator.of(figures);
  return (
    <Table.Td ta="right" className={classes['against'] ?? ''}>
      {say(value)}
      <small>
        {interval &&
          `${t('outcomes.interval', { low: say(interval.low), high: say(interval.high) })}, `}
        {t('outcomes.ofN', { n: formatFigure(n, 'count', i18n.language) })}
      </small>
    </Table.Td>
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
  if (!course) return <Table.Td colSpan={2}>–</Table.Td>;
  const told = toldPoints(course.points, course.limits, indicator.better);
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
