import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { broken, claimCheck } from '../support/models.ts';
import { expect, test } from '../support/test.ts';

test('a refused file shows every finding with its element and line, and claims no success', async ({
  page,
}) => {
  await page.goto('/processes');
  await page.getByRole('button', { name: 'Deploy' }).click();
  const sheet = page.getByRole('dialog', { name: 'Deploy a process' });
  await sheet
    .locator('input[type=file]')
    .setInputFiles({ name: 'broken.bpmn', mimeType: 'application/xml', buffer: Buffer.from(broken) });
  await sheet.getByRole('button', { name: 'Deploy' }).click();

  await expect(sheet.getByRole('alert')).toContainText('Not deployed.');
  const findings = sheet.getByRole('listitem');
  await expect(findings.first()).toContainText('lost_flow');
  await expect(findings.first()).toContainText(/line \d+/);
  await expect(sheet.getByText(/is deployed as version/)).toHaveCount(0);
  await expect(page.getByRole('link', { name: 'Broken' })).toHaveCount(0);
});

test('an accepted file is there at once, and can be started', async ({ page }) => {
  await page.goto('/processes?deploy=true');
  const sheet = page.getByRole('dialog', { name: 'Deploy a process' });
  await sheet
    .locator('input[type=file]')
    .setInputFiles({ name: 'claim.bpmn', mimeType: 'application/xml', buffer: Buffer.from(claimCheck) });
  await sheet.getByRole('button', { name: 'Deploy' }).click();
  await expect(sheet.getByText('Claim check is deployed as version 1.')).toBeVisible();
  await sheet.getByRole('link', { name: 'Open the process' }).click();

  await page.getByRole('button', { name: 'Start' }).click();
  const start = page.getByRole('dialog', { name: 'Start Claim check' });
  await start.getByRole('button', { name: 'Add variable' }).click();
  await start.getByLabel('Name').fill('amount');
  await start.getByLabel('Type of amount').selectOption('number');
  await start.getByLabel('Value of amount').fill('abc');
  await expect(start.getByText('amount must be a number.')).toBeVisible();
  await start.getByLabel('Value of amount').fill('120');
  await start.getByLabel(/Business key/).fill('claim-7');
  await start.getByRole('button', { name: 'Start Claim check' }).click();
  await expect(page.getByRole('heading', { name: 'claim-7', level: 1 })).toBeVisible();
  await expect(page.locator('[data-testid=token][data-element=look]')).toBeVisible();
});

test('a process that is written here is read while it is written, drawn, and deployed', async ({ page }) => {
  await page.goto('/processes?deploy=true');
  const sheet = page.getByRole('dialog', { name: 'Deploy a process' });
  const text = sheet.getByLabel('Or write it');
  await text.fill('WORKFLOW "Holiday"\nSTART "Asked"\nUSER_TSK "Decide"\nEND "Told"\n');
  await expect(sheet.getByText('Read as APG DSL.')).toBeVisible();
  await expect(sheet.getByRole('listitem').first()).toContainText('did you mean USER_TASK?');
  await expect(sheet.getByRole('listitem').first()).toContainText('line 3, column 1');
  await text.fill('WORKFLOW "Holiday"\nSTART "Asked"\nUSER_TASK "Decide"\n  assignee: "ann"\nEND "Told"\n');
  const drawing = sheet.getByRole('figure', { name: 'Diagram in the text' });
  await expect(drawing.locator('[data-element-id="decide"]').first()).toBeVisible();
  await expect(sheet.getByRole('listitem')).toHaveCount(0);
  await page.screenshot({ path: 'test-results/written.png' });
  await sheet.getByRole('button', { name: 'Deploy' }).click();
  await expect(sheet.getByText('Holiday is deployed as version 1.')).toBeVisible();
});

const realModels = join(process.env['WBPM_SHARED_DATA'] ?? resolve('..', 'shared', 'data'), 'real-models');

for (const { file, shape, refused, patch } of [
  {
    file: 'invoice.v2.bpmn',
    shape: 'approveInvoice',
    refused: 'ServiceTask_1',
    // As it is it can run: a worker does what its Java class did. A shell command nobody runs here.
    patch: (xml: string) => xml.replace(/camunda:class="[^"]*"/, 'camunda:type="shell"'),
  },
  {
    file: 'pizza-collaboration.bpmn',
    shape: '_6-219',
    refused: 'isExecutable',
    patch: (xml: string) => xml,
  },
]) {
  test(`${file}, made by others, is drawn, and what cannot run is refused by name`, async ({ page }) => {
    await page.goto('/processes?deploy=true');
    const sheet = page.getByRole('dialog', { name: 'Deploy a process' });
    const buffer = Buffer.from(patch(readFileSync(join(realModels, file), 'utf8')));
    await sheet
      .locator('input[type=file]')
      .setInputFiles({ name: file, mimeType: 'application/xml', buffer });
    const drawing = sheet.getByRole('figure', { name: `Diagram in ${file}` });
    await expect(drawing.locator(`[data-element-id="${shape}"]`).first()).toBeVisible();
    await sheet.getByRole('button', { name: 'Deploy' }).click();
    await expect(sheet.getByRole('alert')).toContainText('Not deployed.');
    await expect(sheet.getByRole('listitem').filter({ hasText: refused }).first()).toBeVisible();
    await page.screenshot({ path: `test-results/drawn-${file}.png` });
  });
}
