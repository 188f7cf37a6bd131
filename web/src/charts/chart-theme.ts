import { useComputedColorScheme } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import type { Tone } from './tone';
import { usePrinting } from './printing';

/**
 * Colours of a chart, written into its SVG as they are, so that a picture of it needs nothing else.
 * Marks have at least 4.5 : 1 against the ground in both themes.
 */
export interface ChartTheme {
  readonly ground: string;
  readonly ink: string;
  /** Words and lines of the second row. */
  readonly soft: string;
  readonly grid: string;
  /** A chosen period, behind everything. */
  readonly band: string;
  readonly focus: string;
  readonly tones: Readonly<Record<Tone, string>>;
}

export const LIGHT: ChartTheme = {
  ground: '#ffffff',
  ink: '#1a1d21',
  soft: '#5b6370',
  grid: '#e3e6ea',
  band: '#f1f5f9',
  focus: '#0b6bb5',
  tones: { better: '#0b6bb5', worse: '#c24e00', ordinary: '#6b7280', undirected: '#1a1d21' },
};

const DARK: ChartTheme = {
  ground: '#242424',
  ink: '#eceff3',
  soft: '#a4adb9',
  grid: '#363b42',
  band: '#2e2e32',
  focus: '#4db4ff',
  tones: { better: '#4db4ff', worse: '#ff9a4d', ordinary: '#8b94a3', undirected: '#eceff3' },
};

/** Colours that the person chose for the whole system: shapes and words have to do. */
const FORCED: ChartTheme = {
  ground: 'Canvas',
  ink: 'CanvasText',
  soft: 'CanvasText',
  grid: 'GrayText',
  band: 'Canvas',
  focus: 'Highlight',
  tones: {
    better: 'CanvasText',
    worse: 'CanvasText',
    ordinary: 'CanvasText',
    undirected: 'CanvasText',
  },
};

/** The colours to draw with now: on paper light ones, forced ones before the theme's own. */
export function useChartTheme(): ChartTheme {
  const scheme = useComputedColorScheme('light', { getInitialValueInEffect: false });
  const isForced = useMediaQuery('(forced-colors: active)', false, {
    getInitialValueInEffect: false,
  });
  const isPrinting = usePrinting();
  if (isPrinting) return LIGHT;
  if (isForced) return FORCED;
  return scheme === 'dark' ? DARK : LIGHT;
}
