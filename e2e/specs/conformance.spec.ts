import { expect, test } from '@playwright/test';
import type { WrittenCase } from '@wbpm/conformance/case.ts';
import { journalDifferences } from '@wbpm/conformance/journals.ts';
import { readCases } from '@wbpm/conformance/read-cases.ts';
import { runInMemory } from '@wbpm/conformance/run-in-memory.ts';
import { conformanceBundle } from '../support/conformance-bundle.ts';

/** What the bundle leaves in the page. */
declare const conformance: { readonly runInMemory: typeof runInMemory };

const caseTimeoutMs = 20_000;

/** A trace would keep every case and every journal. */
test.use({ trace: 'off' });

test('every case of conformance holds in a browser, with the journals it has in Node', async ({ page }) => {
  test.setTimeout(300_000);
  await page.addScriptTag({ content: await conformanceBundle() });
  const found: string[] = [];
  for (const written of readCases()) {
    const { path } = written;
    const asText = JSON.stringify(written);
    const { differences, journals } = await test.step(
      path,
      () => page.evaluate((text) => conformance.runInMemory(JSON.parse(text) as WrittenCase), asText),
      { timeout: caseTimeoutMs },
    );
    const expected = await runInMemory(written);
    const faults = [...differences, ...journalDifferences(journals, expected.journals)];
    found.push(...faults.map((fault) => `${path}: ${fault}`));
  }
  expect(found).toEqual([]);
});
