// Compiles src to dist when a source is newer than the last complete build, and makes the pages.
import { join } from 'node:path';
import { fail, root } from './install.mjs';
import { isFresh, stamp } from './newest.mjs';
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
  if (isFresh(stampFile, sources)) return;
  process.stderr.write('Building …\n');
  const startedAt = new Date();
  if (runTool('@nestjs/cli', 'nest', ['build'], ['ignore', 2, 2]) !== 0) fail('The build failed.');
  stamp(stampFile, startedAt);
}
