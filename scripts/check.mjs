// npm run check: everything that can be said without running the tests. All steps run, so that
// one look shows all that is wrong; it fails when any of them did.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ensureInstalled, root } from './install.mjs';
import { runTool } from './tools.mjs';
import { checkWebSize } from './web-size.mjs';
import { makeWebTypes } from './web.mjs';

ensureInstalled();

const generate = join(root, 'scripts', 'generate.mjs');
const steps = {
  "types of the pages' documents": makeWebTypes,
  types: () => runTool('typescript', 'tsc', ['--noEmit', '-p', 'tsconfig.json']),
  'types of the pages': () => runTool('typescript', 'tsc', ['-p', 'web/tsconfig.json']),
  'types of the tests of the pages': () =>
    runTool('typescript', 'tsc', ['-p', 'test/web/tsconfig.json']),
  'size of the first page': checkWebSize,
  lint: () => runTool('eslint', 'eslint', ['.', '--max-warnings', '0']),
  formatting: () => runTool('prettier', 'prettier', ['--check', '--log-level', 'warn', '.']),
  boundaries: () =>
    runTool('dependency-cruiser', 'depcruise', [
      'src',
      'test',
      'bench',
      'web/src',
      '--output-type',
      'err',
    ]),
  'unused code': () => runTool('knip', 'knip', []),
  'generated files': () =>
    spawnSync(process.execPath, [generate, '--check'], { cwd: root, stdio: 'inherit' }).status,
};

const results = Object.entries(steps).map(([name, run]) => {
  process.stdout.write(`── ${name}\n`);
  const startedAt = performance.now();
  const ok = run() === 0;
  return { name, ok, seconds: (performance.now() - startedAt) / 1000 };
});
process.stdout.write('\n');
for (const { name, ok, seconds } of results)
  process.stdout.write(`${ok ? 'ok    ' : 'FAILED'}  ${name} (${seconds.toFixed(1)} s)\n`);
process.exitCode = results.every(({ ok }) => ok) ? 0 : 1;
