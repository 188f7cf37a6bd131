import type { CustomMeasure, Instrument } from './instrument';
import { FUNCTION_INSTRUMENTS } from './instruments-function';
import { HEALTH_INSTRUMENTS } from './instruments-health';
import { MEASURED_INSTRUMENTS } from './instruments-measured';

/**
 * The instruments that are built in, in the order in which they are offered. Adding one is one
 * entry with its sources in a list of `instruments-*.ts`.
 */
export const INSTRUMENTS: readonly Instrument[] = [
  ...FUNCTION_INSTRUMENTS,
  ...HEALTH_INSTRUMENTS,
  ...MEASURED_INSTRUMENTS,
];

const BUILT_IN = new Map(INSTRUMENTS.map((instrument) => [instrument.code, instrument]));

export function isBuiltIn(code: string): boolean {
  return BUILT_IN.has(code);
}

/** A clinic's own measure as an instrument: a state, scored by one number. */
export function fromCustom(measure: CustomMeasure): Instrument {
  return {
    code: measure.code,
    name: measure.name,
    version: 'policy',
    kind: 'state',
    unit: measure.unit,
    range: { min: measure.min, max: measure.max },
    better: measure.better,
    trueZero: measure.trueZero,
    scoring: { kind: 'single' },
    threshold: measure.threshold,
    source: measure.threshold?.source ?? 'policy',
  };
}

/**
 * The instrument of that code, or null. A built-in one goes before a custom measure, so that a
 * policy cannot change what a published name means.
 */
export function instrumentByCode(
  code: string,
  customMeasures: readonly CustomMeasure[],
): Instrument | null {
  const builtIn = BUILT_IN.get(code);
  if (builtIn) return builtIn;
  const custom = customMeasures.find((measure) => measure.code === code);
  return custom ? fromCustom(custom) : null;
}
