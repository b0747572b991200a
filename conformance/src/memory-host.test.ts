import { reloaded } from '@wbpm/engine/testing/stored-state.ts';
import { describe, expect, test } from 'vitest';
import { journalDifferences } from './journals.ts';
import { readCases } from './read-cases.ts';
import { runInMemory } from './run-in-memory.ts';

const cases = readCases();

describe('in memory', () => {
  test.each(cases)('$path', async (written) => {
    expect((await runInMemory(written)).differences).toEqual([]);
  });
});

describe('with everything that is not stored dropped between any two commands', () => {
  test.each(cases)('$path', async (written) => {
    const { differences, journals } = await runInMemory(written, reloaded);
    expect(differences).toEqual([]);
    expect(journalDifferences(journals, (await runInMemory(written)).journals)).toEqual([]);
  });
});
