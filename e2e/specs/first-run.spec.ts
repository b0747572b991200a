import { expect, test } from '../support/test.ts';

test.use({ serverName: 'first run' });

test('a sample process is started, worked and watched to its end on Home', async ({ page }) => {
  await page.goto('/', { timeout: 10_000 });
  const hero = page.getByRole('region', { name: 'A sample process' });
  const start = hero.getByRole('button', { name: 'Start Order fulfilment' });
  await expect(start).toBeVisible();
  await expect(page.locator('.bjs-powered-by')).toBeVisible();
  await page.evaluate(() => {
    document.body.dataset['loadedOnce'] = 'yes';
  });

  await start.click();
  const sheet = page.getByRole('dialog', { name: 'Start Order fulfilment' });
  await expect(sheet.getByLabel('Customer')).toHaveValue('Miller Ltd');
  await sheet.getByRole('button', { name: 'Start Order fulfilment' }).click();

  await expect(hero.getByRole('heading', { name: /waiting for you/ })).toBeVisible();
  await expect(hero.locator('[data-testid=token][data-element=pick_items]')).toBeVisible();

  await hero.getByRole('button', { name: 'Do the task' }).click();
  await expect(hero.getByLabel('Packages')).toHaveValue('1');
  await expect(hero.locator('svg[data-element-id]')).toBeVisible();
  await hero.getByRole('button', { name: 'Complete' }).click();

  await expect(hero.locator('[data-testid=token][data-element=ship_order]')).toBeVisible();
  await hero.getByRole('button', { name: 'Do the task' }).click();
  await hero.getByLabel('Carrier').selectOption({ label: 'Courier' });
  await hero.getByRole('button', { name: 'Complete' }).click();

  await expect(hero.getByRole('heading', { name: /^Finished in/ })).toBeVisible();
  await expect(hero.getByTestId('token')).toHaveCount(0);
  expect(await page.evaluate(() => document.body.dataset['loadedOnce'])).toBe('yes');

  await hero.getByRole('link', { name: 'See everything it did' }).click();
  await expect(page.getByText('Completed').first()).toBeVisible();
  await expect(page.getByRole('cell', { name: 'Order shipped' })).toBeVisible();
});
