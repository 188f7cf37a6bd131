// npm start: installs and builds what is missing, then serves the demo clinic.
import { ensureBuilt } from './build.mjs';
import { ensureInstalled } from './install.mjs';
import { become } from './tools.mjs';
import { ensureWebBuilt } from './web.mjs';

ensureInstalled();
ensureBuilt();
ensureWebBuilt();
become('dist/cli/main.js', ['serve', '--demo', ...process.argv.slice(2)]);
