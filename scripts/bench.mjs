// npm run bench: installs what is missing, the reference included, then runs bench/main.ts.
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuilt } from './build.mjs';
import { ensureInstalled, root } from './install.mjs';
import { allowTypeScript, become } from './tools.mjs';

ensureInstalled();
installReference();
ensureBuilt();
allowTypeScript();
become('bench/main.ts', process.argv.slice(2));

/**
 * The store that the bench compares with has a package.json of its own: its peers do not fit the
 * project's. Without a registry it is missing, and its rows say so.
 */
function installReference() {
  const folder = join(root, 'bench', 'reference');
  // npm writes this list last: it is younger than the lock file it was made from.
  const installed = join(folder, 'node_modules', '.package-lock.json');
  const lock = join(folder, 'package-lock.json');
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs) return;
  process.stderr.write('Installing the packages of bench/reference (npm ci) …\n');
  const npm = process.env.npm_execpath?.endsWith('.js')
    ? [process.execPath, process.env.npm_execpath]
    : [process.platform === 'win32' ? 'npm.cmd' : 'npm'];
  const { status } = spawnSync(
    npm[0],
    [...npm.slice(1), 'ci', '--no-audit', '--no-fund', '--loglevel=error'],
    { cwd: folder, stdio: ['ignore', 2, 2], shell: npm[0] === 'npm.cmd' },
  );
  if (status !== 0) process.stderr.write('They were not installed: the bench goes on without.\n');
}
