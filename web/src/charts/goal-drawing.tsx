import { scaleLinear, scaleTime } from '@visx/scale';
import { LinePath } from '@visx/shape';
import { useTranslation } from 'react-i18next';
import { BottomAxis, thinned, ValueAxis } from './axes';
import type { Plot } from './canvas';
import { EndLabels } from './end-labels';
import type { GoalChartProps } from './goal-chart';
import { isAfterDue, originalLine, stepsOf, timeToDraw, type Observed } from './goal-facts';
import { Mark } from './mark';
import { formatFigure, formatNear } from './numbers';
import { WalkPoint, type Walk } from './walk';

interface GoalDrawingProps extends GoalChartProps {
  readonly plot: Plot;
  readonly evidence: ReadonlySet<string>;
  readonly walk: Walk;
  readonly say: (observed: Observed) => string;
}

/** Room for a day and a month. */
const TICK_PX = 70;

interface Places {
  readonly x: (ms: number) => number;
  readonly y: (score: number) => number;
  readonly left: number;
  readonly right: number;
}

export function GoalDrawing(props: GoalDrawingProps) {
  const { plot, observations, targets, range } = props;
  const { i18n } = useTranslation();
  const { width, height, theme, isNarrow } = plot;
  const margin = { top: 12, right: isNarrow ? 50 : 120, bottom: 32, left: 40 };
  const right = width - margin.right;
  const bottom = height - margin.bottom;
  const across = scaleTime({
    domain: timeToDraw(observations, targets).map((ms) => new Date(ms)),
    range: [margin.left, right],
  });
  const up = scaleLinear({ domain: [range.min, range.max], range: [bottom, margin.top] });
  const at: Places = { x: (ms) => across(ms), y: (score) => up(score), left: margin.left, right };
  const ticks = across.ticks(Math.max(2, Math.floor((right - margin.left) / TICK_PX))).map(Number);
  return (
    <>
      <ThresholdBand {...props} at={at} />
      <ValueAxis
        scale={up}
        left={margin.left}
        width={right - margin.left}
        format={(score) => formatFigure(score, 'points', i18n.language)}
        theme={theme}
      />
      <BottomAxis
        scale={across}
        top={bottom}
        ticks={thinned(ticks, right - margin.left, TICK_PX)}
        format={(ms) => formatNear(Number(ms), i18n.language)}
        theme={theme}
      />
      <Targets {...props} at={at} bottom={bottom} />
      <Scores {...props} at={at} />
    </>
  );
}

/** Around the baseline: a change within it is none that patients notice. */
function ThresholdBand({
  baseline,
  threshold,
  range,
  better,
  at,
  plot,
}: GoalDrawingProps & { readonly at: Places }) {
  if (threshold === null) return null;
  const { score } = baseline;
  const noticed = better === 'lower' ? score - threshold : score + threshold;
  const [low, high] = [Math.min(score, noticed), Math.max(score, noticed)];
  const top = at.y(Math.min(high, range.max));
  const height = Math.max(0, at.y(Math.max(low, range.min)) - top);
  return (
    <rect x={at.left} y={top} width={at.right - at.left} height={height} fill={plot.theme.band} />
  );
}

/** Targets as steps, the original dashed to its due day, a line down to each revision. */
function Targets({
  targets,
  at,
  bottom,
  plot,
}: GoalDrawingProps & { readonly at: Places; readonly bottom: number }) {
  const { t, i18n } = useTranslation();
  const { theme } = plot;
  const steps = stepsOf(targets);
  const original = originalLine(targets);
  const last = steps.at(-1);
  const said = (key: 'original' | 'current', score: number) =>
    plot.isNarrow
      ? formatFigure(score, 'points', i18n.language)
      : t(`charts.goal.${key}`, { score: formatFigure(score, 'points', i18n.language) });
  const labels = [
    ...(last ? [{ key: 'current', text: said('current', last.target), y: at.y(last.target) }] : []),
    ...(original
      ? [{ key: 'original', text: said('original', original.target), y: at.y(original.target) }]
      : []),
  ];
  return (
    <>
      {original && (
        <line
          x1={at.x(original.fromMs)}
          x2={at.x(original.toMs)}
          y1={at.y(original.target)}
          y2={at.y(original.target)}
          stroke={theme.ink}
          strokeWidth={1.5}
          strokeDasharray="6 4"
        />
      )}
      {steps.map((step) => (
        <g key={step.id} stroke={theme.tones.better}>
          {step.number > 1 && (
            <line
              x1={at.x(step.fromMs)}
              x2={at.x(step.fromMs)}
              y1={12}
              y2={bottom}
              strokeWidth={1}
              strokeDasharray="2 3"
            />
          )}
          <line
            x1={at.x(step.fromMs)}
            x2={at.x(step.toMs)}
            y1={at.y(step.target)}
            y2={at.y(step.target)}
            strokeWidth={2.5}
          />
          <text
            x={at.x(step.fromMs) + 4}
            y={at.y(step.target) - 6}
            fontSize={11}
            fill={theme.tones.better}
            stroke="none"
          >
            v{step.number}
          </text>
        </g>
      ))}
      <EndLabels labels={labels} x={at.right + 8} from={12} to={bottom} theme={theme} />
    </>
  );
}

/** What was measured; evidence is ringed, what came after the due day is hollow. */
function Scores({
  observations,
  targets,
  evidence,
  walk,
  say,
  at,
  plot,
}: GoalDrawingProps & { readonly at: Places }) {
  const { theme } = plot;
  const place = ({ at: when, score }: Observed) => ({ x: at.x(Date.parse(when)), y: at.y(score) });
  return (
    <>
      <LinePath
        data={[...observations]}
        x={(each) => place(each).x}
        y={(each) => place(each).y}
        stroke={theme.tones.ordinary}
        strokeWidth={1.5}
      />
      {observations.map((each, index) => (
        <WalkPoint
          key={each.id}
          {...place(each)}
          label={say(each)}
          walk={walk.propsFor(index)}
          theme={theme}
        >
          {evidence.has(each.id) && (
            <circle
              cx={place(each).x}
              cy={place(each).y}
              r={8}
              fill="none"
              stroke={theme.ink}
              strokeWidth={1.5}
            />
          )}
          <Mark {...place(each)} tone="ordinary" theme={theme} hollow={isAfterDue(each, targets)} />
        </WalkPoint>
      ))}
    </>
  );
}
