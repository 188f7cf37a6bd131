import {
  firstBreak,
  laidOut,
  placesBetween,
  shortPath,
  tiesOf,
  versionOf,
  written,
} from '../../web/src/replay/replay-facts';

describe('replay of an episode', () => {
  it('starts at the last entry, and stays within what there is', () => {
    expect(versionOf(undefined, 47)).toBe(47);
    expect(versionOf('17', 47)).toBe(17);
    expect(versionOf('99', 47)).toBe(47);
    expect(versionOf('x', 3)).toBe(3);
  });

  it('tells the first entry that is altered, or that what was before it is missing', () => {
    const entry = (version: number, prevHash: string, intact = true) => ({
      ...{ version, hash: `h${version}` },
      stored: { prevHash, intact },
    });
    const whole = [entry(0, ''), entry(1, 'h0'), entry(2, 'h1')];
    expect(firstBreak(whole)).toBeNull();
    expect(firstBreak([])).toBeNull();
    expect(firstBreak(whole.toSpliced(1, 1))).toBe(1);
    expect(firstBreak(whole.with(1, entry(1, 'h0', false)))).toBe(1);
    expect(firstBreak(whole.with(2, entry(2, 'another')))).toBe(2);
    expect(firstBreak(whole.slice(1))).toBe(0);
  });

  it('lays stored JSON out in its stored order, and leaves what is none', () => {
    expect(laidOut('{"b":1,"a":[2]}')).toBe('{\n  "b": 1,\n  "a": [\n    2\n  ]\n}');
    expect(laidOut('{"b":')).toBe('{"b":');
  });

  it('says what ties an entry to others, also of an envelope that was spoilt', () => {
    expect(tiesOf('{"correlationId":"c","schemaVersion":2,"causationId":null}')).toEqual({
      correlationId: 'c',
      causationId: null,
      commandId: null,
      schemaVersion: '2',
    });
    expect(tiesOf('{"corr').correlationId).toBeNull();
  });

  it('writes values and places of moments', () => {
    expect([written(null), written('a'), written({ a: 1 })]).toEqual(['', 'a', '{\n "a": 1\n}']);
    const path = 'goals[c5b158db-c06c-5cb1-990a-eea6291cebb9].status';
    expect(shortPath(path)).toBe('goals[…ebb9].status');
    const place = placesBetween(['2026-01-01T00:00:00Z', '2026-01-03T00:00:00Z']);
    expect(place('2026-01-02T00:00:00Z')).toBe(0.5);
    expect(placesBetween(['2026-01-01T00:00:00Z'])('2026-01-01T00:00:00Z')).toBe(0.5);
  });
});
