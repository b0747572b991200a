import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readCases } from './read-cases.ts';
import { supportPage } from './support-page.ts';

test('docs/bpmn-support.md says what the cases prove', () => {
  const page = readFileSync(new URL('../../docs/bpmn-support.md', import.meta.url), 'utf8');
  expect(page).toBe(supportPage(readCases()));
});
