import { defineConfig } from 'vitest/config';

/** Two projects, so that only the server's tests start a PostgreSQL. Browser tests belong to Playwright. */
export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        // The form Node takes, which the libraries around it load too: two of them refuse each other's schemas.
        resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
        test: {
          name: 'server',
          include: ['packages/server/{src,test}/**/*.test.ts'],
          globalSetup: ['packages/server/src/testing/global-setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'libraries',
          // Properties run hundreds of cases, on a machine that may have other work.
          testTimeout: 30_000,
          include: [
            'packages/{engine,notation,contract,client,web}/src/**/*.test.{ts,tsx}',
            'conformance/src/**/*.test.ts',
          ],
          exclude: ['**/*.browser.test.*'],
        },
      },
    ],
    coverage: {
      provider: 'v8',
      include: ['packages/{engine,notation,contract,client,server}/src/**/*.ts'],
      exclude: [
        '**/*.test.ts',
        // The test harness.
        'packages/server/src/testing/**',
        // Runs in a worker thread, which coverage does not follow; its behaviour is measured from outside.
        'packages/server/src/**/*-worker.ts',
        // Start-up and the command line, exercised as child processes.
        'packages/server/src/main.ts',
        'packages/server/src/cli/main.ts',
      ],
      reporter: ['text-summary', 'html', 'json-summary'],
      thresholds: { lines: 90, branches: 90 },
    },
  },
});
