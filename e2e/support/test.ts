import { test as base, expect } from '@playwright/test';
import { type Api, apiOf } from './api.ts';
import { type RunningServer, startServer } from './server.ts';

interface WorkerFixtures {
  /** Specs with the same name may share a server; a name of its own guarantees an untouched one. */
  readonly serverName: string;
  readonly server: RunningServer;
}

interface TestFixtures {
  readonly api: Api;
}

/** Playwright's `test` against a real server. Errors the page swallows fail the test. */
export const test = base.extend<TestFixtures, WorkerFixtures>({
  serverName: ['shared', { scope: 'worker', option: true }],
  server: [
    async ({ serverName: _name }, use) => {
      const server = await startServer();
      await use(server);
      await server.stop();
    },
    { scope: 'worker', timeout: 90_000 },
  ],
  baseURL: async ({ server }, use) => {
    await use(server.origin);
  },
  api: async ({ server }, use) => {
    await use(apiOf(server.origin));
  },
  page: async ({ page }, use) => {
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('response', (response) => {
      if (response.status() >= 500) faults.push(`${response.status()} from ${response.url()}`);
    });
    page.on('console', (message) => {
      const refused = message.text().startsWith('Failed to load resource');
      if (message.type() === 'error' && !refused) faults.push(message.text());
    });
    await use(page);
    expect(faults).toEqual([]);
  },
});

export { expect };
