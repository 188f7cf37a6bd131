import { isoWithOffset, toCsv } from '../../web/src/charts/csv';
import {
  byName,
  countUnits,
  spotsOf,
  spread,
  toldUnits,
  type Unit,
} from '../../web/src/charts/funnel-facts';
import { isAfterDue, originalLine, stepsOf } from '../../web/src/charts/goal-facts';
import { formatFigure } from '../../web/src/charts/numbers';
import { toneOf } from '../../web/src/charts/tone';
import {
  rangeToDraw,
  stretchesOf,
  toldPoints,
  unbroken,
  variationOf,
  type MonthLimits,
  type MonthPoint,
} from '../../web/src/charts/xmr-facts';

const month = (at: string, value: number | null, ...signals: MonthPoint['signals']) => ({
  month: at,
  value,
  movingRange: null,
  signals,
});
const limits = (from: string, mean: number): MonthLimits => {
  return { from, mean, lower: mean - 0.2, upper: mean + 0.2, points: 12, state: 'PRELIMINARY' };
};

describe('tones', () => {
  it('calls a move good by the way that is better', () => {
    expect(toneOf(1, 'higher')).toBe('better');
    expect(toneOf(1, 'lower')).toBe('worse');
    expect(toneOf(-1, 'lower')).toBe('better');
    expect(toneOf(-1, 'none')).toBe('undirected');
    expect(toneOf(0, 'higher')).toBe('ordinary');
  });
});

describe('months of a control chart', () => {
  it('judges a point by the side of the mean of its own stretch', () => {
    const two = [limits('2026-01', 0.5), limits('2026-03', 0.8)];
    const points = [month('2026-02', 0.75, 'OUTSIDE'), month('2026-03', 0.75, 'RUN')];
    const tones = toldPoints(points, two, 'higher').map(({ tone }) => tone);
    expect(tones).toEqual(['better', 'worse']);
  });

  it('judges a trend by its way, wherever it lies', () => {
    const points = [month('2026-01', 0.3), month('2026-02', 0.4, 'TREND')];
    const told = toldPoints(points, [limits('2026-01', 0.6)], 'higher');
    expect(told[1]?.tone).toBe('better');
  });

  it('says nothing of a point that breaks no rule', () => {
    const told = toldPoints([month('2026-01', 0.9)], [limits('2026-01', 0.5)], 'higher');
    expect(variationOf(told)).toMatchObject({ tone: 'ordinary', signalled: 0, latestSignal: null });
  });

  it('looks at the last month with a value', () => {
    const points = [month('2026-01', 0.9, 'OUTSIDE'), month('2026-02', null)];
    const variation = variationOf(toldPoints(points, [limits('2026-01', 0.5)], 'lower'));
    expect(variation).toMatchObject({ tone: 'worse', signalled: 1, state: 'PRELIMINARY' });
    expect(variation.last?.month).toBe('2026-01');
  });

  it('ends limits where the next ones begin', () => {
    const points = ['2026-01', '2026-02', '2026-03', '2026-04'].map((at) => month(at, 0.5));
    const ends = stretchesOf(points, [limits('2026-01', 0.5), limits('2026-03', 0.6)]);
    expect(ends.map(({ from, until }) => [from, until])).toEqual([
      ['2026-01', '2026-02'],
      ['2026-03', '2026-04'],
    ]);
  });

  it('draws no line over a gap', () => {
    const runs = unbroken([month('1', 1), month('2', null), month('3', 2), month('4', 3)]);
    expect(runs.map((run) => run.map((each) => each.month))).toEqual([['1'], ['3', '4']]);
  });

  it('leaves air, but not beyond what a figure can be', () => {
    expect(rangeToDraw([0.02, 0.98, null], { min: 0, max: 1 })).toEqual([0, 1]);
    const [low, high] = rangeToDraw([10, 20], { min: 0, max: null });
    expect([low, high]).toEqual([10 - 0.8, 20 + 0.8]);
    expect(rangeToDraw([null], { min: 0, max: null })).toEqual([0, 1]);
  });
});

const unit = (key: string, n: number, value: number, place: Unit['place'] = 'WITHIN'): Unit => {
  const span = { low: 0, high: 1 };
  const events = Math.round(n * value);
  return { key, label: null, n, events, value, place, limits: { at: n, inner: span, outer: span } };
};

