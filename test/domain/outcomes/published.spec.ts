import fc from 'fast-check';
import { published, type GroupCounts } from '../../../src/domain/outcomes/published';
import { isDetermined, tables, type Cells } from './determined';

/** Groups whose parts are shares of them. */
const groups = fc
  .tuple(tables, fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 16 }))
  .map(([counts, shares]) =>
    counts.map((row, r) =>
      row.map((episodes, c): GroupCounts => {
        const part = (whole: number, n: number) =>
          Math.round(whole * (shares[(r * 5 + c * 4 + n) % shares.length] ?? 1));
        const eligible = part(episodes, 0);
        const complete = part(eligible, 1);
        const judged = part(complete, 2);
        return { episodes, eligible, complete, judged, responders: part(judged, 3) };
      }),
    ),
  );

type Layer = (cell: GroupCounts) => number;
const LAYERS: readonly Layer[] = [
  (cell) => cell.eligible,
  (cell) => cell.eligible - cell.complete,
  (cell) => cell.complete,
  (cell) => cell.complete - cell.judged,
  (cell) => cell.judged,
  (cell) => cell.responders,
  (cell) => cell.judged - cell.responders,
];

function expectNothingFollows(cells: Cells): void {
  for (const [row, line] of cells.entries()) {
    for (const [column, cell] of line.entries()) {
      if (cell === null) expect(isDetermined(cells, { row, column })).toBe(false);
    }
  }
}

describe('a published table', () => {
  it('tells no small group, no small part of one, and nothing that one follows from', () => {
    fc.assert(
      fc.property(groups, (table) => {
        const cells = published(table);
        const episodes = cells.map((row) => row.map((cell) => cell.episodes));
        expectNothingFollows(episodes);
        for (const cell of episodes.flat()) if (cell !== null) expect(cell).toBeGreaterThan(10);
        for (const layer of LAYERS) {
          const shown = cells.map((row) =>
            row.map(({ episodes: n, outcomes }) =>
              n !== null && outcomes ? layer({ episodes: n, ...outcomes }) : null,
            ),
          );
          expectNothingFollows(shown);
          for (const count of shown.flat()) {
            if (count !== null) expect(count === 0 || count > 10).toBe(true);
          }
        }
      }),
      { numRuns: 200, seed: 20261122 },
    );
  });

  it('shows large groups with all that became of them, and hides the outcomes of others', () => {
    const large = { episodes: 200, eligible: 150, complete: 120, judged: 120, responders: 60 };
    const lost = { ...large, complete: 145, judged: 145 };
    const { episodes, ...outcomes } = large;
    expect(published([[large, large]])[0]?.[0]).toEqual({ episodes, outcomes });
    const [row] = published([[lost, large, { ...large, episodes: 300 }]]);
    expect(row?.[0]).toEqual({ episodes, outcomes: null });
    // Its five missing are not to be had back from the sum.
    expect(row?.[1]?.outcomes).toBeNull();
    expect(row?.[2]?.outcomes).not.toBeNull();
  });
});
