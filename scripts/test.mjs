// npm test: installs what is missing, then runs every spec; arguments go to Jest.
import { ensureInstalled } from './install.mjs';
import { become } from './tools.mjs';

ensureInstalled();
become('node_modules/jest/bin/jest.js', process.argv.slice(2));
