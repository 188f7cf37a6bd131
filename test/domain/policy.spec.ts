import {
  customMeasures,
  policyAt,
  policyDecider,
  type PolicyBook,
  type PolicyCommand,
} from '../../src/domain/policy/decider';
import { defaultPolicy } from '../../src/domain/policy/default';
import { policyEvents, type PolicyEvent } from '../../src/domain/policy/events';
import { policySchema, type Policy } from '../../src/domain/policy/policy';
import { NOW, skinTemperature, utc } from './cast';
import { given, type Past } from './given';

const givenPolicy = given<PolicyBook, PolicyCommand, PolicyEvent>({
  stream: 'policy',
  decider: policyDecider,
  schemas: policyEvents,
});

const strict: Policy = { ...defaultPolicy, version: '2026-1', openGoalsMax: 2 };
const adopt = (policy: Policy): PolicyCommand => ({ type: 'AdoptPolicy', policy });
const adopted = (policy: Policy, since = NOW): Past<PolicyEvent> => ({
  type: 'PolicyAdopted',
  at: NOW,
  data: { policy, since },
});

describe('adopting a policy', () => {
  it('holds from now on, or from when it says, with the reason sealed', () => {
    givenPolicy()
      .when(adopt(strict), { reason: 'Too many goals' })
      .then({
        type: 'PolicyAdopted',
        data: { policy: strict, since: NOW },
        texts: { reason: 'Too many goals' },
      });
    const since = utc('2026-04-01T00:00');
    givenPolicy()
      .when({ type: 'AdoptPolicy', policy: strict, since })
      .then({ type: 'PolicyAdopted', data: { since } });
  });

  it('changes nothing when it is adopted, and takes a version name once', () => {
    givenPolicy(adopted(strict))
      .when(adopt({ ...strict }))
      .thenNothing();
    givenPolicy(adopted(strict))
      .when(adopt({ ...strict, openGoalsMax: 3 }))
      .thenRefused('POLICY_VERSION_TAKEN', { version: '2026-1' });
  });

  it('refuses that who gives massage may diagnose', () => {
    const diagnosingRoles = ['PHYSICIAN', 'MASSAGE_THERAPIST'];
    givenPolicy()
      .when(adopt({ ...strict, diagnosingRoles }))
      .thenRefused('POLICY_DIAGNOSING_ROLE', { roles: ['MASSAGE_THERAPIST'] });
  });

  it.each([
    { usualMin: 61, usualMax: 60, max: 90 },
    { usualMin: 45, usualMax: 91, max: 90 },
  ])('refuses session lengths that do not rise: %p', (sessionMinutes) => {
    givenPolicy()
      .when(adopt({ ...strict, sessionMinutes }))
      .thenRefused('POLICY_SESSION_MINUTES', sessionMinutes);
  });

  it.each([
    ['lapseDays', { lapseDays: 1e9 }],
    ['retentionYears', { retentionYears: 101 }],
    ['customMeasures.0', { customMeasures: [{ ...skinTemperature, min: 40, max: 40 }] }],
    ['customMeasures', { customMeasures: [{ ...skinTemperature, code: 'NPRS' }] }],
    ['customMeasures', { customMeasures: [skinTemperature, skinTemperature] }],
  ])('refuses a value out of its bounds as data: %s', (path, over) => {
    const outcome = givenPolicy().when(adopt({ ...strict, ...over }));
    outcome.thenRefused('POLICY_VALUE_WRONG');
    expect(outcome.decision).toMatchObject({ facts: { path } });
  });

  it('names citation, population and kind of a threshold', () => {
    const threshold = {
      value: 10,
      type: 'MCID' as const,
      source: 'Ostelo, Spine 2008;33:90-94',
      population: 'low-back pain',
    };
    const policy = { ...strict, thresholds: { ODI: threshold } };
    givenPolicy().when(adopt(policy)).then({ type: 'PolicyAdopted', data: { policy } });
  });
});

