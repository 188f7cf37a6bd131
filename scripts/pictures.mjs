// Makes the pictures of the README anew: runs the browser tests that keep them, on a sample clinic
// of their own, and takes four.
import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './install.mjs';
import { runTool } from './tools.mjs';

const NAMES = ['caseload-manager-light', 'episode-light', 'outcomes-light', 'replay-light'];
const made = join(root, 'test', 'web', 'screenshots');
const shown = join(root, 'docs', 'pictures');

const tests = ['frame', 'episode'].map((name) => `test/web/${name}.web.ts`);
const args = ['--config', 'jest.web.config.cjs', ...tests];
const code = runTool('jest', 'jest', args, ['ignore', 2, 2]);
if (code !== 0) process.exit(code);
mkdirSync(shown, { recursive: true });
for (const name of NAMES) copyFileSync(join(made, `${name}.png`), join(shown, `${name}.png`));
