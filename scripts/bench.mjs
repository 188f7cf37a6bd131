// npm run bench: installs what is missing, then runs bench/main.ts.
import { ensureBuilt } from './build.mjs';
import { ensureInstalled } from './install.mjs';
import { allowTypeScript, become } from './tools.mjs';

ensureInstalled();
ensureBuilt();
allowTypeScript();
become('bench/main.ts', process.argv.slice(2));
