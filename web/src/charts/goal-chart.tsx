import { useTranslation } from 'react-i18next';
import { Canvas } from './canvas';
import { useChartTheme, type ChartTheme } from './chart-theme';
import { GoalDrawing } from './goal-drawing';
import { evidenceOf, isAfterDue, type Observed, type Target } from './goal-facts';
import { Mark } from './mark';
import { formatDay, formatFigure } from './numbers';
import { Legend, Readout } from './readout';
import { useWalk } from './walk';

export interface GoalChartProps {
  /** Observations of the goal's measure, in clinical order. */
  readonly observations: readonly Observed[];
  /** Versions of the goal, oldest first. */
  readonly targets: readonly Target[];
  readonly baseline: { readonly observationId: string; readonly score: number };
  /** What the instrument can give: the height of the chart, so that goals can be compared. */
  readonly range: { readonly min: number; readonly max: number };
  /** Change that patients notice (MCID), in points; null: the measure has none. */
  readonly threshold: number | null;
  readonly better: 'higher' | 'lower';
  /** What the scores are of, with the unit: `NPRS, points`. */
  readonly measureLabel: string;
  /** Opens the entry of an observation; null: there is nothing to open. */
  readonly onOpen: ((observationId: string) => void) | null;
}

const HEIGHT = 260;

/** A goal: what was measured against what was agreed, version by version. */
export function GoalChart(props: GoalChartProps) {
  const { t, i18n } = useTranslation();
  const theme = useChartTheme();
  const { observations, targets, onOpen } = props;
  const evidence = evidenceOf(targets);
  const openAt = (at: number) => {
    const id = observations[at]?.id;
    if (id !== undefined) onOpen?.(id);
  };
  const walk = useWalk(observations.length, onOpen ? openAt : null);
  const say = (each: Observed) =>
    [
      `${formatDay(each.on, i18n.language)}: ${formatFigure(each.score, 'points', i18n.language)}`,
      ...(evidence.has(each.id) ? [t('charts.goal.evidence')] : []),
      ...(isAfterDue(each, targets) ? [t('charts.goal.afterDue')] : []),
    ].join(', ');
  const shown = walk.shown === null ? undefined : observations[walk.shown];
  const hasRevision = targets.length > 1;
  const hasLate = observations.some((each) => isAfterDue(each, targets));
  return (
    <>
      <Readout text={shown ? say(shown) : null} />
      <Canvas height={HEIGHT} label={t('charts.goal.label', { measure: props.measureLabel })}>
        {(plot) => <GoalDrawing {...props} plot={plot} evidence={evidence} walk={walk} say={say} />}
      </Canvas>
      <Legend
        entries={[
          { icon: <DotIcon theme={theme} kind="filled" />, text: t('charts.goal.legend.score') },
          ...(hasLate
            ? [
                {
                  icon: <DotIcon theme={theme} kind="hollow" />,
                  text: t('charts.goal.legend.late'),
                },
              ]
            : []),
          ...(evidence.size > 0
            ? [
                {
                  icon: <DotIcon theme={theme} kind="ringed" />,
                  text: t('charts.goal.legend.evidence'),
                },
              ]
            : []),
          { icon: <LineIcon colour={theme.tones.better} />, text: t('charts.goal.legend.target') },
          ...(hasRevision
            ? [
                {
                  icon: <LineIcon colour={theme.ink} dashed />,
                  text: t('charts.goal.legend.original'),
                },
              ]
            : []),
        ]}
      />
    </>
  );
}

interface DotIconProps {
  readonly theme: ChartTheme;
  readonly kind: 'filled' | 'hollow' | 'ringed';
}

function DotIcon({ theme, kind }: DotIconProps) {
  return (
    <svg width={16} height={16} viewBox="-8 -8 16 16" aria-hidden="true" focusable="false">
      {kind === 'ringed' && <circle r={7} fill="none" stroke={theme.ink} strokeWidth={1.5} />}
      <Mark x={0} y={0} tone="ordinary" theme={theme} r={3.5} hollow={kind === 'hollow'} />
    </svg>
  );
}

function LineIcon({
  colour,
  dashed = false,
}: {
  readonly colour: string;
  readonly dashed?: boolean;
}) {
  const dashes = dashed ? { strokeDasharray: '5 3' } : {};
  return (
    <svg width={20} height={12} aria-hidden="true" focusable="false">
      <line x1={1} x2={19} y1={6} y2={6} stroke={colour} strokeWidth={2} {...dashes} />
    </svg>
  );
}
