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
  {
    code: 'ROM',
    name: 'Range of motion of a joint',
    version: 'neutral-0',
    kind: 'state',
    unit: 'degrees',
    // Beyond the neutral position is below 0: a knee that cannot be straightened, say.
    range: { min: -180, max: 360 },
    better: 'higher',
    betterByGoal: true,
    ofSite: true,
    // 0 is a position, not the absence of movement.
    trueZero: false,
    scoring: { kind: 'single' },
    threshold: null,
    // Not found where citations were looked up: not verified here.
    source: 'neutral zero method: Cave & Roberts, J Bone Joint Surg 1936;18:455-465',
  },
  {
    code: 'LIMB_GIRTH',
    name: 'Girth of a limb',
    version: '1',
    kind: 'state',
    unit: 'cm',
    range: { min: 0, max: 200 },
    // Swelling goes down; a goal to build up muscle says so by its target.
    better: 'lower',
    betterByGoal: true,
    ofSite: true,
    trueZero: true,
    scoring: { kind: 'single' },
    threshold: null,
    source: 'tape measure at a named place of the limb',
  },
];
