import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, type BrowserContextOptions, expect, type Page, test } from '@playwright/test';
import { type RunningServer, startServer } from '../support/server.ts';

const secret = 'a secret of the browser tests, long enough';
const chosen = 'violet harbour ninety kites';
let server: RunningServer;
/** Told once, on a page. */
let passwordOfAnn = '';

// Each goes on where the one before ended.
test.describe.configure({ mode: 'serial', timeout: 180_000 });

test.beforeAll(async () => {
  server = await startServer({
    env: { AUTH_MODE: 'jwt', JWT_SECRET: secret, LOCAL_ACCOUNTS: 'true' },
  });
});

test.afterAll(async () => {
  await server.stop();
});

test('the first administrator chooses a password, creates a user and logs out', async ({ browser }) => {
  const page = await openPage(browser);
  const first = await server.printed(/Password: +(\S+)/);
  await page.goto('/processes?q=order');
  await accessible(page);
  await logIn(page, 'admin', 'wrong');
  await expect(page.getByRole('alert')).toHaveText(/do not belong together/);
  await logIn(page, 'admin', first);

  await expect(page.getByRole('heading', { name: 'Choose your password' })).toBeVisible();
  await accessible(page);
  await choosePassword(page, 'short');
  await expect(page.getByText('Use at least 12 characters; these are 5.')).toBeVisible();
  await choosePassword(page, 'password1234');
  await expect(page.getByText(/hard to guess, but found/)).toBeVisible();
  await choosePassword(page, chosen);
  await expect(page).toHaveURL(/\/processes\?q=order/);
  await expect(page.getByRole('link', { name: 'Order fulfilment' })).toBeVisible();

  const rail = page.getByRole('navigation', { name: 'Main' });
  await rail.getByRole('link', { name: 'People' }).click();
  await expect(page).toHaveURL(/\/people\/users/);
  await page.getByRole('button', { name: 'Create user' }).click();
  const sheet = page.getByRole('dialog', { name: 'Create a user' });
  await sheet.getByLabel('User id').fill('ann');
  await sheet.getByLabel('Name', { exact: true }).fill('Ann Lee');
  await accessible(page);
  await sheet.getByRole('button', { name: 'Create user' }).click();
  passwordOfAnn = (await sheet.getByTestId('secret').textContent()) ?? '';
  await accessible(page);
  await page.keyboard.press('Escape');
  await expect(sheet.getByTestId('secret')).toBeVisible();
  await sheet.getByRole('button', { name: 'Done' }).click();
  await page.getByRole('link', { name: 'Ann Lee' }).click();
  await expect(page.getByRole('dialog', { name: 'Ann Lee' }).getByLabel('Name')).toHaveValue('Ann Lee');
  await expect(page.getByText(passwordOfAnn)).toHaveCount(0);
  await page.keyboard.press('Escape');

  await page.getByRole('button', { name: 'You: Administrator' }).click();
  await page.getByRole('menuitem', { name: 'Log out' }).click();
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  await page.context().close();
});

test('what two people edit at once is not lost', async ({ browser }) => {
  const [page, other] = [await openPage(browser), await openPage(browser)];
  for (const each of [page, other]) {
    await each.goto('/people/users?open=ann');
    await logIn(each, 'admin', chosen);
    await expect(each.getByLabel('E-mail')).toBeVisible();
  }
  await other.getByLabel('Name').fill('Ann Lee-Smith');
  await other.getByRole('button', { name: 'Save changes' }).click();
  await expect(other.getByText('Saved.')).toBeVisible();

  await page.getByLabel('E-mail').fill('ann@example.org');
  await page.getByRole('button', { name: 'Save changes' }).click();
  await expect(page.getByText(/Somebody else changed this user in the meantime \(name\)/)).toBeVisible();
  await expect(page.getByLabel('E-mail')).toHaveValue('ann@example.org');
  await expect(page.getByLabel('Name')).toHaveValue('Ann Lee-Smith');
  await page.getByRole('button', { name: 'Save changes' }).click();
  await expect(page.getByText('Saved.')).toBeVisible();
  for (const each of [page, other]) await each.context().close();
});