describe('the policy in force', () => {
  it('is the default one where none was adopted', () => {
    expect(policyAt(givenPolicy().state, NOW)).toBe(defaultPolicy);
    expect(policySchema.parse(defaultPolicy)).toEqual(defaultPolicy);
  });

  it('is the default one before the first that was adopted: what was done then stays judged so', () => {
    const { state } = givenPolicy(adopted(strict));
    expect(policyAt(state, utc('2026-03-02T11:59')).version).toBe('default-1');
    expect(policyAt(state, utc('1990-01-01T00:00')).version).toBe('default-1');
    expect(policyAt(state, NOW).version).toBe('2026-1');
  });

  it('is the latest that holds by then, whatever was adopted first', () => {
    const later = { ...strict, version: '2026-2' };
    const { state } = givenPolicy(adopted(later, utc('2026-05-01T00:00')), adopted(strict));
    expect(policyAt(state, NOW).version).toBe('2026-1');
    expect(policyAt(state, utc('2026-04-30T23:59')).version).toBe('2026-1');
    expect(policyAt(state, utc('2026-05-01T00:00')).version).toBe('2026-2');
  });

  it('knows every custom measure that was ever defined, by its latest definition', () => {
    const renamed = { ...skinTemperature, name: 'Warmth' };
    const { state } = givenPolicy(
      adopted({ ...strict, customMeasures: [skinTemperature] }, utc('2026-03-01T00:00')),
      adopted({ ...strict, version: '2026-2', customMeasures: [renamed] }),
      adopted({ ...strict, version: '2026-3' }, utc('2026-05-01T00:00')),
    );
    expect(customMeasures(state, NOW)).toEqual([renamed]);
  });

  it('lets a new definition of a measure act from when it holds, not before', () => {
    const narrow = { ...skinTemperature, max: 35 };
    const since = utc('2026-05-01T00:00');
    const { state } = givenPolicy(
      adopted({ ...strict, customMeasures: [skinTemperature] }, utc('2026-03-01T00:00')),
      adopted({ ...strict, version: '2026-2', customMeasures: [narrow] }, since),
    );
    expect(customMeasures(state, utc('2026-04-30T23:59'))).toEqual([skinTemperature]);
    expect(customMeasures(state, since)).toEqual([narrow]);
    // Before any definition holds, the word means what it meant first.
    expect(customMeasures(state, utc('2026-01-01T00:00'))).toEqual([skinTemperature]);
  });
});

describe('what a policy may say', () => {
  const problems = (over: Partial<Policy>): string[] =>
    policySchema
      .safeParse({ ...defaultPolicy, ...over })
      .error?.issues.map(({ path }) => path.join('.')) ?? [];

  it.each([
    ['lapseDays', { lapseDays: 1e9 }],
    ['noSessionDays', { noSessionDays: 3_651 }],
    ['finalWindowDays', { finalWindowDays: 3_651 }],
    ['lateEntryHours', { lateEntryHours: 8_761 }],
    ['openGoalsMax', { openGoalsMax: 51 }],
    ['goalWindowDays.before', { goalWindowDays: { before: 3_651, after: 7 } }],
    ['goalWindowDays.after', { goalWindowDays: { before: 14, after: 3_651 } }],
    ['sessionMinutes.max', { sessionMinutes: { usualMin: 45, usualMax: 60, max: 1_441 } }],
  ])('has its bounds: %s', (path, over) => {
    expect(problems(over)).toEqual([path]);
  });

  it('sets thresholds of built-in instruments alone; a measure of its own has one with it', () => {
    const threshold = { value: 19, type: 'MCID' as const, source: 'Arch PMR 2008;89:69-74' };
    expect(problems({ thresholds: { NDI: threshold } })).toEqual([]);
    expect(problems({ thresholds: { SLEEP_HOURS: threshold } })).toEqual(['thresholds']);
  });
});
