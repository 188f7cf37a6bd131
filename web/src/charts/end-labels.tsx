import { Group } from '@visx/group';
import type { ChartTheme } from './chart-theme';
import { spread, type EndLabel } from './funnel-facts';

interface EndLabelsProps {
  readonly labels: readonly EndLabel[];
  readonly x: number;
  readonly from: number;
  readonly to: number;
  readonly theme: ChartTheme;
}

/** Words at the ends of lines, moved apart where lines end close to each other. */
export function EndLabels({ labels, x, from, to, theme }: EndLabelsProps) {
  return (
    <Group left={x}>
      {spread(labels, { gap: 15, from, to }).map(({ key, text, y }) => (
        <text key={key} y={y} dy="0.32em" fill={theme.soft} fontSize={12}>
          {text}
        </text>
      ))}
    </Group>
  );
}
