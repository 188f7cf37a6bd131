import { useTranslation } from 'react-i18next';
import { Canvas } from './canvas';
import { useChartTheme } from './chart-theme';
import { FunnelDrawing } from './funnel-drawing';
import {
  COMPARED_FROM,
  spotsOf,
  toldUnits,
  type LimitsAt,
  type Spot,
  type Unit as FunnelUnit,
} from './funnel-facts';
import { saySpot } from './funnel-words';
import { MarkIcon } from './mark';
import type { Unit } from './numbers';
import { Legend, Readout, type LegendEntry } from './readout';
import type { Better } from './tone';
import { useWalk } from './walk';
import styles from './charts.module.css';

export interface FunnelChartProps {
  readonly units: readonly FunnelUnit[];
  readonly curve: readonly LimitsAt[];
  /** p̄: all events of all; null: nothing to compare. */
  readonly centre: number | null;
  readonly better: Better;
  /** How `value` is written: a share, or events per 1,000 where `scale` is 1,000. */
  readonly unit: Unit;
  readonly scale: number;
  /** Under the axis: what n counts. */
  readonly sizeLabel: string;
  /** The unit that is looked for; null: none. It is ringed. */
  readonly found: string | null;
  /** Units that are not shown: fewer than the viewer may see. */
  readonly hidden: number;
  /** Opens what is behind a unit, by its key; null: there is nothing to open. */
  readonly onOpen: ((key: string) => void) | null;
}

const HEIGHT = 380;

/** Units by size against limits that allow for it: nobody is ranked. */
export function FunnelChart(props: FunnelChartProps) {
  const { t, i18n } = useTranslation();
  const { units, better, centre, unit, scale, hidden, onOpen } = props;
  const spots = spotsOf(toldUnits(units, { better, centre })).toSorted(
    (a, b) => a.n - b.n || a.value - b.value,
  );
  const openAt = (at: number) => {
    const key = spots[at]?.units[0]?.key;
    if (key !== undefined) onOpen?.(key);
  };
  const walk = useWalk(spots.length, onOpen ? openAt : null);
  const say = (spot: Spot) => saySpot(spot, { t, locale: i18n.language, unit, scale });
  const shown = walk.shown === null ? undefined : spots[walk.shown];
  return (
    <>
      <Readout text={shown ? say(shown) : null} />
      <Canvas height={HEIGHT} label={t('charts.funnel.label')}>
        {(plot) => <FunnelDrawing {...props} plot={plot} spots={spots} walk={walk} say={say} />}
      </Canvas>
      <UnitLegend spots={spots} />
      {hidden > 0 && <p className={styles.notes}>{t('charts.funnel.hidden', { count: hidden })}</p>}
    </>
  );
}

/** Marks that are on the chart, each with its word. */
function UnitLegend({ spots }: { readonly spots: readonly Spot[] }) {
  const { t } = useTranslation();
  const theme = useChartTheme();
  const units = spots.flatMap((spot) => spot.units);
  const entries: LegendEntry[] = [
    { icon: <MarkIcon tone="ordinary" theme={theme} />, text: t('charts.funnel.legend.inside') },
  ];
  for (const mark of ['beyond95', 'beyond998'] as const) {
    const tones = new Set(units.filter((unit) => unit.mark === mark).map(({ tone }) => tone));
    for (const tone of tones) {
      const icon = <MarkIcon tone={tone} theme={theme} hollow={mark === 'beyond95'} />;
      const word = t(`charts.tones.${tone}`);
      entries.push({ icon, text: t(`charts.funnel.legend.${mark}`, { word }) });
    }
  }
  if (units.some(({ mark }) => mark === 'small')) {
    const icon = <SmallIcon colour={theme.tones.ordinary} />;
    entries.push({ icon, text: t('charts.funnel.legend.small', { count: COMPARED_FROM }) });
  }
  return <Legend entries={entries} />;
}

function SmallIcon({ colour }: { readonly colour: string }) {
  return (
    <svg width={14} height={14} viewBox="-7 -7 14 14" aria-hidden="true" focusable="false">
      <circle r={2} fill={colour} />
    </svg>
  );
}
