import { toneOf, type Better, type Tone } from './tone';

/** Fewer than this and a unit is shown but not compared. */
export const COMPARED_FROM = 11;

export interface Span {
  readonly low: number;
  readonly high: number;
}

/** A `FunnelLimits` of the API. */
export interface LimitsAt {
  readonly at: number;
  readonly inner: Span;
  readonly outer: Span;
}

/** A `FunnelUnit` of the API; `value` as a share or per session. */
export interface Unit {
  readonly key: string;
  readonly label: string | null;
  readonly n: number;
  readonly events: number;
  readonly value: number;
  readonly limits: LimitsAt;
  readonly place: 'WITHIN' | 'BEYOND_INNER' | 'BEYOND_OUTER';
}

/** How a unit is drawn: dot, ring or named shape; small ones are dots and are not compared. */
export type UnitMark = 'small' | 'inside' | 'beyond95' | 'beyond998';

export interface ToldUnit extends Unit {
  readonly name: string;
  readonly mark: UnitMark;
  readonly tone: Tone;
}

/** Units in name order: numbers in names by their value, so Practice 2 comes before 10. */
export function byName<U extends { readonly name: string }>(
  units: readonly U[],
  locale: string,
): readonly U[] {
  const { compare } = new Intl.Collator(locale, { numeric: true });
  return [...units].sort((a, b) => compare(a.name, b.name));
}

export function toldUnits(
  units: readonly Unit[],
  { better, centre }: { readonly better: Better; readonly centre: number | null },
): readonly ToldUnit[] {
  return units.map((unit) => {
    const mark = markOf(unit);
    const isFlagged = mark === 'beyond95' || mark === 'beyond998';
    const side = isFlagged && centre !== null ? Math.sign(unit.value - centre) : 0;
    return { ...unit, name: unit.label ?? unit.key, mark, tone: toneOf(side, better) };
  });
}

function markOf({ n, place }: Unit): UnitMark {
  if (n < COMPARED_FROM) return 'small';
  if (place === 'WITHIN') return 'inside';
  return place === 'BEYOND_INNER' ? 'beyond95' : 'beyond998';
}

/** Units at one place of the chart: of small ones many may lie on each other. */
export interface Spot {
  readonly n: number;
  readonly value: number;
  readonly units: readonly ToldUnit[];
}

/** Units by place, those of most patients first; what lies on each other is one spot. */
export function spotsOf(units: readonly ToldUnit[]): readonly Spot[] {
  const spots = new Map<string, ToldUnit[]>();
  for (const unit of units) {
    const key = `${unit.n} ${unit.value}`;
    const known = spots.get(key);
    if (known) known.push(unit);
    else spots.set(key, [unit]);
  }
  return [...spots.values()].flatMap((at) => {
    const [first] = at;
    return first ? [{ n: first.n, value: first.value, units: at }] : [];
  });
}

export interface FunnelCounts {
  readonly compared: number;
  readonly small: number;
  readonly beyond95: number;
  readonly beyond998: number;
}

export function countUnits(units: readonly ToldUnit[]): FunnelCounts {
  const count = (mark: UnitMark) => units.filter((unit) => unit.mark === mark).length;
  const small = count('small');
  return {
    compared: units.length - small,
    small,
    beyond95: count('beyond95'),
    beyond998: count('beyond998'),
  };
}

/** A label at the end of a line, and where it may be without covering its neighbours. */
export interface EndLabel {
  readonly key: string;
  readonly text: string;
  readonly y: number;
}

/** Moves labels apart to at least `gap`, within `from` and `to`, keeping their order by y. */
export function spread<L extends EndLabel>(
  labels: readonly L[],
  { gap, from, to }: { readonly gap: number; readonly from: number; readonly to: number },
): readonly L[] {
  const sorted = [...labels].sort((a, b) => a.y - b.y);
  const down: L[] = [];
  for (const label of sorted) {
    const floor = (down.at(-1)?.y ?? from - gap) + gap;
    down.push({ ...label, y: Math.max(label.y, floor) });
  }
  const up: L[] = [];
  for (const label of down.reverse()) {
    const ceiling = (up.at(-1)?.y ?? to + gap) - gap;
    up.push({ ...label, y: Math.min(label.y, ceiling) });
  }
  return up.reverse();
}