describe('units of a funnel', () => {
  const of = { better: 'higher', centre: 0.6 } as const;

  it('does not compare fewer than eleven, wherever they lie', () => {
    const [small, large] = toldUnits(
      [unit('a', 10, 0, 'BEYOND_OUTER'), unit('b', 11, 0, 'BEYOND_OUTER')],
      of,
    );
    expect(small).toMatchObject({ mark: 'small', tone: 'ordinary' });
    expect(large).toMatchObject({ mark: 'beyond998', tone: 'worse' });
  });

  it('counts what it shows', () => {
    const told = toldUnits(
      [unit('a', 3, 1), unit('b', 20, 0.9, 'BEYOND_INNER'), unit('c', 20, 0.6)],
      of,
    );
    expect(countUnits(told)).toEqual({ compared: 2, small: 1, beyond95: 1, beyond998: 0 });
  });

  it('puts units that lie on each other on one spot', () => {
    const spots = spotsOf(toldUnits([unit('a', 1, 1), unit('b', 1, 1), unit('c', 2, 1)], of));
    expect(spots.map(({ n, units }) => [n, units.length])).toEqual([
      [1, 2],
      [2, 1],
    ]);
  });

  it('orders by name, numbers by their value', () => {
    const names = ['Practice 10', 'Practice 2', 'Äther'].map((name) => ({ name }));
    expect(byName(names, 'de').map(({ name }) => name)).toEqual([
      'Äther',
      'Practice 2',
      'Practice 10',
    ]);
  });

  it('moves labels apart within their place', () => {
    const labels = [10, 11, 12, 99].map((y) => ({ key: String(y), text: '', y }));
    const ys = spread(labels, { gap: 15, from: 10, to: 100 }).map(({ y }) => y);
    expect(ys).toEqual([10, 25, 40, 99]);
    const bottom = spread(labels.slice(0, 3), { gap: 15, from: 0, to: 30 }).map(({ y }) => y);
    expect(bottom).toEqual([0, 15, 30]);
  });
});

describe('steps of a goal', () => {
  const first = {
    id: 'a',
    setAt: '2026-01-05T10:00:00Z',
    due: '2026-02-28',
    target: 3,
    evidence: [],
  };
  const second = { ...first, id: 'b', setAt: '2026-02-17T10:00:00Z', due: '2026-03-31', target: 4 };

  it('holds a target until the next was set, the last until it is due', () => {
    const [one, two] = stepsOf([first, second]);
    expect(one?.toMs).toBe(Date.parse(second.setAt));
    expect(two?.toMs).toBe(Date.parse('2026-03-31T12:00:00Z'));
  });

  it('keeps the original until its own due day, once it was revised', () => {
    expect(originalLine([first])).toBeNull();
    expect(originalLine([first, second])?.toMs).toBe(Date.parse('2026-02-28T12:00:00Z'));
  });

  it('counts an observation on the due day as in time', () => {
    const on = (day: string) => ({ id: day, at: `${day}T10:00:00Z`, on: day, score: 3 });
    expect(isAfterDue(on('2026-03-31'), [first, second])).toBe(false);
    expect(isAfterDue(on('2026-04-01'), [first, second])).toBe(true);
  });
});

describe('files and figures', () => {
  it('writes full precision, quotes what has to be, and lets no sheet run a text', () => {
    const text = toCsv({
      facts: [['asOf', '2026-03-31T17:00:00+02:00']],
      columns: ['name', 'value'],
      rows: [
        ['=1+1', 1 / 3],
        ['a "b", c', null],
      ],
    });
    expect(text).toBe(
      '# asOf,2026-03-31T17:00:00+02:00\r\nname,value\r\n' +
        '\'=1+1,0.3333333333333333\r\n"a ""b"", c",\r\n',
    );
  });

  it('writes a moment in its zone with the offset of that day', () => {
    expect(isoWithOffset('2026-03-31T15:00:00Z', 'Europe/Berlin')).toBe(
      '2026-03-31T17:00:00+02:00',
    );
    expect(isoWithOffset('2026-01-31T15:00:00.123Z', 'America/St_Johns')).toBe(
      '2026-01-31T11:30:00-03:30',
    );
    expect(isoWithOffset('2026-01-31T15:00:00Z', 'UTC')).toBe('2026-01-31T15:00:00+00:00');
  });

  it('writes figures by their unit', () => {
    expect(formatFigure(0.6449, 'share', 'en')).toBe('64%');
    expect(formatFigure(2.34, 'points', 'de')).toBe('2,3');
    expect(formatFigure(12, 'count', 'en')).toBe('12');
    expect(formatFigure(7.25, 'count', 'en')).toBe('7.3');
    expect(formatFigure(null, 'days', 'en')).toBe('–');
  });
});
