import type { ObservationGiven } from '../domain/episode/commands-assessment';
import { instrumentByCode } from '../domain/outcomes/instruments';
import { score, type Answer } from '../domain/outcomes/scoring';
import { sentence } from '../domain/rules';
import type { Cells } from './cells';
import type { MappedObservation, Mapping } from './mapping';

/** The score in this line; null when nothing was measured, or when it cannot be (a complaint). */
export function observationOf(
  cells: Cells,
  mapping: Mapping,
  wanted: MappedObservation,
): ObservationGiven | null {
  const { bodySite = null, recall, mode, column, items } = wanted;
  const instrument = instrumentByCode(wanted.instrument, mapping.measures);
  // Whether the mapping's instruments exist is asked once, before the first line.
  if (!instrument) return null;
  const before = cells.problems.length;
  const answer = column === undefined ? itemsOf(cells, items ?? []) : scoreOf(cells, column);
  if (!answer || cells.problems.length > before) return null;
  const result = score(instrument, answer);
  if (!result.ok) {
    const words = sentence(result.code, result.facts);
    return cells.complain(column ?? (items ?? []).join(', '), `${instrument.code}: ${words}`);
  }
  return { instrument: instrument.code, bodySite, answer, recall, mode };
}

function scoreOf(cells: Cells, column: string): Answer | null {
  const value = cells.number(column);
  return value === null ? null : { score: value };
}

/** Items 1 … n; an empty cell is an item not answered, and all empty nothing measured. */
function itemsOf(cells: Cells, columns: readonly string[]): Answer | null {
  const items = columns.map((column, index) => [String(index + 1), cells.number(column)] as const);
  return items.every(([, value]) => value === null) ? null : { items: Object.fromEntries(items) };
}
