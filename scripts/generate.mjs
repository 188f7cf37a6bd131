// npm run generate: writes schema.graphql, what is in db, and docs/rules.md, then the types that
// the pages take from the schema; with --check it only compares what is committed.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { ensureInstalled } from './install.mjs';
import { allowTypeScript, become } from './tools.mjs';
import { makeWebTypes } from './web.mjs';

const [inner, ...given] = process.argv.slice(2);
ensureInstalled();
if (inner === '--server') {
  allowTypeScript();
  become('src/cli/generate.ts', given);
} else {
  const args = [fileURLToPath(import.meta.url), '--server', ...process.argv.slice(2)];
  const { status } = spawnSync(process.execPath, args, { stdio: 'inherit' });
  process.exitCode = status !== 0 ? (status ?? 1) : makeWebTypes();
}
