import { useTranslation } from 'react-i18next';
import { Canvas } from './canvas';
import { useChartTheme } from './chart-theme';
import { MarkIcon } from './mark';
import type { Unit } from './numbers';
import { Legend, Readout, type LegendEntry } from './readout';
import type { Better } from './tone';
import { useWalk } from './walk';
import { XmrDrawing } from './xmr-drawing';
import {
  monthsToDraw,
  toldPoints,
  type MonthLimits,
  type MonthPoint,
  type OpenMonth,
} from './xmr-facts';
import { drawnMonths, sayMonth, type DrawnMonth } from './xmr-words';
import styles from './charts.module.css';

export interface XmrChartProps {
  readonly points: readonly MonthPoint[];
  readonly limits: readonly MonthLimits[];
  /** The month that is not over; null: none is shown. */
  readonly open: OpenMonth | null;
  readonly better: Better;
  readonly unit: Unit;
  /** What the figure can be at all; null: no bound. */
  readonly bounds: { readonly min: number | null; readonly max: number | null };
  /** Months that the page is about, `YYYY-MM`, both included; null: all. */
  readonly period: { readonly from: string; readonly to: string } | null;
  /** Opens what is behind a month; null: there is nothing to open. */
  readonly onOpen: ((month: string) => void) | null;
}

const HEIGHT = 300;

/** Individuals and moving ranges: months against limits that are made of them. */
export function XmrChart(props: XmrChartProps) {
  const { t, i18n } = useTranslation();
  const { points, limits, open, better, unit, onOpen } = props;
  const months = drawnMonths(monthsToDraw(toldPoints(points, limits, better)), open);
  const stops = months.filter(({ value }) => value !== null);
  const openAt = (at: number) => {
    const month = stops[at]?.month;
    if (month !== undefined) onOpen?.(month);
  };
  const walk = useWalk(stops.length, onOpen ? openAt : null);
  const saying = { t, locale: i18n.language, unit };
  const say = (point: DrawnMonth) => sayMonth(point, saying);
  const shown = walk.shown === null ? undefined : stops[walk.shown];
  const signalled = stops.filter(({ signals }) => signals.length > 0);
  const hasPeriod = months.some(({ month }) => isOutside(month, props.period));
  return (
    <>
      <Readout text={shown ? say(shown) : null} />
      <Canvas height={HEIGHT} label={t('charts.xmr.label')}>
        {(plot) => (
          <XmrDrawing {...props} plot={plot} months={months} stops={stops} walk={walk} say={say} />
        )}
      </Canvas>
      <MonthLegend months={stops} hasPeriod={hasPeriod} />
      {signalled.length > 0 && (
        <ul className={styles.notes} aria-label={t('charts.xmr.signalled')}>
          {signalled.map((point) => (
            <li key={point.month}>{say(point)}</li>
          ))}
        </ul>
      )}
    </>
  );
}

/** Months before the period are drawn too: limits are made of them. */
function isOutside(month: string, period: XmrChartProps['period']): boolean {
  return period !== null && (month < period.from || month > period.to);
}

interface MonthLegendProps {
  readonly months: readonly DrawnMonth[];
  readonly hasPeriod: boolean;
}

/** Marks that are on the chart, each with its word. */
function MonthLegend({ months, hasPeriod }: MonthLegendProps) {
  const { t } = useTranslation();
  const theme = useChartTheme();
  const signalled = months.filter(({ signals }) => signals.length > 0);
  const tones = [...new Set(signalled.map(({ tone }) => tone)), 'ordinary' as const];
  const entries: LegendEntry[] = [...new Set(tones)].map((tone) => ({
    icon: <MarkIcon tone={tone} theme={theme} />,
    text: t(`charts.xmr.legend.${tone}`),
  }));
  if (months.some(({ isOpen }) => isOpen)) {
    const icon = <MarkIcon tone="ordinary" theme={theme} hollow />;
    entries.push({ icon, text: t('charts.xmr.legend.open') });
  }
  if (hasPeriod) {
    const icon = <BandIcon colour={theme.band} edge={theme.soft} />;
    entries.push({ icon, text: t('charts.xmr.legend.period') });
  }
  return <Legend entries={entries} />;
}

function BandIcon({ colour, edge }: { readonly colour: string; readonly edge: string }) {
  return (
    <svg width={14} height={14} aria-hidden="true" focusable="false">
      <rect x={0.5} y={0.5} width={13} height={13} fill={colour} stroke={edge} />
    </svg>
  );
}
