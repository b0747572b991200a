import { claimCheck } from '../support/models.ts';
import { startServer } from '../support/server.ts';
import { expect, test } from '../support/test.ts';

test('two people see the same change without reloading', async ({ page, browser, baseURL, api }) => {
  const instance = await api.start('order-fulfilment', { customer: 'Miller Ltd', amount: 420 }, 'order-live');
  const task = await api.task(instance, 'pick_items');
  const other = await browser.newContext({ baseURL: baseURL ?? '' });
  const watcher = await other.newPage();
  await watcher.goto(`/instances/${instance}`);
  await expect(watcher.locator('[data-testid=token][data-element=pick_items]')).toBeVisible();

  await page.goto(`/tasks/${task}`);
  await page.getByRole('button', { name: 'Complete' }).click();

  await expect(watcher.locator('[data-testid=token][data-element=ship_order]')).toBeVisible();
  await expect(watcher.getByRole('link', { name: 'Open the task' })).toBeVisible();
  await other.close();
});

test('an incident is shown, a retry that cannot help says so, and one that helps says that', async ({
  page,
  api,
  server,
}) => {
  await api.deploy(claimCheck);
  const instance = await api.start('claim-check', {}, 'claim-incident');
  await api.complete(await api.task(instance, 'look'), {});
  await page.goto(`/instances/${instance}`);
  await expect(page.getByText('Amount known? failed')).toBeVisible();
  await expect(page.getByTestId('incident')).toBeVisible();

  await page.getByRole('button', { name: 'Retry' }).click();
  await expect(page.getByText('again after the retry')).toBeVisible();

  await fetch(`${server.origin}/api/v1/instances/${instance}/variables`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ variables: { amount: 5 } }),
  });
  await page.getByRole('button', { name: 'Retry' }).click();
  await expect(page.getByText('Amount known? went through on the retry.')).toBeVisible();
  await expect(page.locator('[data-state=completed]').first()).toBeVisible();
});

test('cancelling asks first and names the action', async ({ page, api }) => {
  const instance = await api.start('order-fulfilment', { customer: 'Miller Ltd', amount: 420 });
  await page.goto(`/instances/${instance}`);
  await page.getByRole('button', { name: 'Cancel instance' }).click();
  const question = page.getByRole('dialog', { name: 'Cancel this instance?' });
  await question.getByRole('button', { name: 'Keep it running' }).click();
  await expect(question).toBeHidden();
  await expect(page.locator('[data-state=active]').first()).toBeVisible();
  await page.getByRole('button', { name: 'Cancel instance' }).click();
  await question.getByRole('button', { name: 'Cancel instance' }).click();
  await expect(page.locator('[data-state=cancelled]').first()).toBeVisible();
});

test('a lost connection is said after three seconds and mended without a reload', async ({ browser }) => {
  const first = await startServer();
  const context = await browser.newContext({ baseURL: first.origin });
  const page = await context.newPage();
  await page.goto('/instances');
  await expect(page.getByRole('img', { name: /^Live/ })).toBeVisible();
  await page.evaluate(() => {
    document.body.dataset['loadedOnce'] = 'yes';
  });
  await first.stop();
  await expect(page.getByText(/^Reconnecting. Showing data from/)).toBeVisible();

  const second = await startServer({ port: first.port });
  await expect(page.getByRole('img', { name: /^Live/ })).toBeVisible({ timeout: 40_000 });
  await expect(page.getByText(/^Reconnecting/)).toHaveCount(0);
  expect(await page.evaluate(() => document.body.dataset['loadedOnce'])).toBe('yes');
  await context.close();
  await second.stop();
});
