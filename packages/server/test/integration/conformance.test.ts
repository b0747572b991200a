import { journalDifferences } from '@wbpm/conformance/journals.ts';
import { readCases } from '@wbpm/conformance/read-cases.ts';
import { runCase } from '@wbpm/conformance/run-case.ts';
import { runInMemory } from '@wbpm/conformance/run-in-memory.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../../src/store/database.ts';
import { testDatabases } from '../../src/testing/test-databases.ts';
import { openTestRuntime, type TestRuntime } from '../../src/testing/test-runtime.ts';
import { durableHost } from './conformance/durable-host.ts';
import { standingClock } from './conformance/standing-clock.ts';

/** Every command loads its instance: nothing is kept in memory between two of them. */
const nothingCached = { cacheSize: 1 };

describe.each(testDatabases)('the cases of conformance on %s', (_kind, openFresh) => {
  let database: Database;
  let node: TestRuntime;

  beforeAll(async () => {
    database = await openFresh();
    const clock = standingClock(Date.UTC(2030, 0, 1));
    node = await openTestRuntime(database, { limits: nothingCached, clock });
  });
  afterAll(async () => {
    await node.runtime.stop();
    await database.close();
  });

  test.each(readCases())('$path', async (written) => {
    const { differences, journals } = await runCase(durableHost(node, written.path), written);
    expect(differences).toEqual([]);
    expect(journalDifferences(journals, (await runInMemory(written)).journals)).toEqual([]);
    expect(node.errors).toEqual([]);
  });
});
