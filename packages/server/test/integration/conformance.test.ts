import { readCases } from '@wbpm/conformance/read-cases.ts';
import { runCase } from '@wbpm/conformance/run-case.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../../src/store/database.ts';
import { testDatabases } from '../../src/testing/test-databases.ts';
import { openTestRuntime, type TestRuntime } from '../../src/testing/test-runtime.ts';
import { durableHost } from './conformance/durable-host.ts';

/** Every command loads its instance: nothing is kept in memory between two of them. */
const nothingCached = { cacheSize: 1 };

describe.each(testDatabases)('the cases of conformance on %s', (_kind, openFresh) => {
  let database: Database;
  let node: TestRuntime;

  beforeAll(async () => {
    database = await openFresh();
    node = await openTestRuntime(database, { limits: nothingCached });
  });
  afterAll(async () => {
    await node.runtime.stop();
    await database.close();
  });

  test.each(readCases())('$path', async ({ path, scenario, bpmnXml }) => {
    expect(await runCase(durableHost(node, path), scenario, bpmnXml)).toEqual([]);
    expect(node.errors).toEqual([]);
  });
});
