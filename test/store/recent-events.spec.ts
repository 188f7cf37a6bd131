import { RecentEvents } from '../../src/store/recent-events';
import type { StoredEvent } from '../../src/store/event-store';

function event(position: number, bytes = 10): StoredEvent {
  const data = JSON.stringify('x'.repeat(bytes));
  const place = { position, stream: 'episode-1', version: position - 1, id: String(position) };
  const content = { type: 'Any', header: '{}', data, sealed: null, hash: Buffer.alloc(32) };
  return { ...place, ...content, loggedAt: '2026-01-01T00:00:00.000000Z' };
}

const positions = (events: readonly StoredEvent[]) => events.map(({ position }) => position);

describe('events that were just appended', () => {
  it('are given as they follow each other, in whatever order they were added', () => {
    const recent = new RecentEvents();
    recent.add([event(12)]);
    recent.add([event(11), event(13)]);
    expect(positions(recent.take(10, 2))).toEqual([11, 12]);
    expect(positions(recent.take(12, 9))).toEqual([13]);
    expect(recent.take(13, 9)).toEqual([]);
  });

  it('are not given past a gap: what is between them is read from the log', () => {
    const recent = new RecentEvents();
    recent.add([event(11), event(13), event(14)]);
    expect(recent.take(9, 9)).toEqual([]);
    expect(positions(recent.take(10, 9))).toEqual([11]);
    expect(recent.take(11, 9)).toEqual([]);
    expect(positions(recent.take(12, 9))).toEqual([13, 14]);
  });

  it('are given once: what could not be written is read again from the log', () => {
    const recent = new RecentEvents();
    recent.add([event(11), event(12)]);
    expect(recent.take(10, 9)).toHaveLength(2);
    expect(recent.take(10, 9)).toEqual([]);
  });

  it('are forgotten from the first when nobody takes them', () => {
    const recent = new RecentEvents();
    for (let position = 1; position <= 100; position++) recent.add([event(position, 200_000)]);
    expect(recent.take(0, 100)).toEqual([]);
    expect(positions(recent.take(61, 100)).at(-1)).toBe(100);
  });

  it('count once what is added again: what else is kept does not shrink by it', () => {
    const recent = new RecentEvents();
    for (let round = 0; round < 100; round++) recent.add([event(1, 200_000)]);
    recent.add([event(2)]);
    expect(positions(recent.take(0, 9))).toEqual([1, 2]);
  });
});
