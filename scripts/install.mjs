// Checks Node and installs what package-lock.json names. Uses nothing that is not in Node itself:
// it runs before anything is installed.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of package.json. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const lockFile = join(root, 'package-lock.json');
const stampFile = join(root, 'node_modules', '.anamnesis-lock');

/**
 * Makes node_modules fit package-lock.json. Prints one line, to stderr, when there is work to do;
 * ends the process with one sentence when it cannot be done.
 */
export function ensureInstalled() {
  checkNode();
  const lock = createHash('sha256').update(readFileSync(lockFile)).digest('hex');
  if (isInstalled(lock)) return;
  process.stderr.write('Installing the packages of package-lock.json (npm ci) …\n');
  // npm tells the scripts it starts where its own program is; a bare `node scripts/…` looks it up.
  const npm = process.env.npm_execpath?.endsWith('.js')
    ? [process.execPath, process.env.npm_execpath]
    : [process.platform === 'win32' ? 'npm.cmd' : 'npm'];
  const { status, error } = spawnSync(
    npm[0],
    [...npm.slice(1), 'ci', '--no-audit', '--no-fund', '--include=dev', '--loglevel=error'],
    // npm's own words go to stderr: stdout belongs to the command that was asked for.
    { cwd: root, stdio: ['ignore', 2, 2], shell: npm[0] === 'npm.cmd' },
  );
  if (status !== 0) fail(`npm ci failed (${error?.message ?? `code ${status}`}): see above.`);
  writeFileSync(stampFile, lock);
}

function isInstalled(lock) {
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === lock) return true;
  // Somebody ran npm by hand: it writes this list last, within seconds of the lock file.
  const installed = join(root, 'node_modules', '.package-lock.json');
  const toleranceMs = 5_000;
  return (
    existsSync(installed) && statSync(installed).mtimeMs + toleranceMs >= statSync(lockFile).mtimeMs
  );
}

/** CommonJS may require ES modules, which the framework needs, from 20.19 and from 22.12 on. */
function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if ((major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major >= 23) return;
  fail(
    `Anamnesis needs Node 20.19 or later (of the 22 line, 22.12); this is ${process.versions.node}.`,
  );
}

/** Ends the process with one sentence. */
export function fail(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}
