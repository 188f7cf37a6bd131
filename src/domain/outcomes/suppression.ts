/**
 * A count below this could name a person to somebody who may not open the episodes. The CMS Cell
 * Size Suppression Policy (ResDAC, 26 January 2024): no cell of 1 to 10, nor what derives one.
 */
export const CELL_MIN = 11;

/** Counts by row and column, with the sum of each and of all: what a reader would add up. */
export interface SuppressedTable {
  /** Null: hidden. One more row and column than given: the sums. */
  readonly cells: readonly (readonly (number | null)[])[];
}

/**
 * A table of counts with its sums, in which every cell below 11 is hidden, and so many others
 * that no hidden one can be had back by adding and subtracting. Rows must have the same length.
 *
 * Rows and columns are seen as the two sides of a graph and hidden cells as its edges: a hidden
 * cell follows from the shown ones exactly when it is a bridge (Gusfield, SIAM J Comput
 * 1988;17:552-571), so partners are hidden until there is none.
 */
export function suppress(counts: readonly (readonly number[])[]): SuppressedTable {
  const hidden = hiddenTogether(counts, []);
  return {
    cells: withSums(counts).map((row, r) => row.map((count, c) => (hidden[r]?.[c] ? null : count))),
  };
}

/**
 * Which cells (and sums, one more row and column) are hidden where several tables of the same rows
 * and columns are shown side by side: the same ones in all, so that none helps to undo another.
 * `parts` are counts of the same persons and what is left of them; of those 0 is nobody's secret.
 */
export function hiddenTogether(counts: Counts, parts: readonly Counts[]): Marks {
  const table = withSums(counts);
  const others = parts.map(withSums);
  const hidden = table.map((row, r) =>
    row.map((count, c) => isBelow(count) || others.some((other) => isSome(other[r]?.[c] ?? 0))),
  );
  for (;;) {
    const partner =
      partnerOfBridge(table, hidden) ??
      smallSum(table, hidden, isBelow) ??
      others.map((other) => smallSum(other, hidden, isSome)).find((cell) => cell !== null);
    if (!partner) return hidden;
    const row = hidden[partner.row];
    if (row) row[partner.column] = true;
  }
}

function isBelow(count: number): boolean {
  return count < CELL_MIN;
}

function isSome(count: number): boolean {
  return count > 0 && count < CELL_MIN;
}

interface Cell {
  readonly row: number;
  readonly column: number;
}
type Marks = readonly (readonly boolean[])[];
type Counts = readonly (readonly number[])[];

function withSums(counts: Counts): number[][] {
  const rows = counts.map((row) => [...row, sum(row)]);
  const columns = rows[0]?.length ?? 0;
  return [...rows, Array.from({ length: columns }, (_, c) => sum(rows.map((row) => row[c] ?? 0)))];
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/**
 * A shown sum whose hidden cells come to less than 11 together: nothing is below 0, so it would
 * tell nearly what each is. The sum is hidden then.
 */
function smallSum(table: Counts, hidden: Marks, isSmall: IsSmall): Cell | null {
  const lastRow = table.length - 1;
  const lastColumn = (table[0]?.length ?? 0) - 1;
  for (const [row, marks] of hidden.entries()) {
    const counts = table[row] ?? [];
    const rest = hiddenSum(counts.slice(0, -1), marks.slice(0, -1));
    if (rest !== null && isSmall(rest) && !marks[lastColumn]) {
      return { row, column: lastColumn };
    }
  }
  for (let column = 0; column <= lastColumn; column++) {
    const counts = table.slice(0, -1).map((row) => row[column] ?? 0);
    const marks = hidden.slice(0, -1).map((row) => row[column] ?? false);
    const rest = hiddenSum(counts, marks);
    if (rest !== null && isSmall(rest) && !hidden[lastRow]?.[column]) {
      return { row: lastRow, column };
    }
  }
  return null;
}

type IsSmall = (count: number) => boolean;

/** What the hidden ones come to; null: there is none. */
function hiddenSum(counts: readonly number[], marks: readonly boolean[]): number | null {
  return marks.some(Boolean) ? sum(counts.filter((_, index) => marks[index])) : null;
}

/** The smallest shown cell that puts a hidden bridge into a circle; null: there is no bridge. */
function partnerOfBridge(table: Counts, hidden: Marks): Cell | null {
  const bridge = findBridge(hidden);
  if (!bridge) return null;
  // Without the bridge its two ends lie apart: a partner is any cell that joins the parts again.
  const { rows, columns } = reached(hidden, bridge);
  let smallest: (Cell & { readonly count: number }) | null = null;
  for (const [row, counts] of table.entries()) {
    for (const [column, count] of counts.entries()) {
      const joins = rows.has(row) !== columns.has(column);
      if (!joins || hidden[row]?.[column]) continue;
      if (!smallest || count < smallest.count) smallest = { row, column, count };
    }
  }
  return smallest;
}

function findBridge(hidden: Marks): Cell | null {
  for (const [row, marks] of hidden.entries()) {
    for (const [column, mark] of marks.entries()) {
      if (mark && !reached(hidden, { row, column }).columns.has(column)) return { row, column };
    }
  }
  return null;
}

/** What hangs together with the row of a hidden cell when that cell itself is not walked over. */
function reached(
  hidden: Marks,
  without: Cell,
): { readonly rows: ReadonlySet<number>; readonly columns: ReadonlySet<number> } {
  const rows = new Set([without.row]);
  const columns = new Set<number>();
  const open: ({ row: number } | { column: number })[] = [{ row: without.row }];
  const isWalked = (row: number, column: number) =>
    hidden[row]?.[column] === true && !(row === without.row && column === without.column);
  for (let next = open.pop(); next; next = open.pop()) {
    if ('row' in next) {
      for (const column of hidden[next.row]?.keys() ?? []) {
        if (!isWalked(next.row, column) || columns.has(column)) continue;
        columns.add(column);
        open.push({ column });
      }
    } else {
      for (const row of hidden.keys()) {
        if (!isWalked(row, next.column) || rows.has(row)) continue;
        rows.add(row);
        open.push({ row });
      }
    }
  }
  return { rows, columns };
}
