import { readCases } from '@wbpm/conformance/read-cases.ts';
import { runCase } from '@wbpm/conformance/run-case.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openFileStore } from '../../src/files/open-file-store.ts';
import { createLargeValues, type LargeValues } from '../../src/runtime/large-values.ts';
import type { Database } from '../../src/store/database.ts';
import { allInstanceFaults } from '../../src/testing/journal-faults.ts';
import { testDatabases } from '../../src/testing/test-databases.ts';
import { createTestFolder } from '../../src/testing/test-files.ts';
import { openTestRuntime, type TestRuntime } from '../../src/testing/test-runtime.ts';
import { durableHost } from './conformance/durable-host.ts';
import { standingClock } from './conformance/standing-clock.ts';

/** Nearly every field of every event has more bytes than that. */
const limitBytes = 3;
/** The others differ in what they do, not in how it is stored. */
const everyFifth = readCases().filter((_case, index) => index % 5 === 0);

describe.each(testDatabases.slice(0, 1))(
  'cases of conformance on %s with their values in the file store',
  (_kind, openFresh) => {
    const folder = createTestFolder();
    let database: Database;
    let largeValues: LargeValues;
    let node: TestRuntime;

    beforeAll(async () => {
      database = await openFresh();
      const files = await openFileStore({ storage: 'local', path: folder.path }, database);
      largeValues = createLargeValues({ database, files, limitBytes });
      node = await openTestRuntime(database, {
        limits: { cacheSize: 1 },
        clock: standingClock(Date.UTC(2030, 0, 1)),
        largeValues,
      });
    });
    afterAll(async () => {
      await node.runtime.stop();
      await database.close();
      await folder.remove();
    });

    test.each(everyFifth)('$path', async (written) => {
      const { differences } = await runCase(durableHost(node, written.path), written);
      expect(differences).toEqual([]);
      expect(node.errors).toEqual([]);
    });

    test('leave instances whose journals add up to what is stored', async () => {
      expect(await allInstanceFaults(database, largeValues)).toEqual([]);
    });
  },
);
