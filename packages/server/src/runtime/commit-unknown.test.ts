import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { Database } from '../store/database.ts';
import { openPostgres } from '../store/postgres-database.ts';
import { type CuttingProxy, openCuttingProxy } from '../testing/cutting-proxy.ts';
import { oneTask } from '../testing/definitions.ts';
import { allInstanceFaults } from '../testing/journal-faults.ts';
import { createPostgres, type FreshPostgres } from '../testing/test-databases.ts';
import { openTestRuntime, type TestRuntime } from '../testing/test-runtime.ts';

describe.runIf(inject('postgresUrl') !== null)('a commit whose connection breaks', () => {
  let fresh: FreshPostgres;
  let proxy: CuttingProxy;
  let database: Database;
  let node: TestRuntime;

  beforeAll(async () => {
    fresh = await createPostgres();
    const target = new URL(fresh.url);
    proxy = await openCuttingProxy(Number(target.port));
    target.port = String(proxy.port);
    database = await openPostgres({
      connectionString: target.href,
      poolSize: 4,
      minSize: 0,
      applicationName: 'wbpm_cut',
      statementTimeoutMs: 10_000,
    });
    node = await openTestRuntime(database);
    await node.deploy(oneTask);
  });
  afterAll(async () => {
    await node.runtime.stop();
    await database.close();
    await proxy.close();
    await fresh.drop();
  });

  async function setTogether(instances: readonly string[], round: string) {
    return Promise.all(
      instances.map((instanceId) =>
        node.execute(
          instanceId,
          { type: 'setVariables', variables: { [round]: true } },
          { idempotency: { userId: 'tester', key: `${round}-${instanceId}`, requestHash: round } },
        ),
      ),
    );
  }

  it.each(['after-forwarding', 'before-forwarding'] as const)(
    'is found out and happens once when it is cut %s of COMMIT',
    async (moment) => {
      const instances = await Promise.all(Array.from({ length: 5 }, () => node.start('one-task')));
      const before = await Promise.all(instances.map((id) => node.state(id)));
      for (let round = 1; round <= 4; round += 1) {
        proxy.cutAt('commit', moment);
        const outcomes = await setTogether(instances, `${moment}${round}`);
        expect(outcomes).toEqual(
          instances.map(() => ({
            kind: 'committed',
            replayed: false,
            response: { status: 'active', sequence: expect.any(Number) },
          })),
        );
      }
      const after = await Promise.all(instances.map((id) => node.state(id)));
      expect(after.map(({ sequence }, index) => sequence - (before[index]?.sequence ?? 0))).toEqual(
        instances.map(() => 4),
      );
    },
  );

  it('leaves journals without gaps', async () => {
    expect(await allInstanceFaults(database)).toEqual([]);
    expect(node.errors).toEqual([]);
  });
});
