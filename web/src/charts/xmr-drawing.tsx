import { scaleLinear, scalePoint } from '@visx/scale';
import { LinePath } from '@visx/shape';
import { useTranslation } from 'react-i18next';
import { BottomAxis, thinned, ValueAxis } from './axes';
import type { Plot } from './canvas';
import type { ChartTheme } from './chart-theme';
import { EndLabels } from './end-labels';
import { Mark } from './mark';
import { formatFigure, formatMonth } from './numbers';
import { WalkPoint, type Walk } from './walk';
import type { XmrChartProps } from './xmr-chart';
import { rangeToDraw, stretchesOf, unbroken, type Stretch } from './xmr-facts';
import { limitWords, type DrawnMonth } from './xmr-words';

interface XmrDrawingProps extends XmrChartProps {
  readonly plot: Plot;
  readonly months: readonly DrawnMonth[];
  /** Months with a value, as they are walked. */
  readonly stops: readonly DrawnMonth[];
  readonly walk: Walk;
  readonly say: (point: DrawnMonth) => string;
}

const TICK_PX = 70;

/** Where things lie: months across, values up. */
interface Places {
  readonly x: (month: string) => number;
  readonly y: (value: number) => number;
  readonly step: number;
}

export function XmrDrawing(props: XmrDrawingProps) {
  const { plot, months, limits, unit, bounds, period } = props;
  const { i18n } = useTranslation();
  const { width, height, theme, isNarrow } = plot;
  const margin = { top: 12, right: isNarrow ? 58 : 148, bottom: 34, left: 48 };
  const inner = { width: width - margin.left - margin.right, bottom: height - margin.bottom };
  const names = months.map(({ month }) => month);
  const across = scalePoint({
    domain: names,
    range: [margin.left, margin.left + inner.width],
    padding: 0.5,
  });
  const stretches = stretchesOf(months, limits);
  const drawn = [
    ...months.map(({ value }) => value),
    ...stretches.flatMap(({ lower, upper }) => [lower, upper]),
  ];
  const up = scaleLinear({
    domain: [...rangeToDraw(drawn, bounds)],
    range: [inner.bottom, margin.top],
    nice: true,
  });
  const at: Places = {
    x: (month) => across(month) ?? 0,
    y: (value) => up(value),
    step: across.step(),
  };
  const format = (value: number) => formatFigure(value, unit, i18n.language);
  return (
    <>
      {period && <PeriodBand at={at} period={period} names={names} plot={plot} />}
      <ValueAxis scale={up} left={margin.left} width={inner.width} format={format} theme={theme} />
      <BottomAxis
        scale={across}
        top={inner.bottom}
        ticks={thinned(names, inner.width, TICK_PX)}
        format={(month) => formatMonth(String(month), i18n.language, 'short')}
        theme={theme}
      />
      {stretches.map((stretch) => (
        <LimitLines key={stretch.from} stretch={stretch} at={at} theme={theme} />
      ))}
      <LimitLabels {...props} at={at} x={margin.left + inner.width + 8} bottom={inner.bottom} />
      <Course {...props} at={at} />
    </>
  );
}

interface PeriodBandProps {
  readonly at: Places;
  readonly period: { readonly from: string; readonly to: string };
  readonly names: readonly string[];
  readonly plot: Plot;
}

/** Behind the months that the rest of the page is about, where others are drawn too. */
function PeriodBand({ at, period, names, plot }: PeriodBandProps) {
  const within = names.filter((month) => month >= period.from && month <= period.to);
  const [first] = within;
  const last = within.at(-1);
  if (first === undefined || last === undefined || within.length === names.length) return null;
  const from = at.x(first) - at.step / 2;
  const width = at.x(last) + at.step / 2 - from;
  return <rect x={from} y={4} width={width} height={plot.height - 38} fill={plot.theme.band} />;
}

interface LimitLinesProps {
  readonly stretch: Stretch;
  readonly at: Places;
  readonly theme: ChartTheme;
}

/** The mean through, limits dashed; of fewer than 12 points dotted: they are for trial. */
function LimitLines({ stretch, at, theme }: LimitLinesProps) {
  const from = at.x(stretch.from) - at.step / 2;
  const to = at.x(stretch.until) + at.step / 2;
  const dashes = stretch.state === 'TRIAL' ? '1.5 4' : '6 4';
  const line = (value: number) => ({ x1: from, x2: to, y1: at.y(value), y2: at.y(value) });
  return (
    <g stroke={theme.soft}>
      <line {...line(stretch.mean)} strokeWidth={1.25} />
      <line {...line(stretch.upper)} strokeDasharray={dashes} strokeWidth={1.25} />
      <line {...line(stretch.lower)} strokeDasharray={dashes} strokeWidth={1.25} />
    </g>
  );
}

interface LimitLabelsProps extends XmrDrawingProps {
  readonly at: Places;
  readonly x: number;
  readonly bottom: number;
}

function LimitLabels({ limits, at, x, bottom, unit, plot }: LimitLabelsProps) {
  const { t, i18n } = useTranslation();
  const last = limits.at(-1);
  if (!last) return null;
  const words = limitWords(last, { t, locale: i18n.language, unit }, plot.isNarrow);
  const labels = [
    { key: 'upper', text: words.upper, y: at.y(last.upper) },
    { key: 'mean', text: words.mean, y: at.y(last.mean) },
    { key: 'lower', text: words.lower, y: at.y(last.lower) },
  ];
  return <EndLabels labels={labels} x={x} from={12} to={bottom} theme={plot.theme} />;
}

/** The months themselves: a line where there is no gap, and a mark for each. */
function Course({ months, stops, walk, say, at, plot }: XmrDrawingProps & { readonly at: Places }) {
  const { theme } = plot;
  const closed = months.filter(({ isOpen }) => !isOpen);
  return (
    <>
      {unbroken(closed).map((run) => (
        <LinePath
          key={run[0]?.month}
          data={[...run]}
          x={({ month }) => at.x(month)}
          y={({ value }) => at.y(value ?? 0)}
          stroke={theme.tones.ordinary}
          strokeWidth={1.5}
        />
      ))}
      {stops.map((point, index) => {
        const place = { x: at.x(point.month), y: at.y(point.value ?? 0) };
        const r = point.signals.length > 0 ? 5 : 3.5;
        return (
          <WalkPoint
            key={point.month}
            {...place}
            label={say(point)}
            walk={walk.propsFor(index)}
            theme={theme}
          >
            <Mark {...place} tone={point.tone} theme={theme} r={r} hollow={point.isOpen} />
          </WalkPoint>
        );
      })}
    </>
  );
}
