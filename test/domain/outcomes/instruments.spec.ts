import type { CustomMeasure, Range, Scoring } from '../../../src/domain/outcomes/instrument';
import {
  fromCustom,
  instrumentByCode,
  INSTRUMENTS,
} from '../../../src/domain/outcomes/instruments';

const HEADACHE_DAYS: CustomMeasure = {
  code: 'HEADACHE_DAYS',
  name: 'Headache days in 28 days',
  unit: 'days',
  min: 0,
  max: 28,
  better: 'lower',
  trueZero: true,
  threshold: { value: 4, type: 'MCID', source: 'clinic policy 3' },
};

function itemRanges(scoring: Scoring): Range[] {
  switch (scoring.kind) {
    case 'single':
      return [];
    case 'table':
      return scoring.items.map(({ item }) => item);
    case 'numberedItems':
    case 'namedItems':
      return [scoring.item];
  }
}

describe('instruments', () => {
  it.each(INSTRUMENTS.map((instrument) => [instrument.code, instrument] as const))(
    '%s is a consistent entry with its sources',
    (_code, instrument) => {
      const { range, threshold, scoring } = instrument;
      expect(range.min).toBeLessThan(range.max);
      expect(instrument.source).not.toBe('');
      if (threshold) {
        expect(threshold.source).not.toBe('');
        expect(threshold.value).toBeGreaterThan(0);
        expect(threshold.value).toBeLessThan(range.max - range.min);
        // A percentage of the baseline means something only above a true zero.
        expect(threshold.percent === undefined || instrument.trueZero).toBe(true);
      }
      for (const { min, max } of itemRanges(scoring)) expect(min).toBeLessThan(max);
    },
  );

  // The default thresholds of the sources named in each entry.
  it.each([
    ['NPRS', 'lower', { value: 2, percent: 30, type: 'MCID' }],
    ['PSFS', 'higher', { value: 2, type: 'MDC' }],
    ['ODI', 'lower', { value: 10, type: 'MDC' }],
    ['NDI', 'lower', { value: 20, type: 'MCID' }],
    ['QUICKDASH', 'lower', { value: 14, type: 'MCID' }],
    ['LEFS', 'higher', { value: 9, type: 'MCID' }],
    ['PROMIS_GLOBAL_PHYSICAL', 'higher', { value: 5, type: 'MCID' }],
    ['PROMIS_GLOBAL_MENTAL', 'higher', { value: 5, type: 'MCID' }],
    ['PHQ9', 'lower', { value: 5, type: 'MCID' }],
    ['GAD7', 'lower', { value: 4, type: 'MCID' }],
    ['GROC', 'higher', { value: 3, type: 'MCID' }],
  ])('%s: %s is better, with its published threshold', (code, better, threshold) => {
    const instrument = instrumentByCode(code, []);
    expect(instrument?.better).toBe(better);
    expect(instrument?.threshold).toMatchObject(threshold);
    expect(instrument?.threshold?.percent).toBe('percent' in threshold ? 30 : undefined);
  });

  it('has no code twice', () => {
    expect(new Set(INSTRUMENTS.map(({ code }) => code)).size).toBe(INSTRUMENTS.length);
  });

  it('makes a custom measure of the policy an instrument of one number', () => {
    expect(instrumentByCode('HEADACHE_DAYS', [HEADACHE_DAYS])).toEqual({
      code: 'HEADACHE_DAYS',
      name: 'Headache days in 28 days',
      version: 'policy',
      kind: 'state',
      unit: 'days',
      range: { min: 0, max: 28 },
      better: 'lower',
      trueZero: true,
      scoring: { kind: 'single' },
      threshold: HEADACHE_DAYS.threshold,
      source: 'clinic policy 3',
    });
    expect(fromCustom({ ...HEADACHE_DAYS, threshold: null })).toMatchObject({
      threshold: null,
      source: 'policy',
    });
  });

  it('does not let a custom measure take the name of a built-in one', () => {
    const impostor = { ...HEADACHE_DAYS, code: 'NPRS' };
    expect(instrumentByCode('NPRS', [impostor])?.range).toEqual({ min: 0, max: 10 });
  });

  it('knows no other codes', () => {
    expect(instrumentByCode('nprs', [HEADACHE_DAYS])).toBeNull();
    expect(instrumentByCode('toString', [])).toBeNull();
  });
});
