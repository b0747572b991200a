import { reloaded } from '@wbpm/engine/testing/stored-state.ts';
import { describe, expect, test } from 'vitest';
import { memoryHost } from './memory-host.ts';
import { readCases } from './read-cases.ts';
import { runCase } from './run-case.ts';

const cases = readCases();

describe('in memory', () => {
  test.each(cases)('$path', async ({ scenario, bpmnXml }) => {
    expect(await runCase(memoryHost(), scenario, bpmnXml)).toEqual([]);
  });
});

describe('with everything that is not stored dropped between any two commands', () => {
  test.each(cases)('$path', async ({ scenario, bpmnXml }) => {
    expect(await runCase(memoryHost(reloaded), scenario, bpmnXml)).toEqual([]);
  });
});
