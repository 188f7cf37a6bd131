import type { Rule } from '../domain/rule';
import { RULES } from '../domain/rules';

const INTRODUCTION = `# Rules

Generated from \`src/domain\` by \`npm run generate\`: do not edit.

Every code that a command may be answered with, in the order of the alphabet. A **refusal** stops a
plan. A **deviation** is recorded with a fact, which nothing can refuse, and asks for a reason. A
**warning** stops nothing. A **finding** is raised on what was recorded before.

**now** is all that is known when the command comes; **then** is what had happened by the moment
that is judged (a session's start, a slot, else the time of the entry). Braces are filled in with
the facts of the case. Where a policy value decides, it is the value of the policy in force at the
moment that is judged.
`;

/** The page of every code, as Markdown. */
export function rulesPage(): string {
  const rules: readonly (readonly [string, Rule])[] = Object.entries(RULES);
  const sorted = [...rules].sort(([a], [b]) => (a < b ? -1 : 1));
  return `${INTRODUCTION}\n${sorted.map(([code, rule]) => section(code, rule)).join('\n')}`;
}

function section(code: string, rule: Rule): string {
  const { gives = ['refusal'], when, policy } = rule;
  const lines = [
    `- **${capital(gives.join(' or '))}** when ${when}; asked of **${rule.state}**.`,
    `- Says: ${rule.says}`,
    `- Accepted: ${rule.accepts}`,
    ...(policy === undefined ? [] : [`- Decided by the policy's \`${policy}\`.`]),
  ];
  return `## ${code}\n\n${lines.join('\n')}\n`;
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
