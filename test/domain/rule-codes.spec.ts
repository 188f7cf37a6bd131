import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defaultPolicy } from '../../src/domain/policy/default';
import { policySchema } from '../../src/domain/policy/policy';
import type { Rule } from '../../src/domain/rule';
import { RULES, sentence } from '../../src/domain/rules';

/** Answered before `decide` is asked, from what the engine remembers of a stream's commands. */
const ASKED_BEFORE_DECIDE = ['COMMAND_ID_REUSED'];

const rules: readonly (readonly [string, Rule])[] = Object.entries(RULES);
const specs = readdirSync(__dirname)
  .filter((file) => file.endsWith('.spec.ts') && join(__dirname, file) !== __filename)
  .map((file) => readFileSync(join(__dirname, file), 'utf8'))
  .join('\n');

const page = readFileSync(join(__dirname, '..', '..', 'docs', 'rules.md'), 'utf8');

/** Whether a path such as `sessionMinutes.max` names a value of the policy. */
function isPolicyValue(path: string): boolean {
  const [first = '', ...rest] = path.split('.');
  if (!Object.hasOwn(policySchema.shape, first)) return false;
  let value: unknown = defaultPolicy[first as keyof typeof defaultPolicy]; // asked just above
  for (const part of rest) value = (value as Record<string, unknown> | undefined)?.[part];
  return rest.length === 0 || value !== undefined;
}

describe('every rule', () => {
  it('is met by a spec of this folder', () => {
    const unmet = rules.map(([code]) => code).filter((code) => !specs.includes(`'${code}'`));
    expect(unmet).toEqual(ASKED_BEFORE_DECIDE);
  });

  it('has its place in the page of rules, and nothing else has', () => {
    const told = [...page.matchAll(/^## (\w+)$/gm)].map(([, code]) => code);
    expect(told).toEqual(rules.map(([code]) => code).sort());
  });

  it.each(rules)('%s is asked of something', (_code, { when }) => {
    expect(when).toMatch(/^[a-z].* .*[^.]$/);
  });

  it.each(rules.filter(([, { policy }]) => policy))(
    '%s names a value of the policy',
    (_code, { policy = '' }) => {
      expect([policy, isPolicyValue(policy)]).toEqual([policy, true]);
    },
  );

  it.each(rules)('%s says what is wrong and what would be accepted', (code, rule) => {
    expect(code).toMatch(/^[A-Z]+(_[A-Z0-9]+)*$/);
    expect(rule.says).toMatch(/^(?:[A-Z]|\{).*\.$/s);
    expect(rule.accepts).toMatch(/^[A-Zu].*\.$/s);
  });
});

describe('the sentence of a rule', () => {
  it('is filled in with the facts, a list with commas', () => {
    expect(sentence('DISCHARGE_GOALS_OPEN', { goals: ['a', 'b'] })).toBe(
      'Goals a, b have no outcome yet.',
    );
    expect(sentence('GOALS_TOO_MANY', { open: 5, max: 5 })).toBe(
      '5 goals are open; the policy allows 5.',
    );
  });

  it('shows a question mark for a fact that is not there', () => {
    expect(sentence('GOAL_NOT_OPEN', { goalId: null })).toBe('Goal ? is ?.');
  });
});
