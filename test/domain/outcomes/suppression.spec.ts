import fc from 'fast-check';
import { CELL_MIN, suppress } from '../../../src/domain/outcomes/suppression';

type Cells = readonly (readonly (number | null)[])[];

/**
 * Whether a hidden cell follows from the shown ones: whether its unit vector is a combination of
 * the equations "row adds up" and "column adds up" (Gaussian elimination over the hidden cells).
 */
function isDetermined(cells: Cells, target: { row: number; column: number }): boolean {
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

const tables = fc
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

describe('suppression of small counts', () => {
  it('hides nothing where every count is 11 or more', () => {
    expect(
      suppress([
        [11, 20],
        [30, 40],
      ]).cells,
    ).toEqual([
      [11, 20, 31],
      [30, 40, 70],
      [41, 60, 101],
    ]);
  });

  it('hides a small count with a partner in its row, in its column, and where they cross', () => {
    const { cells } = suppress([
      [5, 20, 90],
      [30, 40, 95],
      [50, 60, 99],
    ]);
    expect(cells).toEqual([
      [null, null, 90, 115],
      [null, null, 95, 165],
      [50, 60, 99, 209],
      [85, 120, 284, 489],
    ]);
  });

  it('hides a sum that would tell that all its hidden parts are small', () => {
    const { cells } = suppress([
      [0, 3, 40],
      [50, 60, 70],
    ]);
    expect(cells[0]?.slice(0, 2)).toEqual([null, null]);
    expect(cells[0]?.[3]).toBeNull();
  });

  it('hides a lone small count with every sum of it', () => {
    expect(suppress([[7]]).cells).toEqual([
      [null, null],
      [null, null],
    ]);
  });

  it('never shows a small count, and no hidden one follows from the shown ones', () => {
    fc.assert(
      fc.property(tables, (counts) => {
        const { cells } = suppress(counts);
        for (const [row, line] of cells.entries()) {
          for (const [column, cell] of line.entries()) {
            if (cell !== null) expect(cell).toBeGreaterThanOrEqual(CELL_MIN);
            else expect(isDetermined(cells, { row, column })).toBe(false);
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it('shows what it shows as it is', () => {
    fc.assert(
      fc.property(tables, (counts) => {
        const { cells } = suppress(counts);
        counts.forEach((row, r) => {
          row.forEach((count, c) => {
            expect([count, null]).toContain(cells[r]?.[c]);
          });
        });
      }),
    );
  });
});
