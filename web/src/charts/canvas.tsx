import { useParentSize } from '@visx/responsive';
import type { ReactNode } from 'react';
import { useChartTheme, type ChartTheme } from './chart-theme';
import { PRINT_WIDTH, usePrinting } from './printing';
import styles from './charts.module.css';

export interface Plot {
  readonly width: number;
  readonly height: number;
  readonly theme: ChartTheme;
  /** Too narrow for words at the ends of lines. */
  readonly isNarrow: boolean;
}

const NARROW_BELOW = 520;
const FONT = "'Inter Variable', Inter, system-ui, sans-serif";

interface CanvasProps {
  readonly height: number;
  /** What the chart is, in a few words. */
  readonly label: string;
  readonly children: (plot: Plot) => ReactNode;
}

/** The drawing: as wide as its place on a screen, 680 px on paper; nothing until it is known. */
export function Canvas({ height, label, children }: CanvasProps) {
  const theme = useChartTheme();
  const isPrinting = usePrinting();
  const { parentRef, width: place } = useParentSize({
    debounceTime: 50,
    ignoreDimensions: ['top', 'left', 'height'],
  });
  const width = isPrinting ? PRINT_WIDTH : Math.floor(place);
  return (
    <div ref={parentRef} className={styles.canvas} style={{ minHeight: height }}>
      {width > 0 && (
        <svg
          width={width}
          height={height}
          viewBox={`0 0 ${width} ${height}`}
          data-chart=""
          role="group"
          aria-label={label}
          fontFamily={FONT}
          fontSize={12}
          fill={theme.ink}
          style={{ display: 'block' }}
        >
          <rect width={width} height={height} fill={theme.ground} />
          {children({ width, height, theme, isNarrow: width < NARROW_BELOW })}
        </svg>
      )}
    </div>
  );
}
