// Jest runs TypeScript through SWC. Jest cannot `require` ES modules before Node 24.9, so packages
// which are ES modules only are compiled to CommonJS as well; the list is read from their own
// package.json, so that a new dependency needs no new line here.
const { existsSync, readdirSync, readFileSync } = require('node:fs');
const { join } = require('node:path');

/** Names of installed packages whose `.js` files are ES modules, nested node_modules included. */
function esmPackages(nodeModules) {
  if (!existsSync(nodeModules)) return [];
  const names = readdirSync(nodeModules).flatMap((entry) =>
    entry.startsWith('@')
      ? readdirSync(join(nodeModules, entry)).map((name) => `${entry}/${name}`)
      : [entry],
  );
  return names.flatMap((name) => {
    const manifest = join(nodeModules, name, 'package.json');
    if (!existsSync(manifest)) return [];
    const isEsm = JSON.parse(readFileSync(manifest, 'utf8')).type === 'module';
    const nested = esmPackages(join(nodeModules, name, 'node_modules'));
    return isEsm ? [name, ...nested] : nested;
  });
}

// `mercurius` is CommonJS with a dynamic import(), which Jest's sandbox refuses: SWC rewrites it.
const compiled = [...new Set(esmPackages(join(__dirname, 'node_modules'))), 'mercurius']
  .map((name) => name.replaceAll('.', '\\.').replaceAll('/', '[\\\\/]'))
  .join('|');
// Looks at the innermost package of a path, so a nested copy is judged by its own name.
const untouched = String.raw`[\\/]node_modules[\\/](?!.*[\\/]node_modules[\\/])(?!(?:${compiled})[\\/])`;

/** @type {import('jest').Config} */
module.exports = {
  rootDir: __dirname,
  testMatch: ['<rootDir>/test/**/*.spec.ts'],
  testEnvironment: 'node',
  modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/\\.anamnesis'],
  transform: {
    '\\.ts$': '@swc/jest',
    '\\.m?js$': [
      '@swc/jest',
      { swcrc: false, jsc: { target: 'es2023' }, module: { type: 'commonjs' }, sourceMaps: false },
    ],
  },
  transformIgnorePatterns: [untouched],
  // Sources import without an ending; a compiled package may say './x.js' for a './x.ts'.
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  globalSetup: '<rootDir>/test/support/global-setup.ts',
  globalTeardown: '<rootDir>/test/support/global-teardown.ts',
  maxWorkers: 2,
  // With EventStoreDB each append is a flush and two trips more.
  testTimeout: process.env.EVENTSTORE_URL ? 120_000 : 30_000,
};
