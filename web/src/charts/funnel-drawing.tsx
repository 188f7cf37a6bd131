import { scaleLinear } from '@visx/scale';
import { LinePath } from '@visx/shape';
import { useTranslation } from 'react-i18next';
import { BottomAxis, ValueAxis } from './axes';
import type { Plot } from './canvas';
import type { ChartTheme } from './chart-theme';
import { EndLabels } from './end-labels';
import type { FunnelChartProps } from './funnel-chart';
import type { LimitsAt, Spot } from './funnel-facts';
import { Mark } from './mark';
import { formatFigure } from './numbers';
import { WalkPoint, type Walk } from './walk';

interface FunnelDrawingProps extends FunnelChartProps {
  readonly plot: Plot;
  readonly spots: readonly Spot[];
  readonly walk: Walk;
  readonly say: (spot: Spot) => string;
}

interface Places {
  readonly x: (n: number) => number;
  readonly y: (value: number) => number;
}

export function FunnelDrawing(props: FunnelDrawingProps) {
  const { plot, units, unit, scale, sizeLabel } = props;
  const { i18n } = useTranslation();
  const { width, height, theme, isNarrow } = plot;
  const margin = { top: 14, right: isNarrow ? 58 : 132, bottom: 52, left: 48 };
  const right = width - margin.right;
  const bottom = height - margin.bottom;
  const size = Math.max(1, ...units.map(({ n }) => n));
  const across = scaleLinear({ domain: [0, size * 1.04], range: [margin.left, right] });
  const up = scaleLinear({
    domain: [...heightOf(props)],
    range: [bottom, margin.top],
    nice: unit !== 'share',
  });
  const at: Places = { x: (n) => across(n), y: (value) => up(value) };
  const format = (value: number) => formatFigure(value * scale, unit, i18n.language);
  const number = new Intl.NumberFormat(i18n.language);
  const ticks = across.ticks(isNarrow ? 4 : 8).filter(Number.isInteger);
  return (
    <>
      <ValueAxis
        scale={up}
        left={margin.left}
        width={right - margin.left}
        format={format}
        theme={theme}
      />
      <BottomAxis
        scale={across}
        top={bottom}
        ticks={ticks}
        format={(n) => number.format(Number(n))}
        theme={theme}
        label={{ text: sizeLabel, x: (margin.left + right) / 2 }}
      />
      <Limits {...props} at={at} from={margin.left} to={right} />
      <CurveLabels {...props} at={at} x={right + 8} bottom={bottom} format={format} />
      {spots(props, at)}
    </>
  );
}

/** A share from 0 to 1; a rate from 0 to the highest dot or 95 % limit of a larger unit. */
function heightOf({ unit, units, centre, curve }: FunnelDrawingProps): readonly [number, number] {
  if (unit === 'share') return [0, 1];
  const limits = curve.filter(({ at }) => at >= 10).map(({ inner }) => inner.high);
  const top = Math.max(centre ?? 0, ...units.map(({ value }) => value), ...limits);
  return [0, top * 1.08 || 1];
}

interface LimitsProps extends FunnelDrawingProps {
  readonly at: Places;
  readonly from: number;
  readonly to: number;
}

/** p̄ through, 95 % dashed, 99.8 % thin; what lies above a rate's axis is cut off. */
function Limits({ curve, centre, at, from, to, plot }: LimitsProps) {
  const { theme } = plot;
  if (centre === null) return null;
  const edges: readonly [string, (limits: LimitsAt) => number, object][] = [
    ['inner-low', ({ inner }) => inner.low, { strokeDasharray: '6 4', strokeWidth: 1.5 }],
    ['inner-high', ({ inner }) => inner.high, { strokeDasharray: '6 4', strokeWidth: 1.5 }],
    ['outer-low', ({ outer }) => outer.low, { strokeWidth: 1 }],
    ['outer-high', ({ outer }) => outer.high, { strokeWidth: 1 }],
  ];
  return (
    <g stroke={theme.soft} fill="none">
      <line
        x1={from}
        x2={to}
        y1={at.y(centre)}
        y2={at.y(centre)}
        stroke={theme.ink}
        strokeWidth={1.5}
      />
      {edges.map(([key, edge, look]) => (
        <LinePath
          key={key}
          data={[...curve]}
          x={(each) => at.x(each.at)}
          y={(each) => at.y(edge(each))}
          {...look}
        />
      ))}
    </g>
  );
}

interface CurveLabelsProps extends FunnelDrawingProps {
  readonly at: Places;
  readonly x: number;
  readonly bottom: number;
  readonly format: (value: number) => string;
}

