import type { ChartTheme } from './chart-theme';
import type { Tone } from './tone';

interface MarkProps {
  readonly x: number;
  readonly y: number;
  readonly tone: Tone;
  readonly theme: ChartTheme;
  /** Radius of the circle that it fills about as much of. */
  readonly r?: number;
  readonly hollow?: boolean;
}

/** One mark: ▲ better, ▼ worse, ● ordinary, ◆ without a direction; filled or hollow. */
export function Mark({ x, y, tone, theme, r = 4, hollow = false }: MarkProps) {
  const colour = theme.tones[tone];
  return (
    <path
      d={SHAPES[tone](r)}
      transform={`translate(${x},${y})`}
      fill={hollow ? theme.ground : colour}
      stroke={colour}
      strokeWidth={hollow ? 1.75 : 1}
      strokeLinejoin="round"
    />
  );
}

/* Paths around 0,0; a triangle of the same radius looks smaller, so it gets more. */
const SHAPES: Readonly<Record<Tone, (r: number) => string>> = {
  better: (r) => `M0,${-1.5 * r}L${1.4 * r},${r}L${-1.4 * r},${r}Z`,
  worse: (r) => `M0,${1.5 * r}L${1.4 * r},${-r}L${-1.4 * r},${-r}Z`,
  ordinary: (r) => `M${-r},0a${r},${r} 0 1,0 ${2 * r},0a${r},${r} 0 1,0 ${-2 * r},0Z`,
  undirected: (r) => `M0,${-1.4 * r}L${1.4 * r},0L0,${1.4 * r}L${-1.4 * r},0Z`,
};

interface MarkIconProps {
  readonly tone: Tone;
  readonly theme: ChartTheme;
  readonly hollow?: boolean;
}

/** A mark by itself, for a table or a legend; the word stands beside it. */
export function MarkIcon({ tone, theme, hollow = false }: MarkIconProps) {
  return (
    <svg width={14} height={14} viewBox="-7 -7 14 14" aria-hidden="true" focusable="false">
      <Mark
        x={0}
        y={tone === 'better' ? 1 : tone === 'worse' ? -1 : 0}
        tone={tone}
        theme={theme}
        hollow={hollow}
      />
    </svg>
  );
}
