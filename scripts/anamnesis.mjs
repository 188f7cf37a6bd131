// npm run -s anamnesis -- …: the command line, installed and built if needed.
import { ensureBuilt } from './build.mjs';
import { ensureInstalled } from './install.mjs';
import { become } from './tools.mjs';

ensureInstalled();
ensureBuilt();
become('dist/cli/main.js', process.argv.slice(2));
