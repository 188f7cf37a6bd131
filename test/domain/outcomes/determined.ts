import fc from 'fast-check';

/** Counts by row and column, the sums last; null: hidden. */
export type Cells = readonly (readonly (number | null)[])[];

/**
 * Whether a hidden cell follows from the shown ones: whether its unit vector is a combination of
 * the equations "row adds up" and "column adds up" (Gaussian elimination over the hidden cells).
 */
export function isDetermined(cells: Cells, target: { row: number; column: number }): boolean {
  const unknowns = cells.flatMap((row, r) =>
    row.flatMap((cell, c) => (cell === null ? [`${r},${c}`] : [])),
  );
  const place = new Map(unknowns.map((id, index) => [id, index]));
  const lastRow = cells.length - 1;
  const lastColumn = (cells[0]?.length ?? 0) - 1;
  const equation = (ids: readonly [number, number][], signOf: (r: number, c: number) => number) => {
    const row = Array<number>(unknowns.length).fill(0);
    for (const [r, c] of ids) {
      const index = place.get(`${r},${c}`);
      if (index !== undefined) row[index] = signOf(r, c);
    }
    return row;
  };
  const lines: number[][] = [];
  for (let r = 0; r <= lastRow; r++) {
    const ids = Array.from({ length: lastColumn + 1 }, (_, c): [number, number] => [r, c]);
    lines.push(equation(ids, (_r, c) => (c === lastColumn ? -1 : 1)));
  }
  for (let c = 0; c <= lastColumn; c++) {
    const ids = Array.from({ length: lastRow + 1 }, (_, r): [number, number] => [r, c]);
    lines.push(equation(ids, (r) => (r === lastRow ? -1 : 1)));
  }
  const wanted = Array<number>(unknowns.length).fill(0);
  wanted[place.get(`${target.row},${target.column}`) ?? -1] = 1;
  return rank([...lines, wanted]) === rank(lines);
}

function rank(lines: readonly (readonly number[])[]): number {
  const rows = lines.map((line) => [...line]);
  let found = 0;
  for (let column = 0; column < (rows[0]?.length ?? 0); column++) {
    const pivot = rows.findIndex(
      (row, index) => index >= found && Math.abs(row[column] ?? 0) > 1e-9,
    );
    if (pivot < 0) continue;
    [rows[found], rows[pivot]] = [rows[pivot]!, rows[found]!];
    const lead = rows[found]!;
    for (const [index, row] of rows.entries()) {
      if (index === found) continue;
      const factor = (row[column] ?? 0) / (lead[column] ?? 1);
      if (factor !== 0) row.forEach((_, c) => (row[c]! -= factor * lead[c]!));
    }
    found += 1;
  }
  return found;
}

/** Counts without sums, small ones and large ones. */
export const tables = fc
  .tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 }))
  .chain(([rows, columns]) =>
    fc.array(
      fc.array(fc.oneof(fc.integer({ min: 0, max: 15 }), fc.integer({ min: 0, max: 200 })), {
        minLength: columns,
        maxLength: columns,
      }),
      { minLength: rows, maxLength: rows },
    ),
  );
