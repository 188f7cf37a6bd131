import { useTranslation } from 'react-i18next';
import { useChartTheme } from './chart-theme';
import { Mark } from './mark';
import { formatFigure } from './numbers';
import type { Tone } from './tone';
import { unbroken } from './xmr-facts';
import styles from './charts.module.css';

const WIDTH = 96;
const HEIGHT = 24;
const PAD = 4;

interface SparklineProps {
  readonly points: readonly { readonly value: number | null }[];
  /** Drawn from the lowest to the highest; absent: of the values themselves. */
  readonly range?: readonly [number, number];
  /** Of the last point, which gets a mark. */
  readonly tone?: Tone;
  /** All that it says, in words. */
  readonly label: string;
}

/** The course of a figure, 96 × 24: a line, gaps left open, a mark at the end. */
export function Sparkline({ points, range, tone = 'ordinary', label }: SparklineProps) {
  const theme = useChartTheme();
  const values = points.flatMap(({ value }) => (value === null ? [] : [value]));
  const [low, high] = range ?? [Math.min(...values), Math.max(...values)];
  const x = (index: number) => PAD + (index / Math.max(1, points.length - 1)) * (WIDTH - 2 * PAD);
  const y = (value: number) => placeUp(value, low, high);
  const indexed = points.map(({ value }, index) => ({ value, index }));
  const last = indexed.findLast(({ value }) => value !== null);
  return (
    <svg width={WIDTH} height={HEIGHT} role="img" aria-label={label} className={styles.sparkline}>
      {unbroken(indexed).map((run) => (
        <polyline
          key={run[0]?.index}
          points={run.map(({ value, index }) => `${x(index)},${y(value ?? 0)}`).join(' ')}
          fill="none"
          stroke={theme.tones.ordinary}
          strokeWidth={1.5}
        />
      ))}
      {last && last.value !== null && (
        <Mark x={x(last.index)} y={y(last.value)} tone={tone} theme={theme} r={2.75} />
      )}
    </svg>
  );
}

function placeUp(value: number, low: number, high: number): number {
  if (high <= low) return HEIGHT / 2;
  const share = (Math.min(Math.max(value, low), high) - low) / (high - low);
  return HEIGHT - PAD - share * (HEIGHT - 2 * PAD);
}

interface ProgressStripProps {
  /** Share of the way to the original target, 1 = reached; null: not known. */
  readonly original: number | null;
  /** The same to the current target. */
  readonly current: number | null;
}

const FROM = -0.5;
const TO = 1.5;

/**
 * How far along a goal is, 96 × 24, from −50 to 150 % with lines at 0 and 100: filled by the
 * current target, hollow by the original one. What lies beyond is drawn at the edge.
 */
export function ProgressStrip({ original, current }: ProgressStripProps) {
  const { t, i18n } = useTranslation();
  const theme = useChartTheme();
  const x = (share: number) => PAD + ((clamped(share) - FROM) / (TO - FROM)) * (WIDTH - 2 * PAD);
  const words = (share: number | null) => formatFigure(share, 'share', i18n.language);
  const label = t('charts.progress', { original: words(original), current: words(current) });
  return (
    <svg width={WIDTH} height={HEIGHT} role="img" aria-label={label} className={styles.sparkline}>
      <line x1={PAD} x2={WIDTH - PAD} y1={12} y2={12} stroke={theme.grid} strokeWidth={2} />
      {[0, 1].map((share) => (
        <line key={share} x1={x(share)} x2={x(share)} y1={3} y2={21} stroke={theme.soft} />
      ))}
      {current !== null && (
        <line
          x1={x(0)}
          x2={x(current)}
          y1={12}
          y2={12}
          stroke={theme.tones.ordinary}
          strokeWidth={3}
        />
      )}
      {original !== null && original !== current && (
        <Mark x={x(original)} y={12} tone="ordinary" theme={theme} r={4} hollow />
      )}
      {current !== null && (
        <Mark
          x={x(current)}
          y={12}
          tone={current >= 1 ? 'better' : 'ordinary'}
          theme={theme}
          r={4}
        />
      )}
    </svg>
  );
}

function clamped(share: number): number {
  return Math.min(Math.max(share, FROM), TO);
}
