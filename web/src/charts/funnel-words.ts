import type { TFunction } from 'i18next';
import type { Spot, ToldUnit } from './funnel-facts';
import { formatFigure, type Unit } from './numbers';

interface Saying {
  readonly t: TFunction;
  readonly locale: string;
  readonly unit: Unit;
  readonly scale: number;
}

/** All that a unit says: value, how many of how many, and where it lies. */
export function sayUnit(unit: ToldUnit, { t, locale, unit: as, scale }: Saying): string {
  const { name, events, n, value, mark, tone } = unit;
  const figure = formatFigure(value * scale, as, locale);
  const words = t('charts.funnel.unit', { name, figure, events, n });
  const place = t(`charts.funnel.places.${mark}`, { word: t(`charts.tones.${tone}`) });
  return `${words}, ${place}`;
}

/** One unit in full; of several on one place their names, since all else is the same. */
export function saySpot(spot: Spot, saying: Saying): string {
  const [first, ...others] = spot.units;
  if (!first) return '';
  if (others.length === 0) return sayUnit(first, saying);
  const name = saying.t('charts.funnel.together', {
    names: spot.units.map((each) => each.name).join(', '),
  });
  return sayUnit({ ...first, name }, saying);
}
