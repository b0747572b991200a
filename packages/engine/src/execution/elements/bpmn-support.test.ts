import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { behaviours } from './table.ts';

test('docs/bpmn-support.md lists exactly the elements that have a behaviour', () => {
  const document = readFileSync(new URL('../../../../../docs/bpmn-support.md', import.meta.url), 'utf8');
  const listed = [...document.matchAll(/^\| `(\w+)` +\|/gm)].map((match) => match[1]);
  expect(listed.sort()).toEqual(Object.keys(behaviours).sort());
});
