import { scaleLinear } from '@visx/scale';
import { BottomAxis } from './axes';
import { Canvas, type Plot } from './canvas';
import { Mark } from './mark';
import { Readout } from './readout';
import type { Tone } from './tone';
import { useWalk, WalkPoint, type Walk } from './walk';

/** A unit in its row: a value with its interval, or where it came from and went to. */
export interface Row {
  readonly key: string;
  readonly name: string;
  /** The value that is marked; null: nothing to show, the row says why. */
  readonly value: number | null;
  /** Ends of the line: an interval, or the value before; null: none. */
  readonly line: { readonly low: number; readonly high: number } | null;
  /** A second, hollow mark: the value before. */
  readonly before: number | null;
  readonly tone: Tone;
  /** Shown, and not compared: too little is behind it. */
  readonly isFaint: boolean;
  /** All that it says. */
  readonly label: string;
  /** Shown in place of a mark where there is no value. */
  readonly note: string | null;
}

interface RowChartProps {
  readonly rows: readonly Row[];
  readonly label: string;
  readonly domain: readonly [number, number];
  readonly format: (value: number) => string;
  /** A line through all rows, such as the value of all; null: none. */
  readonly reference: { readonly value: number; readonly text: string } | null;
  readonly onOpen: ((key: string) => void) | null;
}

const ROW_PX = 26;

/** Units one below the other in the order of their names: intervals, or dumbbells. */
export function RowChart(props: RowChartProps) {
  const { rows, label, onOpen } = props;
  const openAt = (at: number) => {
    const key = rows[at]?.key;
    if (key !== undefined) onOpen?.(key);
  };
  const walk = useWalk(rows.length, onOpen ? openAt : null);
  const shown = walk.shown === null ? undefined : rows[walk.shown];
  return (
    <>
      <Readout text={shown?.label ?? null} />
      <Canvas height={rows.length * ROW_PX + 56} label={label}>
        {(plot) => <RowDrawing {...props} plot={plot} walk={walk} />}
      </Canvas>
    </>
  );
}

interface RowDrawingProps extends RowChartProps {
  readonly plot: Plot;
  readonly walk: Walk;
}

function RowDrawing(props: RowDrawingProps) {
  const { rows, domain, format, reference, plot, walk } = props;
  const { width, height, theme, isNarrow } = plot;
  const left = Math.min(isNarrow ? width * 0.42 : 220, longest(rows) * 7 + 16);
  const right = width - 24;
  const bottom = height - 32;
  const across = scaleLinear({ domain: [...domain], range: [left + 8, right] });
  const ticks = across.ticks(isNarrow ? 3 : 6);
  return (
    <>
      {ticks.map((tick) => (
        <line
          key={tick}
          x1={across(tick)}
          x2={across(tick)}
          y1={20}
          y2={bottom}
          stroke={theme.grid}
        />
      ))}
      <BottomAxis
        scale={across}
        top={bottom}
        ticks={ticks}
        format={(each) => format(Number(each))}
        theme={theme}
      />
      {reference && (
        <>
          <line
            x1={across(reference.value)}
            x2={across(reference.value)}
            y1={18}
            y2={bottom}
            stroke={theme.ink}
            strokeDasharray="4 3"
          />
          <text x={across(reference.value)} y={12} textAnchor="middle" fill={theme.soft}>
            {reference.text}
          </text>
        </>
      )}
      {rows.map((row, index) => {
        const y = 20 + (index + 0.5) * ROW_PX;
        const x = row.value === null ? left + 8 : across(row.value);
        return (
          <g key={row.key}>
            <text x={left} y={y} dy="0.32em" textAnchor="end" fill={theme.ink}>
              {shortened(row.name, Math.floor((left - 16) / 6.2))}
            </text>
            <WalkPoint x={x} y={y} label={row.label} walk={walk.propsFor(index)} theme={theme}>
              <RowMarks row={row} x={across} y={y} plot={plot} start={left + 8} />
            </WalkPoint>
          </g>
        );
      })}
    </>
  );
}

interface RowMarksProps {
  readonly row: Row;
  readonly x: (value: number) => number;
  readonly y: number;
  readonly plot: Plot;
  readonly start: number;
}

function RowMarks({ row, x, y, plot, start }: RowMarksProps) {
  const { theme } = plot;
  if (row.value === null) {
    return (
      <text x={start + 4} y={y} dy="0.32em" fill={theme.soft} fontSize={11}>
        {row.note}
      </text>
    );
  }
  return (
    <>
      {row.line && (
        <line
          x1={x(row.line.low)}
          x2={x(row.line.high)}
          y1={y}
          y2={y}
          stroke={theme.tones[row.tone]}
          strokeWidth={row.isFaint ? 1 : 2}
        />
      )}
      {row.before !== null && (
        <Mark x={x(row.before)} y={y} tone="ordinary" theme={theme} r={4.5} hollow />
      )}
      <Mark x={x(row.value)} y={y} tone={row.tone} theme={theme} r={row.isFaint ? 2.25 : 4.5} />
    </>
  );
}

function longest(rows: readonly Row[]): number {
  return Math.max(4, ...rows.map(({ name }) => name.length));
}

/** The table and the readout have the whole name. */
function shortened(name: string, letters: number): string {
  return name.length > letters ? `${name.slice(0, Math.max(1, letters - 1))}…` : name;
}
