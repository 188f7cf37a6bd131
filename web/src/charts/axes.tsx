import { AxisBottom, AxisLeft } from '@visx/axis';
import { GridRows } from '@visx/grid';
import type { scaleLinear } from '@visx/scale';
import type { ChartTheme } from './chart-theme';

type Linear = ReturnType<typeof scaleLinear<number>>;

interface ValueAxisProps {
  readonly scale: Linear;
  readonly left: number;
  readonly width: number;
  readonly format: (value: number) => string;
  readonly theme: ChartTheme;
  readonly ticks?: number;
}

/** Values up the left side, with a line across at each. */
export function ValueAxis({ scale, left, width, format, theme, ticks = 5 }: ValueAxisProps) {
  return (
    <>
      <GridRows scale={scale} left={left} width={width} numTicks={ticks} stroke={theme.grid} />
      <AxisLeft
        scale={scale}
        left={left}
        numTicks={ticks}
        hideAxisLine
        hideTicks
        tickFormat={(value) => format(Number(value))}
        tickComponent={({ x, y, formattedValue }) => (
          <text x={x - 4} y={y} dy="0.32em" textAnchor="end" fill={theme.soft} fontSize={12}>
            {formattedValue}
          </text>
        )}
      />
    </>
  );
}

interface BottomAxisProps {
  readonly scale: Parameters<typeof AxisBottom>[0]['scale'];
  readonly top: number;
  readonly ticks: readonly (string | number)[];
  readonly format: (value: string | number) => string;
  readonly theme: ChartTheme;
  readonly label?: { readonly text: string; readonly x: number };
}

/** What runs along the bottom; the label stands under its middle. */
export function BottomAxis({ scale, top, ticks, format, theme, label }: BottomAxisProps) {
  return (
    <>
      <AxisBottom
        scale={scale}
        top={top}
        tickValues={[...ticks]}
        stroke={theme.soft}
        tickStroke={theme.soft}
        tickLength={4}
        // Ticks are of the scale's own kind: months as texts, else numbers.
        tickFormat={(value) => format(value as string | number)}
        tickComponent={({ x, y, formattedValue }) => (
          <text x={x} y={y + 4} textAnchor="middle" fill={theme.soft} fontSize={12}>
            {formattedValue}
          </text>
        )}
      />
      {label && (
        <text x={label.x} y={top + 40} textAnchor="middle" fill={theme.soft} fontSize={12}>
          {label.text}
        </text>
      )}
    </>
  );
}

/** Every so manieth of what would not all fit, counted from the end: the latest has its word. */
export function thinned<T>(values: readonly T[], width: number, each: number): readonly T[] {
  const every = Math.max(1, Math.ceil((values.length * each) / Math.max(width, each)));
  return values.filter((_, index) => (values.length - 1 - index) % every === 0);
}
