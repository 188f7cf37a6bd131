import { z } from 'zod';
import { codeSchema } from '../schemas';
import { PRESSURES, TECHNIQUES } from './codes';

/** Pressures that something lies above: DEEP is the most there is. */
export const PRESSURE_LIMITS = ['LIGHT', 'MODERATE'] as const;

/** What is not to be done. Nothing named: nothing is barred. */
export const barsSchema = z.object({
  /** Any treatment at all. */
  all: z.boolean(),
  sites: z.array(codeSchema),
  techniques: z.array(z.enum(TECHNIQUES)),
  /** Everything firmer than this. */
  pressureAbove: z.enum(PRESSURE_LIMITS).nullable(),
});
export type Bars = Readonly<z.infer<typeof barsSchema>>;

/** What is planned or was given; an empty list of sites and no pressure: not said. */
export const treatmentSchema = z.object({
  techniques: z.array(z.enum(TECHNIQUES)),
  sites: z.array(codeSchema),
  pressure: z.enum(PRESSURES).nullable(),
});
export type Treatment = Readonly<z.infer<typeof treatmentSchema>>;

export const NOTHING_BARRED: Bars = {
  all: false,
  sites: [],
  techniques: [],
  pressureAbove: null,
};

/** Where a treatment meets what is barred. */
export interface Meeting {
  /** Sites, techniques and the pressure that meet it; `ALL` where any treatment does. */
  readonly barred: readonly string[];
  /** What was not said and may meet it. */
  readonly unsaid: readonly ('SITES' | 'PRESSURE')[];
}

export function meeting(bars: Bars, treatment: Treatment): Meeting {
  if (bars.all) return { barred: ['ALL'], unsaid: [] };
  const barred: string[] = [
    ...treatment.sites.filter((site) => bars.sites.includes(site)),
    ...treatment.techniques.filter((technique) => bars.techniques.includes(technique)),
  ];
  const { pressureAbove } = bars;
  const { pressure } = treatment;
  if (pressureAbove !== null && pressure !== null && isFirmer(pressure, pressureAbove)) {
    barred.push(`${pressure}_PRESSURE`);
  }
  const unsaid: ('SITES' | 'PRESSURE')[] = [];
  if (bars.sites.length > 0 && treatment.sites.length === 0) unsaid.push('SITES');
  if (pressureAbove !== null && pressure === null) unsaid.push('PRESSURE');
  return { barred, unsaid };
}

/** What either of them bars. */
export function bothBars(a: Bars, b: Bars): Bars {
  return {
    all: a.all || b.all,
    sites: [...new Set([...a.sites, ...b.sites])],
    techniques: [...new Set([...a.techniques, ...b.techniques])],
    pressureAbove: lower(a.pressureAbove, b.pressureAbove),
  };
}

function lower(a: Bars['pressureAbove'], b: Bars['pressureAbove']): Bars['pressureAbove'] {
  if (a === null || b === null) return a ?? b;
  return isFirmer(a, b) ? b : a;
}

function isFirmer(
  pressure: NonNullable<Treatment['pressure']>,
  than: NonNullable<Treatment['pressure']>,
): boolean {
  return PRESSURES.indexOf(pressure) > PRESSURES.indexOf(than);
}
