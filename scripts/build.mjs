// Compiles src to dist when a source is newer than the last complete build.
import { existsSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fail, root } from './install.mjs';
import { runTool } from './tools.mjs';

const sources = [
  'src',
  'db',
  'package-lock.json',
  'tsconfig.json',
  'tsconfig.build.json',
  'nest-cli.json',
  '.swcrc',
];
/** Written after a build that succeeded; the build empties dist first, so it never outlives one. */
const stampFile = join(root, 'dist', '.built');

/** Builds if needed; its words go to stderr. Ends the process when the build fails. */
export function ensureBuilt() {
  if (existsSync(stampFile) && newestMs() <= statSync(stampFile).mtimeMs) return;
  process.stderr.write('Building …\n');
  const startedAt = new Date();
  if (runTool('@nestjs/cli', 'nest', ['build'], ['ignore', 2, 2]) !== 0) fail('The build failed.');
  // As old as its start: what is saved during a build is built next time.
  writeFileSync(stampFile, '');
  utimesSync(stampFile, startedAt, startedAt);
}

/** Folders count as well: a file that was removed changes its folder only. */
function newestMs() {
  const paths = sources.flatMap((source) => {
    const path = join(root, source);
    const within = statSync(path).isDirectory() ? readdirSync(path, { recursive: true }) : [];
    return [path, ...within.map((name) => join(path, name))];
  });
  return Math.max(...paths.map((path) => statSync(path).mtimeMs));
}
