import type { Instrument } from './instrument';

/** What is counted or measured, in units of the world; thresholds are each clinic's own policy. */
export const MEASURED_INSTRUMENTS: readonly Instrument[] = [
  {
    code: 'HEADACHE_DAYS_28',
    name: 'Headache days in 28 days',
    version: '1',
    kind: 'state',
    unit: 'days of 28',
    range: { min: 0, max: 28 },
    better: 'lower',
    trueZero: true,
    scoring: { kind: 'single' },
    step: 'integer',
    threshold: null,
    source: 'days with headache of the last 28, as the patient’s diary has them',
  },
  {
    code: 'TUG',
    name: 'Timed Up and Go',
    version: '1991',
    kind: 'state',
    unit: 's',
    // Somebody who has not sat down again after ten minutes was not able to do the test.
    range: { min: 0, max: 600 },
    better: 'lower',
    trueZero: true,
    scoring: { kind: 'single' },
    threshold: null,
    source: 'Podsiadlo & Richardson, J Am Geriatr Soc 1991;39:142-148',
  },
];
