import type { Instrument, Range, Scoring } from '../domain/outcomes/instrument';
import { fromCustom, INSTRUMENTS, isBuiltIn } from '../domain/outcomes/instruments';
import type { Policy } from '../domain/policy/policy';
import { filled } from './filled';
import { InstrumentItem, InstrumentItems, InstrumentShown } from './instrument-types';
import { shapeThreshold } from './shape-threshold';

/** Every instrument that may be recorded under a policy, in the order in which they are offered. */
export function shapeInstruments(policy: Policy): InstrumentShown[] {
  const own = policy.customMeasures.filter(({ code }) => !isBuiltIn(code)).map(fromCustom);
  return [...INSTRUMENTS, ...own].map((instrument) =>
    shapeInstrument(instrument, policy.thresholds?.[instrument.code] ?? instrument.threshold),
  );
}

function shapeInstrument(
  instrument: Instrument,
  threshold: Instrument['threshold'],
): InstrumentShown {
  const { code, name, version, kind, unit, range, better, trueZero, source } = instrument;
  return filled(InstrumentShown, {
    ...{ code, name, version, kind, unit, better, trueZero, source },
    ...range,
    ofSite: instrument.ofSite ?? false,
    wholeNumbers: instrument.step === 'integer',
    items: shapeItems(instrument.scoring),
    threshold: threshold && shapeThreshold(threshold),
  });
}

function shapeItems(scoring: Scoring): InstrumentItems | null {
  switch (scoring.kind) {
    case 'single':
      return null;
    case 'numberedItems':
      return numbered(
        Array.from({ length: scoring.count }, (_, place) => ({
          item: String(place + 1),
          ...scoring.item,
        })),
        scoring.answeredMin,
      );
    case 'table':
      return numbered(
        scoring.items.map(({ number, item }) => ({ item: String(number), ...item })),
        null,
      );
    case 'namedItems':
      return filled(InstrumentItems, {
        numbered: [],
        answeredMin: null,
        namedMax: scoring.countMax,
        namedLowest: scoring.item.min,
        namedHighest: scoring.item.max,
      });
  }
}

type Item = { readonly item: string } & Range;

function numbered(items: readonly Item[], answeredMin: number | null): InstrumentItems {
  return filled(InstrumentItems, {
    numbered: items.map((item) => filled(InstrumentItem, item)),
    answeredMin,
    namedMax: null,
    namedLowest: null,
    namedHighest: null,
  });
}
