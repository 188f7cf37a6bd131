// How new sources are, to know whether something is to be made again.
import { existsSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './install.mjs';

/** Whether what `stampFile` stands for was made after the last change of the sources. */
export function isFresh(stampFile, sources) {
  return existsSync(stampFile) && newestMs(sources) <= statSync(stampFile).mtimeMs;
}

/** Stamps what was begun then: what is saved meanwhile is made next time. */
export function stamp(stampFile, startedAt) {
  writeFileSync(stampFile, '');
  utimesSync(stampFile, startedAt, startedAt);
}

/** Folders count as well: a file that was removed changes its folder only. */
function newestMs(sources) {
  const paths = sources.flatMap((source) => {
    const path = join(root, source);
    const within = statSync(path).isDirectory() ? readdirSync(path, { recursive: true }) : [];
    return [path, ...within.map((name) => join(path, name))];
  });
  return Math.max(...paths.map((path) => statSync(path).mtimeMs));
}
