// The longer suite: processes and connections are killed under load, again and again.
const quick = require('./jest.config.cjs');

/** @type {import('jest').Config} */
module.exports = {
  ...quick,
  testMatch: ['<rootDir>/test/faults/**/*.fault.ts'],
  // Each suite loads both cores by itself.
  maxWorkers: 1,
  testTimeout: 300_000,
};
