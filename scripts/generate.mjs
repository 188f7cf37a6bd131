// npm run generate: writes schema.graphql and db/schema.sql; with --check it only compares them.
import { ensureInstalled } from './install.mjs';
import { allowTypeScript, become } from './tools.mjs';

ensureInstalled();
allowTypeScript();
become('src/cli/generate.ts', process.argv.slice(2));
