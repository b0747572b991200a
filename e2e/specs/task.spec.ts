import { expect, test } from '../support/test.ts';

test('claim, draft that survives a reload, and completion', async ({ page, api }) => {
  const instance = await api.start(
    'order-fulfilment',
    { customer: 'Miller Ltd', amount: 420 },
    'order-draft',
  );
  const task = await api.task(instance, 'pick_items');
  await page.goto(`/tasks/${task}`);
  const form = page.getByRole('region', { name: 'Form' });
  await form.getByRole('button', { name: 'Claim' }).click();
  await expect(page.getByText('Assigned to api_user').first()).toBeVisible();

  await form.getByLabel('Remark').fill('Two boxes, one fragile');
  await expect(form.getByText(/^Draft saved/)).toBeVisible();
  await page.reload();
  await expect(form.getByText(/unsent changes/)).toBeVisible();
  await expect(form.getByLabel('Remark')).toHaveValue('');
  await form.getByRole('button', { name: 'Restore' }).click();
  await expect(form.getByLabel('Remark')).toHaveValue('Two boxes, one fragile');

  await form.getByRole('button', { name: 'Complete' }).click();
  await expect(page.getByText('Pick items is completed.')).toBeVisible();
  await expect(page).not.toHaveURL(new RegExp(task));
  await page.goto(`/instances/${instance}?tab=variables`);
  await expect(page.getByRole('cell', { name: 'Two boxes, one fragile' })).toBeVisible();
});

test('a field is judged when it is left, then on every change', async ({ page, api }) => {
  const instance = await api.start('order-fulfilment', { customer: 'Miller Ltd', amount: 420 });
  await page.goto(`/tasks/${await api.task(instance, 'pick_items')}`);
  const packages = page.getByLabel('Packages');
  await packages.fill('70');
  await expect(page.getByText('Must be at most 50')).toHaveCount(0);
  await packages.blur();
  await expect(page.getByText('Must be at most 50; this is 70.')).toBeVisible();
  await packages.fill('7');
  await expect(page.getByText('Must be at most 50')).toHaveCount(0);
});

test('a task completed elsewhere says so and keeps what was typed', async ({ page, api }) => {
  const instance = await api.start('order-fulfilment', { customer: 'Miller Ltd', amount: 420 });
  const task = await api.task(instance, 'pick_items');
  await page.goto(`/tasks/${task}`);
  const remark = page.getByLabel('Remark');
  await remark.fill('Half done');
  await api.complete(task, { packages: 1 });
  await expect(page.getByText(/completed this task/)).toBeVisible();
  await expect(remark).toHaveValue('Half done');
  await expect(page.getByRole('button', { name: 'Complete' })).toHaveCount(0);
});
