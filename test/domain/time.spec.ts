import fc from 'fast-check';
import {
  daysBetween,
  endOfDay,
  epochMs,
  instantOf,
  localDate,
  monthOf,
  parseInstant,
  parseLocalDate,
  parseZone,
  plusDays,
  plusElapsedDays,
  plusHours,
  startOfDay,
  type Instant,
  type Zone,
} from '../../src/domain/time';
import { BERLIN, day, utc, zone } from './cast';

const hoursOf = (date: string, where: Zone) =>
  (epochMs(endOfDay(day(date), where)) - epochMs(startOfDay(day(date), where))) / 3_600_000;

describe('an instant', () => {
  it('is read with any offset, and written one way, so that it sorts as text', () => {
    expect(parseInstant('2026-03-29T03:00:00+02:00')).toBe('2026-03-29T01:00:00.000Z');
    expect(parseInstant('2026-03-29T01:00Z')).toBe('2026-03-29T01:00:00.000Z');
    // Parts of a millisecond are cut off.
    expect(parseInstant('2026-03-29T01:00:00.123999Z')).toBe('2026-03-29T01:00:00.123Z');
  });

  it.each(['', 'yesterday', '2026-03-29', '2026-03-29T01:00', '2026-02-30T01:00Z', '2026-13-01'])(
    '%p is none',
    (text) => {
      expect(parseInstant(text)).toBeNull();
    },
  );

  it('moves by elapsed time, whatever the clocks do', () => {
    expect(plusHours(utc('2026-03-29T00:30'), 1)).toBe(utc('2026-03-29T01:30'));
    expect(plusElapsedDays(utc('2026-03-28T12:00'), 1)).toBe(utc('2026-03-29T12:00'));
  });

  it('is reckoned as by the runtime', () => {
    const any = fc.integer({ min: Date.UTC(1, 0), max: Date.UTC(9000, 0) });
    fc.assert(
      fc.property(any, fc.integer({ min: -9_000, max: 9_000 }), (ms, days) => {
        const at = instantOf(ms);
        expect(epochMs(at)).toBe(ms);
        if (ms < Date.UTC(100, 0)) return;
        expect(plusElapsedDays(at, days)).toBe(instantOf(ms + days * 86_400_000));
        const [from, to] = [day(at.slice(0, 10)), day(plusElapsedDays(at, days).slice(0, 10))];
        expect(plusDays(from, days)).toBe(to);
        expect(daysBetween(from, to)).toBe(days);
      }),
    );
    expect(epochMs('2026-03-29T0x:00:00.000Z' as Instant)).toBeNaN();
  });
});

describe('a local day', () => {
  it.each(['2026-02-29', '2026-3-1', '2026-00-10', '20260301', '2026-03-01T00:00'])(
    '%p is none',
    (text) => {
      expect(parseLocalDate(text)).toBeNull();
    },
  );

  it('counts in calendar days', () => {
    expect(plusDays(day('2024-02-28'), 1)).toBe('2024-02-29');
    expect(plusDays(day('2026-01-01'), -1)).toBe('2025-12-31');
    expect(daysBetween(day('2026-03-28'), day('2026-03-30'))).toBe(2);
    expect(daysBetween(day('2026-03-30'), day('2026-03-28'))).toBe(-2);
    expect(monthOf(day('2026-03-30'))).toBe('2026-03');
  });
});

describe('a zone', () => {
  it('is one that the runtime knows, in its spelling', () => {
    expect(parseZone('europe/berlin')).toBe('Europe/Berlin');
    expect(parseZone('Asia/Kathmandu')).not.toBeNull();
    expect(parseZone('Mars/Olympus')).toBeNull();
    expect(parseZone('+01:00')).toBeNull();
    expect(parseZone('2026-01-01T00:00[Europe/Berlin]')).toBeNull();
    expect(parseZone('')).toBeNull();
  });
});

describe('nights when clocks change (Europe/Berlin 2026)', () => {
  it('make a day of 23 hours in March and of 25 in October', () => {
    expect(hoursOf('2026-03-28', BERLIN)).toBe(24);
    expect(hoursOf('2026-03-29', BERLIN)).toBe(23);
    expect(hoursOf('2026-10-25', BERLIN)).toBe(25);
    expect(startOfDay(day('2026-03-29'), BERLIN)).toBe(utc('2026-03-28T23:00'));
    expect(startOfDay(day('2026-03-30'), BERLIN)).toBe(utc('2026-03-29T22:00'));
    expect(startOfDay(day('2026-10-26'), BERLIN)).toBe(utc('2026-10-25T23:00'));
  });

  it.each([
    ['2026-03-28T22:59', '2026-03-28'],
    ['2026-03-28T23:00', '2026-03-29'],
    // Before and after the hour that is left out.
    ['2026-03-29T00:59', '2026-03-29'],
    ['2026-03-29T01:00', '2026-03-29'],
    ['2026-03-29T21:59', '2026-03-29'],
    ['2026-03-29T22:00', '2026-03-30'],
    // Both of the hours that are called two o'clock.
    ['2026-10-25T00:30', '2026-10-25'],
    ['2026-10-25T01:30', '2026-10-25'],
    ['2026-10-24T21:59', '2026-10-24'],
    ['2026-10-24T22:00', '2026-10-25'],
    ['2026-10-25T22:59', '2026-10-25'],
    ['2026-10-25T23:00', '2026-10-26'],
  ])('%s UTC is on %s', (moment, date) => {
    expect(localDate(utc(moment), BERLIN)).toBe(date);
  });
});

