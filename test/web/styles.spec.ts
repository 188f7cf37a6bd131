import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where the package keeps the styles of each component. */
const ROOT = join(__dirname, '..', '..');
const STYLES = join(ROOT, 'node_modules', '@mantine', 'core', 'styles');
const PAGES = join(ROOT, 'web', 'src');

/** Names that the pages import from `@mantine/core`. */
function imported(): readonly string[] {
  const files = readdirSync(PAGES, { recursive: true, encoding: 'utf8' });
  const sources = files
    .filter((file) => file.endsWith('.tsx'))
    .map((file) => readFileSync(join(PAGES, file), 'utf8'));
  const lists = sources.flatMap((source) => [
    ...source.matchAll(/import \{([^}]*)\} from '@mantine\/core'/g),
  ]);
  const names = lists.flatMap(([, list = '']) => list.split(',').map((name) => name.trim()));
  return [...new Set(names)].filter((name) => existsSync(join(STYLES, `${name}.css`)));
}

test('every component that a page uses has its styles', () => {
  const styles = readFileSync(join(PAGES, 'mantine.css'), 'utf8');
  const names = imported();
  expect(names).toContain('Button');
  expect(names.filter((name) => !styles.includes(`/${name}.css`))).toEqual([]);
});
