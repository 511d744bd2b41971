const {
  testEnvironment,
  testMatch,
  transform,
  transformIgnorePatterns,
  moduleNameMapper,
} = require('./jest.config.cjs');

/** npm run test:browser. @type {import('jest').Config} */
module.exports = {
  testEnvironment,
  testMatch,
  transform,
  transformIgnorePatterns,
  moduleNameMapper,
  roots: ['<rootDir>/test/browser'],
  globalSetup: '<rootDir>/test/browser/support/global-setup.ts',
  globalTeardown: '<rootDir>/test/browser/support/global-teardown.ts',
  maxWorkers: 2,
  testTimeout: 120000,
};
