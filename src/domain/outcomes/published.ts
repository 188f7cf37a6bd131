import { hiddenTogether } from './suppression';

/** Counts of a group of episodes, each part of the one before. */
export interface GroupCounts {
  readonly episodes: number;
  readonly eligible: number;
  readonly complete: number;
  /** Complete, and their measure has a threshold. */
  readonly judged: number;
  readonly responders: number;
}

/** What may be told of a group to who may not open its episodes; null: hidden. */
export interface PublishedCell {
  readonly episodes: number | null;
  readonly outcomes: Omit<GroupCounts, 'episodes'> | null;
}

const NOBODY: GroupCounts = { episodes: 0, eligible: 0, complete: 0, judged: 0, responders: 0 };

/**
 * A table of groups with one more row and column for the sums. Episodes are hidden by themselves;
 * what became of them is hidden where any part of them, or what is left of it, is from 1 to 10,
 * together with so much else that nothing hidden can be had back from the whole table.
 */
export function published(
  groups: readonly (readonly GroupCounts[])[],
): readonly (readonly PublishedCell[])[] {
  const table = withSums(groups);
  const of = (count: (group: GroupCounts) => number) => groups.map((row) => row.map(count));
  const episodes = of((group) => group.episodes);
  const alone = hiddenTogether(episodes, []);
  const together = hiddenTogether(episodes, [
    of((group) => group.eligible),
    of((group) => group.episodes - group.eligible),
    of((group) => group.complete),
    of((group) => group.eligible - group.complete),
    of((group) => group.judged),
    of((group) => group.complete - group.judged),
    of((group) => group.responders),
    of((group) => group.judged - group.responders),
  ]);
  return table.map((row, r) =>
    row.map((group, c) => ({
      episodes: alone[r]?.[c] ? null : group.episodes,
      // Where the number of episodes is hidden, a part of it would tell a lowest number of them.
      outcomes: alone[r]?.[c] || together[r]?.[c] ? null : partsOf(group),
    })),
  );
}

function partsOf({ eligible, complete, judged, responders }: GroupCounts) {
  return { eligible, complete, judged, responders };
}

function withSums(groups: readonly (readonly GroupCounts[])[]): GroupCounts[][] {
  const rows = groups.map((row) => [...row, row.reduce(plus, NOBODY)]);
  const columns = rows[0]?.length ?? 0;
  const sums = Array.from({ length: columns }, (_, c) =>
    rows.map((row) => row[c] ?? NOBODY).reduce(plus, NOBODY),
  );
  return [...rows, sums];
}

function plus(a: GroupCounts, b: GroupCounts): GroupCounts {
  return {
    episodes: a.episodes + b.episodes,
    eligible: a.eligible + b.eligible,
    complete: a.complete + b.complete,
    judged: a.judged + b.judged,
    responders: a.responders + b.responders,
  };
}
