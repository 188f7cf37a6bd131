// Runs programs of installed packages with this Node, the same way on every system.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import Module from 'node:module';
import { join } from 'node:path';
import { root } from './install.mjs';

/** Runs program `bin` of package `name` in the project's folder; returns its exit code. */
export function runTool(name, bin, args, stdio = 'inherit') {
  const folder = join(root, 'node_modules', name);
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = typeof manifest.bin === 'string' ? manifest.bin : manifest.bin[bin];
  const program = join(folder, file);
  return spawnSync(process.execPath, [program, ...args], { cwd: root, stdio }).status ?? 1;
}

/**
 * Goes on as `node file args…` in this very process: signals, exit code and output are then the
 * program's own, with no parent in between that could lose a signal or die first.
 */
export function become(file, args) {
  if (process.env.npm_lifecycle_event) stopWithParent();
  process.argv = [process.execPath, join(root, file), ...args];
  Module.runMain();
}

/**
 * npm runs a script through a shell. A SIGTERM to npm ends the shell, which does not pass it on:
 * the script would live on unseen, so it takes the loss of its parent for the signal it missed.
 */
function stopWithParent() {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    process.kill(process.pid, 'SIGTERM');
  }, 250);
  timer.unref();
}

/** Lets this process load TypeScript, for programs outside src (bench) and the generator. */
export function allowTypeScript() {
  Module.createRequire(import.meta.url)('./swc-register.cjs');
}
