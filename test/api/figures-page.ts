import { readFileSync } from 'node:fs';

/** An example of the page: what is given, to which calculation, and what that gives. */
export interface Example {
  readonly example: string;
  readonly of: string;
  readonly given: unknown;
  /** The type of the schema whose fields `gives` has. */
  readonly type: string;
  readonly gives: Gives;
  /** The section that it is in. */
  readonly section: Section;
}
export type Gives = string | number | boolean | null | readonly Gives[] | GivesObject;
interface GivesObject {
  readonly [name: string]: Gives;
}

export interface Section {
  readonly title: string;
  readonly text: string;
  /** Fields in its table, `Type.field`. */
  readonly fields: readonly string[];
}

export interface FiguresPage {
  readonly sections: readonly Section[];
  readonly examples: readonly Example[];
  /** The episodes that most examples are of. */
  readonly cohort: unknown;
}

const BLOCK = /```example\n([\s\S]*?)```/g;

/** The page of figures, as the tests read it. */
export function figuresPage(): FiguresPage {
  const text = readFileSync('docs/outcomes.md', 'utf8');
  const sections = text.split(/^## /m).map((part): Section => {
    const [title = ''] = part.split('\n', 1);
    const fields = [...part.matchAll(/^\| `(\w+\.\w+)`/gm)].map(([, field = '']) => field);
    return { title, text: part, fields };
  });
  const blocks = sections.flatMap((section) =>
    [...section.text.matchAll(BLOCK)].map(([, json = '']) => ({
      section,
      // Written by hand; what is not there fails the test that wants it.
      block: JSON.parse(json) as Omit<Example, 'section'> & { readonly cohort?: unknown },
    })),
  );
  const cohort = blocks.find(({ block }) => block.cohort)?.block.cohort;
  const examples = blocks.flatMap(({ block, section }) =>
    block.cohort ? [] : [{ ...block, section }],
  );
  return { sections, examples, cohort };
}

/** What differs between an answer and what the page says of it; none: nothing. */
export function differing(gives: Gives, answer: unknown, path = ''): readonly string[] {
  if (typeof gives === 'number') {
    const isClose = typeof answer === 'number' && Math.abs(answer - gives) <= roundingOf(gives);
    return isClose ? [] : [`${path}: ${gives} on the page, ${String(answer)}`];
  }
  if (typeof gives !== 'object' || gives === null) {
    return gives === answer ? [] : [`${path}: ${String(gives)} on the page, ${String(answer)}`];
  }
  if (typeof answer !== 'object' || answer === null) return [`${path}: ${String(answer)}`];
  if (Array.isArray(gives) && (!Array.isArray(answer) || answer.length !== gives.length)) {
    return [`${path}: another number of items`];
  }
  const within = answer as Readonly<Record<string, unknown>>; // not null, as was just seen
  return Object.entries(gives).flatMap(([name, each]: [string, Gives]) =>
    differing(each, within[name], `${path}.${name}`),
  );
}

/** Numbers with four decimals and more are rounded ones; others are exact. */
function roundingOf(number: number): number {
  const decimals = String(number).split('.')[1]?.length ?? 0;
  return decimals < 4 ? 1e-12 : 0.5000001 * 10 ** -decimals;
}

/** Fractions that an example gives, as the page writes them. */
export function fractionsIn(gives: Gives): readonly string[] {
  if (typeof gives === 'number') return Number.isInteger(gives) ? [] : [String(gives)];
  if (typeof gives !== 'object' || gives === null) return [];
  return Object.values(gives).flatMap((each: Gives) => fractionsIn(each));
}