describe('unusual zones', () => {
  it('are ahead by quarters of an hour', () => {
    const kathmandu = zone('Asia/Kathmandu'); // UTC+05:45
    expect(startOfDay(day('2026-03-02'), kathmandu)).toBe(utc('2026-03-01T18:15'));
    expect(localDate(utc('2026-03-01T18:14'), kathmandu)).toBe('2026-03-01');
    expect(localDate(utc('2026-03-01T18:15'), kathmandu)).toBe('2026-03-02');
    const chatham = zone('Pacific/Chatham'); // UTC+13:45 in summer
    expect(startOfDay(day('2026-01-15'), chatham)).toBe(utc('2026-01-14T10:15'));
  });

  // In these places clocks went from 00:00 to 01:00, so that the day began at one.
  it.each([
    ['America/Asuncion', '2023-10-01', '2023-10-01T04:00'],
    ['Asia/Beirut', '2022-03-27', '2022-03-26T22:00'],
    ['America/Sao_Paulo', '2018-11-04', '2018-11-04T03:00'],
  ])('%s had no midnight on %s', (name, date, moment) => {
    const where = zone(name);
    const start = startOfDay(day(date), where);
    expect(start).toBe(utc(moment));
    expect(hoursOf(date, where)).toBe(23);
    expect(localDate(start, where)).toBe(date);
    expect(localDate(instantOf(epochMs(start) - 1), where)).toBe(plusDays(day(date), -1));
  });

  it('had midnight twice in Tehran, on a half hour of UTC', () => {
    const tehran = zone('Asia/Tehran');
    // At 24:00 of the 21st, UTC+04:30, clocks went back to 23:00, UTC+03:30.
    expect(localDate(utc('2021-09-21T19:29'), tehran)).toBe('2021-09-21');
    expect(localDate(utc('2021-09-21T19:30'), tehran)).toBe('2021-09-21');
    expect(localDate(utc('2021-09-21T20:30'), tehran)).toBe('2021-09-22');
  });

  it('left a whole day out: Apia had no 30 December 2011', () => {
    const apia = zone('Pacific/Apia');
    expect(hoursOf('2011-12-29', apia)).toBe(24);
    expect(hoursOf('2011-12-30', apia)).toBe(0);
    expect(localDate(utc('2011-12-30T09:59'), apia)).toBe('2011-12-29');
    expect(localDate(utc('2011-12-30T10:00'), apia)).toBe('2011-12-31');
  });
});

describe('laws of local time', () => {
  const zones = [
    'Europe/Berlin',
    'America/New_York',
    'America/St_Johns',
    'America/Asuncion',
    'Asia/Beirut',
    'Asia/Kathmandu',
    'Asia/Tehran',
    'Asia/Tokyo',
    'Australia/Lord_Howe',
    'Pacific/Chatham',
    'Pacific/Apia',
    'UTC',
  ].map(zone);
  const anyZone = fc.constantFrom(...zones);
  const last = Date.UTC(2037, 11, 31);
  const since1970 = fc.integer({ min: 0, max: last }).map(instantOf);
  // Until 2011 Newfoundland changed its clocks at 00:01: such a day came back for an hour.
  const anyInstant = fc.integer({ min: Date.UTC(2012, 0, 1), max: last }).map(instantOf);
  const calendars = new Map(
    zones.map((name) => {
      const parts = { year: 'numeric', month: '2-digit', day: '2-digit' } as const;
      return [name, new Intl.DateTimeFormat('en-CA', { ...parts, timeZone: name })];
    }),
  );

  it('localDate is the date of the calendar of Intl', () => {
    fc.assert(
      fc.property(since1970, anyZone, (at, where) => {
        expect(localDate(at, where)).toBe(calendars.get(where)!.format(epochMs(at)));
      }),
      { numRuns: 2_000 },
    );
  });

  it('a moment lies in [start, end) of its local day', () => {
    fc.assert(
      fc.property(anyInstant, anyZone, (at, where) => {
        const date = localDate(at, where);
        expect(startOfDay(date, where) <= at).toBe(true);
        expect(at < endOfDay(date, where)).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });

  it('instants compare as text like numbers', () => {
    fc.assert(
      fc.property(anyInstant, anyInstant, (a, b) => {
        expect(a < b).toBe(epochMs(a) < epochMs(b));
      }),
    );
  });

  it('daysBetween undoes plusDays', () => {
    fc.assert(
      fc.property(anyInstant, fc.integer({ min: -40_000, max: 20_000 }), (at, days) => {
        const date = localDate(at, BERLIN);
        expect(daysBetween(date, plusDays(date, days))).toBe(days);
      }),
    );
  });
});

describe('a zone whose clocks changed a minute past midnight', () => {
  // Newfoundland, 7 November 2010: at 00:01 NDT (02:31 UTC) it was 23:01 NST of the day before
  // again (IANA tz database, rule StJohns until 2011).
  const newfoundland = zone('America/St_Johns');
  const said = [
    ['2010-11-07T02:29:59', '2010-11-06'],
    ['2010-11-07T02:30:30', '2010-11-07'],
    ['2010-11-07T02:31:00', '2010-11-06'],
    ['2010-11-07T02:44:00', '2010-11-06'],
    ['2010-11-07T03:29:59', '2010-11-06'],
    ['2010-11-07T03:30:00', '2010-11-07'],
  ] as const;

  it.each([said, [...said].reverse(), said])(
    'has its days to the moment, asked in any order',
    (...asked) => {
      for (const [at, expected] of asked) {
        expect([at, localDate(utc(at), newfoundland)]).toEqual([at, expected]);
      }
    },
  );
});
