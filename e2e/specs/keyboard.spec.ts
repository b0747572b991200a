import { expect, test } from '../support/test.ts';

test('a task is found, opened and completed without a mouse', async ({ page, api }) => {
  const instance = await api.start('order-fulfilment', { customer: 'Miller Ltd', amount: 420 }, 'order-keys');
  const task = await api.task(instance, 'pick_items');
  await page.goto('/');
  await expect(page.getByRole('heading', { name: 'Home', level: 1 })).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to content' })).toBeFocused();

  await page.keyboard.press('g');
  await page.keyboard.press('t');
  await expect(page).toHaveURL(/\/tasks$/);
  await expect(page.getByRole('heading', { name: 'Tasks', level: 1 })).toBeFocused();
  await expect(page.locator('[data-row]').first()).toBeVisible();
  await page.keyboard.press('j');
  await expect(page.locator('[data-row]').first()).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/tasks\/.+/);
  await expect(page.locator('h2[data-page-focus]')).toBeFocused();

  await page.goto(`/tasks/${task}`);
  await page.getByLabel('Remark').focus();
  await page.keyboard.type('By keyboard');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('Pick items is completed.')).toBeVisible();
});

test('the palette jumps to a process, the sheet lists the keys, and both give the focus back', async ({
  page,
}) => {
  await page.goto('/instances');
  await expect(page.getByRole('heading', { name: 'Instances', level: 1 })).toBeVisible();
  await page.keyboard.press('/');
  await expect(page.getByLabel('Business key')).toBeFocused();
  await page.keyboard.press('Control+k');
  const palette = page.getByRole('combobox', { name: 'Search and jump' });
  await expect(palette).toBeFocused();
  await page.keyboard.type('invoice');
  await expect(page.getByRole('option', { name: 'Invoice approval Process' })).toHaveAttribute(
    'aria-selected',
    'true',
  );
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Invoice approval', level: 1 })).toBeVisible();

  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
});
