import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Rule } from '../../src/domain/rule';
import { RULES, sentence } from '../../src/domain/rules';

/** Answered before `decide` is asked, from what the engine remembers of a stream's commands. */
const ASKED_BEFORE_DECIDE = ['COMMAND_ID_REUSED'];

const rules: readonly (readonly [string, Rule])[] = Object.entries(RULES);
const specs = readdirSync(__dirname)
  .filter((file) => file.endsWith('.spec.ts') && join(__dirname, file) !== __filename)
  .map((file) => readFileSync(join(__dirname, file), 'utf8'))
  .join('\n');

describe('every rule', () => {
  it('is met by a spec of this folder', () => {
    const unmet = rules.map(([code]) => code).filter((code) => !specs.includes(`'${code}'`));
    expect(unmet).toEqual(ASKED_BEFORE_DECIDE);
  });

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
