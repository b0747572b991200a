import { AxeBuilder } from '@axe-core/playwright';
import type { Browser } from '@playwright/test';
import { claimCheck } from '../support/models.ts';
import { expect, test } from '../support/test.ts';

test.use({ serverName: 'every page' });

const paths: Record<string, string> = {
  home: '/',
  processes: '/processes',
  deploy: '/processes?deploy=true',
  process: '/processes/order-fulfilment',
  start: '/processes/order-fulfilment?start=true',
  'start without form': '/processes/claim-check?start=true',
  instances: '/instances',
  'no instances': '/instances?status=failed&key=none',
  incidents: '/instances?status=incident',
  tasks: '/tasks',
  'unknown page': '/tasks/none/none',
  'unknown instance': '/instances/none',
};

test.beforeAll(async ({ server }) => {
  const { apiOf } = await import('../support/api.ts');
  const api = apiOf(server.origin);
  await api.deploy(claimCheck);
  const order = await api.start(
    'order-fulfilment',
    { customer: 'Hopper and Sons Precision Instruments and Typewriters Incorporated', amount: 1299.5 },
    'order-with-a-business-key-of-sixty-characters-0123456789-0123',
  );
  const claim = await api.start('claim-check', { photos: ['front.jpg', 'back.jpg'] }, 'claim-1');
  const open = await api.start('claim-check', { claimant: 'Meyer' }, 'claim-2');
  await api.complete(await api.task(claim, 'look'), {});
  paths['instance'] = `/instances/${order}`;
  paths['variables'] = `/instances/${order}?tab=variables`;
  paths['journal'] = `/instances/${order}?tab=journal`;
  paths['incident'] = `/instances/${claim}`;
  paths['task with form'] = `/tasks/${await api.task(order, 'pick_items')}`;
  paths['task without form'] = `/tasks/${await api.task(open, 'look')}`;
});

const views = [
  { name: 'desktop', viewport: { width: 1440, height: 900 } },
  { name: 'phone', viewport: { width: 390, height: 844 } },
] as const;

for (const colorScheme of ['light', 'dark'] as const) {
  for (const { name, viewport } of views) {
    test(`accessible, ${colorScheme}, ${name}`, async ({ browser, baseURL }) => {
      test.setTimeout(180_000);
      const page = await openPage(browser, baseURL ?? '', viewport, colorScheme);
      for (const [place, path] of Object.entries(paths)) {
        await page.goto(path);
        await settled(page);
        const { violations } = await new AxeBuilder({ page })
          .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
          .analyze();
        const found = violations.map(
          ({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`,
        );
        expect.soft(found, `${place}, ${colorScheme}, ${name}`).toEqual([]);
      }
      await page.context().close();
    });
  }
}

for (const width of [390, 320]) {
  test(`nothing scrolls sideways at ${width} pixels`, async ({ browser, baseURL }) => {
    test.setTimeout(120_000);
    const page = await openPage(browser, baseURL ?? '', { width, height: 800 }, 'light');
    for (const [place, path] of Object.entries(paths)) {
      await page.goto(path);
      await settled(page);
      const excess = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect.soft(excess, place).toBe(0);
    }
    await page.context().close();
  });
}

test('targets are large enough for a thumb', async ({ browser, baseURL }) => {
  test.setTimeout(120_000);
  const page = await openPage(browser, baseURL ?? '', { width: 390, height: 844 }, 'light');
  for (const place of ['home', 'processes', 'instances', 'instance', 'tasks', 'task with form']) {
    await page.goto(paths[place] ?? '/');
    await settled(page);
    const small = await page.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>('button, input, select, textarea')]
        .filter(
          (element) => element.offsetParent !== null && !element.matches('[type=radio], [type=checkbox]'),
        )
        .filter((element) => element.getBoundingClientRect().height < 43.5)
        .map((element) => element.outerHTML.slice(0, 120)),
    );
    expect.soft(small, place).toEqual([]);
  }
  await page.context().close();
});

test('the watermark is visible on every diagram, in both themes', async ({ browser, baseURL }) => {
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const { viewport } of views) {
      const page = await openPage(browser, baseURL ?? '', viewport, colorScheme);
      for (const place of ['home', 'process', 'instance', 'task with form']) {
        await page.goto(paths[place] ?? '/');
        const mark = page.locator('.bjs-powered-by').first();
        await mark.scrollIntoViewIfNeeded();
        await expect(mark).toBeVisible();
        const covered = await mark.evaluate((element) => {
          const box = element.getBoundingClientRect();
          const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
          return top === null || !(element.contains(top) || element === top);
        });
        expect(covered, `${place} ${colorScheme}`).toBe(false);
        const [colour, label] = await mark.evaluate((element) => {
          const probe = document.createElement('span');
          probe.style.color = 'var(--bpmn-label)';
          element.append(probe);
          const colours = [getComputedStyle(element).color, getComputedStyle(probe).color];
          probe.remove();
          return colours;
        });
        expect(colour, `${place} ${colorScheme}`).toBe(label);
      }
      await page.context().close();
    }
  }
});

async function openPage(
  browser: Browser,
  baseURL: string,
  viewport: { width: number; height: number },
  colorScheme: 'light' | 'dark',
) {
  const context = await browser.newContext({ baseURL, viewport, colorScheme, reducedMotion: 'reduce' });
  return context.newPage();
}

async function settled(page: Awaited<ReturnType<typeof openPage>>): Promise<void> {
  await expect(page.locator('h1')).toBeVisible();
  await expect(page.locator('[role=status][aria-label^=Loading]')).toHaveCount(0);
  await page.waitForTimeout(350);
}
