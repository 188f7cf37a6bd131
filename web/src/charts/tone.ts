/**
 * What a mark says beside its place. Each has a shape, a colour and a word, so none of the three is
 * needed to read the others: better ▲, worse ▼, ordinary ●, and ◆ where neither way is better.
 */
export type Tone = 'better' | 'worse' | 'ordinary' | 'undirected';

/** Which way of a figure is good news; `none`: it only describes. */
export type Better = 'higher' | 'lower' | 'none';

/** What a move to one side says; `side` is its sign, 0 for no move. */
export function toneOf(side: number, better: Better): Tone {
  if (side === 0) return 'ordinary';
  if (better === 'none') return 'undirected';
  return side > 0 === (better === 'higher') ? 'better' : 'worse';
}
