import { execFileSync } from 'node:child_process';
import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { type RunningServer, serverMain, startServer } from '../support/server.ts';

const secret = 'a secret of the browser tests, long enough';
let server: RunningServer;

test.beforeAll(async () => {
  server = await startServer({ env: { AUTH_MODE: 'jwt', JWT_SECRET: secret } });
});

test.afterAll(async () => {
  await server.stop();
});

test('a server that wants a token gets one, and the page goes on where it was', async ({ browser }) => {
  const context = await browser.newContext({ baseURL: server.origin });
  const page = await context.newPage();
  await page.goto('/processes?q=order');
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  await expect(page.getByText('wbpm token')).toBeVisible();
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map((violation) => violation.id)).toEqual([]);

  await page.getByLabel('Access token').fill('nonsense');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByText(/^This is not a token/)).toBeVisible();

  const token = execFileSync(process.execPath, [serverMain, 'token', '--user', 'ben', '--role', 'admin'], {
    env: { ...process.env, JWT_SECRET: secret },
    encoding: 'utf8',
  });
  await page.getByLabel('Access token').fill(token);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('link', { name: 'Order fulfilment' })).toBeVisible();
  await expect(page.getByRole('img', { name: /^Live/ })).toBeVisible();
  await expect(page).toHaveURL(/q=order/);
  await context.close();
});
