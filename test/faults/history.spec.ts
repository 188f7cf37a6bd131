import { judge, type Logged, type Told } from './history';

const log: Logged[] = [
  { position: 1, stream: 's', version: 0, id: 'a' },
  { position: 2, stream: 's', version: 1, id: 'b' },
  { position: 3, stream: 't', version: 0, id: 'c' },
];
const told: Told[] = [
  { kind: 'sent', id: 'a', stream: 's', atMs: 0 },
  { kind: 'answered', id: 'a', atMs: 1, version: 0, position: 1 },
  { kind: 'sent', id: 'b', stream: 's', atMs: 2 },
  { kind: 'answered', id: 'b', atMs: 3, version: 1, position: null },
  { kind: 'looked', stream: 's', atMs: 4, head: 1 },
  { kind: 'sent', id: 'c', stream: 't', atMs: 5 },
  { kind: 'answered', id: 'c', atMs: 6, version: 0, position: 3 },
];
const clean = { answered: 3, events: 3, lost: [], doubled: [], reordered: [], stale: [] };

/** A checker that finds nothing is worth what it would find. */
describe('the history checker', () => {
  it('finds nothing amiss where nothing is', () => {
    expect(judge(told, log)).toEqual(clean);
  });

  it('an answered event that is gone, or elsewhere than answered, is lost', () => {
    expect(judge(told, log.slice(0, 2)).lost).toEqual(['c']);
    const elsewhere = log.map((e) => (e.id === 'a' ? { ...e, position: 9 } : e));
    expect(judge(told, elsewhere).lost).toEqual(['a']);
  });

  it('an event that is there twice is doubled', () => {
    const twice = [...log, { position: 4, stream: 's', version: 2, id: 'b' }];
    expect(judge(told, twice).doubled).toEqual(['b']);
  });

  it('a gap, a step back, and an overtaking are reordered', () => {
    const gap = log.map((e) => (e.id === 'c' ? { ...e, position: 4 } : e));
    expect(judge(told, gap).reordered).toContain('c');
    const [a, b, c] = log;
    const overtaking = [
      { ...c, position: 1 },
      { ...a, position: 2 },
      { ...b, position: 3 },
    ] as Logged[];
    expect(judge(told, overtaking).reordered).toEqual(['c']);
  });

  it('a look that misses what was answered before is stale', () => {
    const stale = told.map((e) => (e.kind === 'looked' ? { ...e, head: 0 } : e));
    expect(judge(stale, log).stale).toEqual(['s']);
  });
});
