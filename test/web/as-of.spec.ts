import { askedText, parseAsked } from '../../web/src/data/as-of';
import { parseMoment } from '../../web/src/frame/parse-moment';
import { parseSearch, stringifySearch } from '../../web/src/search-params';

const nowMs = Date.parse('2026-04-10T10:00:00Z');
const berlin = { zone: 'Europe/Berlin', language: 'en', nowMs };

describe('the moment of an address', () => {
  it.each([
    '2026-03-31T15:00:00Z',
    'p184220',
    'p184220_2026-03-31T15:00:00Z',
    'p1_2026-03-31T15:00:00.123456Z',
  ])('%s is read and written alike', (text) => {
    const asked = parseAsked(text);
    expect(asked && askedText(asked)).toBe(text);
  });

  it.each([undefined, '', 'now', 'p', 'p12x', '2026-03-31', '2026-03-31T15:00:00+02:00', 'p1_'])(
    '%s is now',
    (text) => {
      expect(parseAsked(text)).toBeNull();
    },
  );

  it('keeps texts as they stand: no number is made of a position', () => {
    const search = '?asOf=p9007199254740993_2026-03-31T15:00:00Z&flags=GOAL_DUE,REACTION';
    expect(stringifySearch(parseSearch(search))).toBe(search);
    expect(parseSearch('?q=007&asOf=p1')).toEqual({ q: '007', asOf: 'p1' });
    expect(stringifySearch({ q: undefined, sort: '' })).toBe('');
  });
});

describe('a moment that somebody writes', () => {
  const at = (text: string, where = berlin) => {
    const parsed = parseMoment(text, where);
    return parsed.kind === 'moment' ? askedText(parsed.moment) : parsed.kind;
  };

  it('is a day, which means its end, or an hour of it, in the zone', () => {
    expect(at('2026-03-31')).toBe('2026-03-31T22:00:00Z');
    expect(at('31.3.2026')).toBe('2026-03-31T22:00:00Z');
    expect(at('31 Mar 2026')).toBe('2026-03-31T22:00:00Z');
    expect(at('31. März 2026 17:00', { ...berlin, language: 'de' })).toBe('2026-03-31T15:00:00Z');
    expect(at('2026-02-01 17:00')).toBe('2026-02-01T16:00:00Z');
    expect(at('2026-02-01 17:00', { ...berlin, zone: 'Asia/Kolkata' })).toBe(
      '2026-02-01T11:30:00Z',
    );
  });

  it('is now for today, and refused for what lies ahead', () => {
    expect(at('10.4.2026')).toBe('2026-04-10T10:00:00Z');
    expect(at('11.4.2026')).toBe('future');
    expect(at('10.4.2026 23:00')).toBe('future');
    expect(at('2027-01-01T00:00:00Z')).toBe('future');
  });

  it('is a position, or what an address says', () => {
    expect(at('p1842')).toBe('p1842');
    expect(at(' P1842 ')).toBe('p1842');
    expect(at('p1842_2026-03-31T15:00:00Z')).toBe('p1842_2026-03-31T15:00:00Z');
  });

  it('is the first that it can be where clocks change', () => {
    // 2026-03-29 02:30 is skipped in Berlin; 2025-10-26 02:30 comes twice.
    expect(at('2026-03-29 02:30')).toBe('2026-03-29T00:30:00Z');
    expect(at('2025-10-26 02:30')).toBe('2025-10-26T00:30:00Z');
  });

  it.each(['', 'yesterday-ish', '30.2.2026', '2026-13-01', '1.1.2026 25:00', '31 Foo 2026'])(
    '%s is none',
    (text) => {
      expect(at(text)).toBe('invalid');
    },
  );
});
