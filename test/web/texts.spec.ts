import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { de } from '../../web/src/texts/de';
import { en } from '../../web/src/texts/en';
import { enFirst } from '../../web/src/texts/en-first';

const PAGES = join(__dirname, '..', '..', 'web', 'src');
/** What is drawn before any other page is loaded. */
const FIRST = ['frame', 'session', 'caseload', 'display', 'charts/goal-bar.tsx'];

/** Every text by its path, e.g. `frame.asOf.now`. */
function paths(texts: object, prefix = ''): readonly string[] {
  return Object.entries(texts).flatMap(([name, value]: [string, unknown]) => {
    const path = `${prefix}${name}`;
    return typeof value === 'object' && value !== null ? paths(value, `${path}.`) : [path];
  });
}

function textAt(texts: object, path: string): string {
  let found: unknown = texts;
  for (const name of path.split('.')) {
    found = Object.entries(found as object).find(([key]) => key === name)?.[1];
  }
  return String(found);
}

/** Names that a text leaves to be filled in. */
const places = (text: string) =>
  [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort();

describe('the texts of the pages', () => {
  it('are all there in German and in English', () => {
    expect([...paths(de)].sort()).toEqual([...paths(en)].sort());
  });

  it.each(paths(en))('%s says the same in both', (path) => {
    const [english, german] = [textAt(en, path), textAt(de, path)];
    expect(places(german)).toEqual(places(english));
    expect(english.trim()).not.toBe('');
    expect(german.trim()).not.toBe('');
  });

  it('of the frame and the first page are there before any other page is', () => {
    const topics = new RegExp(`['\`](${Object.keys(en).join('|')})\\.[\\w.$]`, 'g');
    const asked = FIRST.flatMap(filesIn).flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(topics)].map(([, topic = '']) => topic),
    );
    expect(asked).toContain('frame');
    expect([...new Set(asked)].filter((topic) => !(topic in enFirst))).toEqual([]);
  });
});

function filesIn(name: string): readonly string[] {
  const path = join(PAGES, name);
  if (!statSync(path).isDirectory()) return [path];
  const files = readdirSync(path, { recursive: true, encoding: 'utf8' });
  return files.filter((file) => /\.tsx?$/.test(file)).map((file) => join(path, file));
}