function CurveLabels({ curve, centre, at, x, bottom, format, plot }: CurveLabelsProps) {
  const { t } = useTranslation();
  const last = curve.at(-1);
  if (!last || centre === null) return null;
  const mean = plot.isNarrow
    ? format(centre)
    : t('charts.funnel.centre', { value: format(centre) });
  const labels = [
    { key: 'outer-high', text: t('charts.funnel.limit998'), y: at.y(last.outer.high) },
    { key: 'inner-high', text: t('charts.funnel.limit95'), y: at.y(last.inner.high) },
    { key: 'centre', text: mean, y: at.y(centre) },
    { key: 'inner-low', text: t('charts.funnel.limit95'), y: at.y(last.inner.low) },
    { key: 'outer-low', text: t('charts.funnel.limit998'), y: at.y(last.outer.low) },
  ];
  return <EndLabels labels={labels} x={x} from={14} to={bottom} theme={plot.theme} />;
}

function spots(props: FunnelDrawingProps, at: Places) {
  const { spots: all, walk, say, plot, found } = props;
  const { theme } = plot;
  const placed = all.map((spot) => ({ spot, x: at.x(spot.n), y: at.y(spot.value) }));
  const isFew = all.length <= NAMED_UP_TO;
  return (
    <>
      {placed.map(({ spot, x, y }, index) => (
        <WalkPoint
          key={spot.units[0]?.key}
          {...{ x, y, theme }}
          label={say(spot)}
          walk={walk.propsFor(index)}
        >
          {spot.units.some(({ key }) => key === found) && (
            <circle cx={x} cy={y} r={11} fill="none" stroke={theme.ink} strokeWidth={2} />
          )}
          <SpotMark spot={spot} x={x} y={y} theme={theme} />
        </WalkPoint>
      ))}
      {placed.map((each) => (
        <SpotWord
          key={each.spot.units[0]?.key}
          {...each}
          plot={plot}
          isFree={isFew && placed.every((other) => other === each || !isNear(other, each))}
        />
      ))}
    </>
  );
}

interface Point {
  readonly x: number;
  readonly y: number;
}

interface SpotProps extends Point {
  readonly spot: Spot;
}

/** A small dot where there is too little to compare. */
function SpotMark({ spot, x, y, theme }: SpotProps & { readonly theme: ChartTheme }) {
  const [first] = spot.units;
  if (!first) return null;
  const { mark, tone } = first;
  if (mark === 'small') return <circle cx={x} cy={y} r={2.25} fill={theme.tones.ordinary} />;
  return <Mark x={x} y={y} tone={tone} theme={theme} r={4.5} hollow={mark === 'beyond95'} />;
}

/** With so few marks each has its name, where there is room. */
const NAMED_UP_TO = 6;
/** Names are about so far across, and so high. */
const NAME_SIZE = { across: 220, up: 16 };

function isNear(one: Point, other: Point): boolean {
  const { across, up } = NAME_SIZE;
  return Math.abs(one.x - other.x) < across && Math.abs(one.y - other.y) < up;
}

interface SpotWordProps extends SpotProps {
  readonly plot: Plot;
  /** Its name would lie on no other mark. */
  readonly isFree: boolean;
}

/** The name beyond 99.8 %; how many where several lie on each other. The mark itself says both. */
function SpotWord({ spot, x, y, plot, isFree }: SpotWordProps) {
  const { theme, width } = plot;
  const isNamed = spot.units[0]?.mark === 'beyond998' || (isFree && !plot.isNarrow);
  if (isNamed) {
    const isLeft = x > width / 2;
    const beside = { x: x + (isLeft ? -10 : 10), textAnchor: isLeft ? 'end' : 'start' } as const;
    const text = spot.units.map(({ name }) => name).join(', ');
    return <Word {...beside} y={Math.max(y, 10)} text={text} theme={theme} />;
  }
  if (spot.units.length < 2) return null;
  // Below what lies at the top, else above: dots of the next size stay free.
  const text = `×${spot.units.length}`;
  return <Word {...{ x, text, theme }} y={y < 30 ? y + 11 : y - 10} textAnchor="middle" soft />;
}

interface WordProps {
  readonly x: number;
  readonly y: number;
  readonly textAnchor: 'start' | 'middle' | 'end';
  readonly text: string;
  readonly theme: ChartTheme;
  readonly soft?: boolean;
}

/** A word beside a mark, readable over the lines that it lies on. */
function Word({ x, y, textAnchor, text, theme, soft = false }: WordProps) {
  return (
    <text
      {...{ x, y, textAnchor }}
      dy="0.32em"
      fontSize={soft ? 10 : 12}
      fontWeight={soft ? 400 : 600}
      fill={soft ? theme.soft : theme.ink}
      stroke={theme.ground}
      strokeWidth={3}
      paintOrder="stroke"
      pointerEvents="none"
      aria-hidden="true"
    >
      {text}
    </text>
  );
}
