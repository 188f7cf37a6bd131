import { useChartTheme } from './chart-theme';
import { Mark } from './mark';
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
