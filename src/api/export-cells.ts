import { CELL_MIN } from '../domain/outcomes/suppression';

export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

/** Stands in the place of what is not told. */
export const HIDDEN: JsonObject = { hidden: true };

/** What names a row: shown though all else of it is hidden. */
const NAMES = new Set(['key', 'month']);
/** Fields that count persons, goals or events; all else is measured or made of these. */
const COUNTS = new Set(
  (
    'n of episodes eligible ineligible complete missing lapsed unjudged reached pending abandoned ' +
    'kept unscored reactions sessions missed goals revised revisions easier harder mixed same ' +
    'reachedOriginal reachedCurrent received declined accepted firstSession discharged events'
  ).split(' '),
);
/** A part and its whole: what is left of the whole is a count, too. */
const PARTS = [
  ['n', 'of'],
  ['reached', 'n'],
  ['kept', 'n'],
  ['missed', 'of'],
  ['events', 'n'],
  ['revised', 'goals'],
  ['declined', 'received'],
  ['accepted', 'received'],
  ['firstSession', 'accepted'],
  ['discharged', 'accepted'],
] as const;
/** The rest of an outcome row that tells, or lets be worked out, how its episodes divide. */
const DIVISION =
  'eligible ineligible complete missing lapsed completionShare responders bounds dischargeReasons'.split(
    ' ',
  );

/**
 * Rows of figures as they may leave the clinic: where a count is from 1 to 10 everything that is
 * told beside it is hidden with it, and a row of fewer than 11 as a whole. A single hidden row
 * takes the smallest of the others with it: its values cannot be had back from a total.
 */
export function suppressRows(
  rows: readonly JsonObject[],
  sizeOf: (row: JsonObject) => number,
): readonly JsonObject[] {
  const shown = rows.map((row) => (isSmall(sizeOf(row)) ? hideRow(row) : hideCells(row)));
  const hidden = rows.filter((_, index) => isHiddenRow(shown[index]));
  if (hidden.length !== 1) return shown;
  const others = rows.filter((row) => !hidden.includes(row)).sort((a, b) => sizeOf(a) - sizeOf(b));
  return rows.map((row, index) => (row === others[0] ? hideRow(row) : (shown[index] ?? HIDDEN)));
}

function isHiddenRow(row: JsonObject | undefined): boolean {
  const cells = Object.entries(row ?? {}).filter(([name]) => !NAMES.has(name));
  return cells.every(([, cell]) => isHiddenCell(cell));
}

function hideRow(row: JsonObject): JsonObject {
  const cells = Object.entries(row);
  return Object.fromEntries(
    cells.map(([name, cell]) => [name, NAMES.has(name) ? cell : hideAll(cell)]),
  );
}

/** The same fields, each of them hidden, so that a file keeps its columns. */
function hideAll(cell: Json): JsonObject {
  if (typeof cell !== 'object' || cell === null || Array.isArray(cell)) return HIDDEN;
  const inner = Object.entries(cell as JsonObject); // neither a list nor null
  return Object.fromEntries(inner.map(([name, each]) => [name, hideAll(each)]));
}

function hideCells(row: JsonObject): JsonObject {
  const divided = 'episodes' in row && !isSafe({ ...row, episodes: null });
  const open = divided
    ? Object.fromEntries(Object.entries(row).filter(([name]) => !DIVISION.includes(name)))
    : row;
  if (!isSafe(open)) return hideRow(row);
  const cells = Object.entries(row).map(([name, cell]) => {
    if (divided && DIVISION.includes(name)) return [name, hideAll(cell)] as const;
    return [name, hideWithin(cell)] as const;
  });
  return Object.fromEntries(cells);
}

function hideWithin(cell: Json): Json {
  if (typeof cell !== 'object' || cell === null) return cell;
  if (!Array.isArray(cell)) return hideCells(cell as JsonObject); // neither a list nor null
  const items = cell as readonly Json[]; // `isArray` widens a read-only list to any
  const isEverySafe = items.every(
    (item) => typeof item !== 'object' || item === null || isSafe(item as JsonObject),
  );
  return isEverySafe ? cell : HIDDEN;
}

function isSafe(block: JsonObject): boolean {
  const numberOf = (name: string) => (typeof block[name] === 'number' ? block[name] : 0);
  const isEachSafe = Object.keys(block).every(
    (name) => !COUNTS.has(name) || !isSmall(numberOf(name)),
  );
  const rests = PARTS.filter(([part, whole]) => part in block && whole in block);
  return isEachSafe && rests.every(([part, whole]) => !isSmall(numberOf(whole) - numberOf(part)));
}

/** Nobody is nobody's secret: 0 is shown, as the CMS Cell Size Suppression Policy has it. */
function isSmall(count: number): boolean {
  return count > 0 && count < CELL_MIN;
}

/** Whether every cell is hidden, at whatever depth. */
function isHiddenCell(cell: Json): boolean {
  if (typeof cell !== 'object' || cell === null || Array.isArray(cell)) return false;
  const inner = cell as JsonObject; // neither a list nor null
  return 'hidden' in inner || Object.values(inner).every(isHiddenCell);
}