test('groups, roles, keys and tenants are made, seen and taken away', async ({ browser }) => {
  const page = await openPage(browser);
  await page.goto('/people/groups');
  await logIn(page, 'admin', chosen);
  await expect(page.getByText('No groups yet')).toBeVisible();
  await accessible(page);
  await page.getByRole('button', { name: 'Create group' }).click();
  await page.getByLabel('Group id').fill('claims team');
  await page.getByRole('dialog').getByRole('button', { name: 'Create group' }).click();
  await page.getByRole('link', { name: 'claims team' }).click();
  await page.getByRole('combobox', { name: 'Add a member' }).fill('ann');
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Remove Ann Lee-Smith' })).toBeVisible();
  await accessible(page);
  await page.getByRole('button', { name: 'Close' }).click();

  const tabs = page.getByRole('navigation', { name: 'About people' });
  await tabs.getByRole('link', { name: 'Roles' }).click();
  await page.getByRole('link', { name: 'operator', exact: true }).click();
  await expect(page.getByText(/Built in: the same/)).toBeVisible();
  await accessible(page);
  await page.getByRole('button', { name: 'Close' }).click();
  await page.getByRole('button', { name: 'Create role' }).click();
  await page.getByLabel('Role id').fill('clerk');
  await page.getByRole('group', { name: 'Tasks' }).getByRole('checkbox', { name: 'Read' }).check();
  await accessible(page);
  await page.getByRole('dialog').getByRole('button', { name: 'Create role' }).click();
  await expect(page.getByRole('row', { name: /clerk.*Your own/ })).toBeVisible();

  await tabs.getByRole('link', { name: 'API keys' }).click();
  await page.getByRole('button', { name: 'Create key' }).click();
  await page.getByLabel('Name').fill('worker-1');
  await page.getByRole('group', { name: 'Jobs' }).getByRole('checkbox', { name: 'Activate' }).check();
  await accessible(page);
  await page.getByRole('dialog').getByRole('button', { name: 'Create key' }).click();
  await expect(page.getByTestId('secret')).toBeVisible();
  await page.getByRole('button', { name: 'Done' }).click();
  await accessible(page);
  await page.getByRole('button', { name: 'Revoke worker-1' }).click();
  await page.getByRole('button', { name: 'Revoke key' }).click();
  await expect(page.getByText('No API keys yet')).toBeVisible();

  await page.getByRole('link', { name: 'Tenants' }).click();
  await page.getByRole('button', { name: 'Create tenant' }).click();
  await page.getByLabel('Tenant id').fill('acme');
  await page.getByLabel('Name', { exact: true }).fill('Acme Limited');
  await page.getByRole('dialog').getByRole('button', { name: 'Create tenant' }).click();
  await expect(page.getByTestId('secret')).toBeVisible();
  await page.getByRole('button', { name: 'Done' }).click();
  await page.getByRole('link', { name: 'Acme Limited' }).click();
  await page.getByRole('button', { name: 'Suspend tenant' }).click();
  await page
    .getByRole('dialog', { name: /^Suspend/ })
    .getByRole('button', { name: 'Suspend tenant' })
    .click();
  await expect(page.getByRole('button', { name: 'Resume tenant' })).toBeVisible();
  await accessible(page);
  await page.context().close();
});

test('a user without those permissions sees less, and may see who they are', async ({ browser }) => {
  const page = await openPage(browser);
  await page.goto('/');
  await logIn(page, 'ann', passwordOfAnn);
  await choosePassword(page, chosen);
  const rail = page.getByRole('navigation', { name: 'Main' });
  await expect(rail.getByRole('link', { name: 'Tasks' })).toBeVisible();
  await expect(rail.getByRole('link', { name: 'People' })).toHaveCount(0);
  await expect(rail.getByRole('link', { name: 'Tenants' })).toHaveCount(0);
  await expect(page.getByRole('img', { name: /^Live/ })).toBeVisible();
  await page.goto('/people/users');
  await expect(page.getByText('You may not see this')).toBeVisible();
  await accessible(page);
  await page.goto('/account');
  await expect(page.getByText('This browser', { exact: true })).toBeVisible();
  await accessible(page);
  await page.context().close();
});

test('all of it fits a phone, and can be read in the dark', async ({ browser }) => {
  const page = await openPage(browser, { viewport: { width: 390, height: 844 }, colorScheme: 'dark' });
  await page.goto('/');
  await expect(page.getByLabel('User name')).toBeVisible();
  await fitsPhone(page);
  await logIn(page, 'admin', chosen);
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'People' }).click();
  await expect(page.getByRole('link', { name: 'Ann Lee-Smith' })).toBeVisible();
  for (const path of [
    '/people/users',
    '/people/users?create=true',
    '/people/users?open=ann',
    '/people/groups?open=claims%20team',
    '/people/roles?open=clerk',
    '/people/api-keys?create=true',
    '/tenants?open=acme',
    '/account',
  ]) {
    await page.goto(path);
    await expect(page.locator('h1')).toBeVisible();
    await expect(page.locator('[role=status][aria-label^=Loading]')).toHaveCount(0);
    await fitsPhone(page);
    await accessible(page);
  }
  await page.context().close();
});

async function openPage(browser: Browser, look: BrowserContextOptions = {}): Promise<Page> {
  const viewport = { width: 1440, height: 900 };
  const context = await browser.newContext({
    baseURL: server.origin,
    viewport,
    reducedMotion: 'reduce',
    ...look,
  });
  return context.newPage();
}

async function logIn(page: Page, userId: string, password: string): Promise<void> {
  await page.getByLabel('User name').fill(userId);
  await page.getByRole('textbox', { name: 'Password' }).fill(password);
  await page.keyboard.press('Enter');
}

async function choosePassword(page: Page, password: string): Promise<void> {
  await page.getByRole('textbox', { name: 'New password', exact: true }).fill(password);
  await page.getByRole('textbox', { name: 'New password, again' }).fill(password);
  await page.keyboard.press('Enter');
}

async function accessible(page: Page): Promise<void> {
  // A sheet that slides in, or a skeleton that gives way, has no colours of its own yet.
  await page.waitForTimeout(400);
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze();
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`);
  expect.soft(found, page.url()).toEqual([]);
}

async function fitsPhone(page: Page): Promise<void> {
  const excess = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect.soft(excess, page.url()).toBe(0);
}
