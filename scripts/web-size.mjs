// What a browser has to load before the first page, the caseload, is there: fails above the limit.
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from './install.mjs';
import { ensureWebBuilt } from './web.mjs';

/** Compressed scripts and styles; the font comes beside them, and text is shown before it. */
const FIRST_PAGE_KB_MAX = 250;
const ENTRIES = ['index.html', 'src/caseload/caseload-page.tsx'];
/** Of the fonts a browser takes the ranges that a text needs. */
const LATIN = /inter-latin-wght/;

/** Builds the pages if needed, measures the first one, says so; returns an exit code. */
export function checkWebSize() {
  ensureWebBuilt();
  const dist = join(root, 'web', 'dist');
  const manifest = JSON.parse(readFileSync(join(dist, '.vite', 'manifest.json'), 'utf8'));
  const chunks = new Set();
  const add = (key) => {
    if (chunks.has(key)) return;
    chunks.add(key);
    for (const each of manifest[key].imports ?? []) add(each);
  };
  for (const entry of ENTRIES) add(entry);
  const files = new Set(
    [...chunks].flatMap((key) => {
      const { file, css = [], assets = [] } = manifest[key];
      return [file, ...css, ...assets.filter((each) => LATIN.test(each))];
    }),
  );
  const sizes = [...files].map((file) => ({ file, kb: kbOf(join(dist, file)) }));
  const sum = (list) => list.reduce((total, each) => total + each.kb, 0);
  const kb = sum(sizes.filter(({ file }) => !LATIN.test(file)));
  const fontKb = sum(sizes) - kb;
  process.stdout.write(
    `${kb.toFixed(0)} kB of at most ${FIRST_PAGE_KB_MAX} kB, and a font of ${fontKb.toFixed(0)} kB\n`,
  );
  if (kb <= FIRST_PAGE_KB_MAX) return 0;
  for (const each of sizes.sort((one, other) => other.kb - one.kb)) {
    process.stdout.write(`${each.kb.toFixed(1).padStart(8)} kB  ${each.file}\n`);
  }
  return 1;
}

/** Of a file as it is sent: by Brotli where that was made. */
function kbOf(file) {
  const { size } = statSync(`${file}.br`, { throwIfNoEntry: false }) ?? statSync(file);
  return size / 1_000;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = checkWebSize();
