// Makes the pages: types of their documents from schema.graphql, then a build into web/dist, each
// only when something is newer than what was made last. `node scripts/web.mjs` makes both.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { fail, root } from './install.mjs';
import { isFresh, stamp } from './newest.mjs';
import { runTool } from './tools.mjs';

const typesStamp = join(root, 'web', 'generated', '.made');
const pagesStamp = join(root, 'web', 'dist', '.built');
const typeSources = ['schema.graphql', 'web/src', 'web/codegen.yml', 'package-lock.json'];
const pageSources = [...typeSources, 'web/index.html', 'web/vite.config.mts', 'web/tsconfig.json'];
/** What is worth compressing; fonts and pictures are compressed already. */
const compressible = new Set(['.js', '.css', '.svg', '.json']);

/** Types of the documents, into web/generated; returns an exit code. */
export function makeWebTypes() {
  if (isFresh(typesStamp, typeSources)) return 0;
  const startedAt = new Date();
  const args = ['--config', 'web/codegen.yml', '--silent'];
  const code = runTool('@graphql-codegen/cli', 'graphql-codegen', args, ['ignore', 2, 2]);
  if (code === 0) stamp(typesStamp, startedAt);
  return code;
}

/** Builds the pages if needed; words go to stderr. Ends the process when that fails. */
export function ensureWebBuilt() {
  if (isFresh(pagesStamp, pageSources)) return;
  process.stderr.write('Building the pages …\n');
  const startedAt = new Date();
  if (makeWebTypes() !== 0) fail('The types of the pages could not be made.');
  if (buildForProduction() !== 0) fail('The build of the pages failed.');
  compress(join(root, 'web', 'dist', 'assets'));
  stamp(pagesStamp, startedAt);
}

/** Whoever asks for it (Jest says `test`), the pages get the small React without its warnings. */
function buildForProduction() {
  const { NODE_ENV: before } = process.env;
  process.env.NODE_ENV = 'production';
  try {
    return runTool('vite', 'vite', ['build', 'web', '--logLevel', 'warn'], ['ignore', 2, 2]);
  } finally {
    if (before === undefined) delete process.env.NODE_ENV;
    else process.env.NODE_ENV = before;
  }
}

/** Beside each file its compressed forms: they are served as they lie, and compressed once. */
function compress(folder) {
  if (!existsSync(folder)) return;
  const params = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
  for (const name of readdirSync(folder).filter((each) => compressible.has(extname(each)))) {
    const file = join(folder, name);
    const bytes = readFileSync(file);
    writeFileSync(`${file}.br`, brotliCompressSync(bytes, { params }));
    writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }));
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) ensureWebBuilt();
