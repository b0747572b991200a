import { expect, test } from 'vitest';
import { memoryHost } from './memory-host.ts';
import { readCases } from './read-cases.ts';
import { runCase } from './run-case.ts';

test.each(readCases())('$path', async ({ scenario, bpmnXml }) => {
  expect(await runCase(memoryHost(), scenario, bpmnXml)).toEqual([]);
});
