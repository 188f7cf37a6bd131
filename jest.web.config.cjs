// The pages in a real browser, before a real service with the demo clinic on its own PostgreSQL.
const quick = require('./jest.config.cjs');

/** @type {import('jest').Config} */
module.exports = {
  ...quick,
  testMatch: ['<rootDir>/test/web/**/*.web.ts'],
  globalSetup: '<rootDir>/test/support/global-web-setup.ts',
  globalTeardown: '<rootDir>/test/support/global-web-teardown.ts',
  // One service and its one clinic for all: what one spec records, another would see.
  maxWorkers: 1,
  testTimeout: 90_000,
};
