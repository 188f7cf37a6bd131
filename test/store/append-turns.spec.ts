import { setImmediate as nextTurn } from 'node:timers/promises';
import { AppendTurns } from '../../src/store/append-turns';

const LONG_MS = 60_000;

describe('turns of appends', () => {
  it('come in order, and never with more events on their way than allowed', async () => {
    const turns = new AppendTurns(4);
    const went: string[] = [];
    const enter = (name: string, events: number) =>
      turns.enter(events, LONG_MS).then(() => went.push(name));
    const all = [enter('a', 3), enter('b', 2), enter('c', 1), enter('d', 9), enter('e', 1)];
    await nextTurn();
    // c would fit beside a, but b is before it.
    expect(went).toEqual(['a']);
    turns.leave(3);
    await nextTurn();
    expect(went).toEqual(['a', 'b', 'c']);
    turns.leave(2);
    await nextTurn();
    expect(went).toEqual(['a', 'b', 'c']);
    turns.leave(1);
    await nextTurn();
    // More than is allowed at once: alone.
    expect(went).toEqual(['a', 'b', 'c', 'd']);
    turns.leave(9);
    await Promise.all(all);
  });

  it('who does not wait any longer is not waited for', async () => {
    const turns = new AppendTurns(1);
    await turns.enter(1, LONG_MS);
    await expect(turns.enter(1, 1)).rejects.toThrow('no answer in 1 ms');
    const next = turns.enter(1, LONG_MS);
    turns.leave(1);
    await next;
    turns.leave(1);
    await turns.enter(1, LONG_MS);
  });
});
