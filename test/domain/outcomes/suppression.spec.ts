import fc from 'fast-check';
import { CELL_MIN, suppress } from '../../../src/domain/outcomes/suppression';
import { isDetermined, tables } from './determined';

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
