import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { testDatabases } from '../testing/test-databases.ts';
import type { Database } from './database.ts';
import { isSpent, isSuspect, type LeasedJob, leaseInTurns, leaseJobs, releaseLeases } from './job-leases.ts';

const start = Date.UTC(2030, 0, 1);
const at = (seconds: number) => new Date(start + seconds * 1000);

describe.each(testDatabases)('leases of jobs on %s', (_kind, openFresh) => {
  let database: Database;
  beforeAll(async () => {
    database = await openFresh();
  });
  afterAll(() => database.close());
  beforeEach(() =>
    database.transaction({ kind: 'runtime' }, (transaction) => transaction.query('DELETE FROM wbpm_jobs')),
  );

  /** Named by when they were due. */
  async function jobs(
    tenantId: string,
    type: string,
    due: readonly number[],
    more: { readonly retries?: number } = {},
  ): Promise<void> {
    await database.transaction({ kind: 'runtime' }, async (transaction) => {
      for (const second of due) {
        await transaction.query(
          `INSERT INTO wbpm_jobs (tenant_id, job_id, instance_id, process_definition_id, process_id, element_id, type,
             headers, retries, due_at, created_at)
           VALUES ($1, $2, $2, $2, 'p', $3, $4, '{}', $5, $6, $6)`,
          [tenantId, uuidv7(), String(second), type, more.retries ?? 3, at(second)],
        );
      }
    });
  }
  function lease(second: number, limit = 10, worker = 'w'): Promise<LeasedJob[]> {
    return database.transaction({ kind: 'runtime' }, (transaction) =>
      leaseJobs(transaction, {
        tenantId: 't',
        type: 'work',
        worker,
        limit,
        now: at(second),
        until: at(second + 10),
      }),
    );
  }
  function turns(
    second: number,
    rooms: Readonly<Record<string, number>>,
    { limit = 100, suspects = true, served = [] as readonly string[] } = {},
  ): Promise<LeasedJob[]> {
    return database.transaction({ kind: 'runtime' }, (transaction) =>
      leaseInTurns(transaction, {
        rooms: Object.entries(rooms).map(([type, room]) => ({ type, room })),
        limit,
        suspects,
        served,
        worker: 'node',
        now: at(second),
        until: at(second + 10),
      }),
    );
  }
  const seen = (leased: readonly LeasedJob[]) =>
    leased.map(({ tenantId, type, elementId }) => `${tenantId} ${type} ${elementId}`).sort();

  it('go to the oldest due jobs of the type, once', async () => {
    await jobs('t', 'work', [1, 2, 3, 50]);
    await jobs('t', 'other', [1]);
    await jobs('u', 'work', [1]);
    expect(seen(await lease(10, 2))).toEqual(['t work 1', 't work 2']);
    expect(seen(await lease(10))).toEqual(['t work 3']);
    expect(await lease(10)).toEqual([]);
  });

  it('that ran out are attempts, and the last attempt after them is given alone', async () => {
    await jobs('t', 'work', [1, 2], { retries: 3 });
    await lease(10);
    await jobs('t', 'work', [3]);
    const second = await lease(21);
    expect(seen(second)).toEqual(['t work 1', 't work 2', 't work 3']);
    expect(second.map(({ lostLeases }) => lostLeases).sort()).toEqual([0, 1, 1]);
    expect(second.some(isSuspect)).toBe(false);
    const third = await lease(32);
    expect(third).toMatchObject([{ elementId: '1', lostLeases: 2, lockToken: 3, retries: 3 }]);
    expect([third.every(isSuspect), third.some(isSpent)]).toEqual([true, false]);
    expect(await lease(32)).toMatchObject([{ elementId: '2', lostLeases: 2 }]);
    expect(await lease(32)).toMatchObject([{ elementId: '3', lostLeases: 1 }]);
  });

  it('end a batch before a last attempt', async () => {
    await jobs('t', 'work', [2], { retries: 2 });
    await lease(5);
    await jobs('t', 'work', [1, 3]);
    expect(seen(await lease(21))).toEqual(['t work 1']);
    expect(seen(await lease(21))).toEqual(['t work 2']);
    expect(seen(await lease(21))).toEqual(['t work 3']);
  });

  it('that ran out as often as the job may be tried leave it spent, with a short lease to say so', async () => {
    await jobs('t', 'work', [1], { retries: 2 });
    await lease(10);
    expect((await lease(21)).some(isSpent)).toBe(false);
    const [spent] = await lease(32);
    expect(spent).toMatchObject({ lostLeases: 2, retries: 2, lockedUntil: at(42) });
    expect(spent !== undefined && isSpent(spent)).toBe(true);
  });

  it('that a stopping node gives back lose no attempt', async () => {
    await jobs('t', 'work', [1]);
    await lease(10, 10, 'node');
    await database.transaction({ kind: 'runtime' }, (transaction) => releaseLeases(transaction, 'node'));
    expect(await lease(10)).toMatchObject([{ lostLeases: 0, lockToken: 3 }]);
  });

  it('over all tenants go round by tenant, each with its oldest first', async () => {
    await jobs('a', 'x', [1, 2, 3, 4, 5, 6]);
    await jobs('b', 'x', [7, 8]);
    await jobs('c', 'y', [9]);
    expect(seen(await turns(20, { x: 10, y: 10 }, { limit: 5 }))).toEqual([
      'a x 1',
      'a x 2',
      'b x 7',
      'b x 8',
      'c y 9',
    ]);
    expect(seen(await turns(20, { x: 10, y: 10 }, { limit: 3 }))).toEqual(['a x 3', 'a x 4', 'a x 5']);
  });

  it('over all tenants begin with those that were served longest ago', async () => {
    await jobs('a', 'x', [1, 2]);
    await jobs('b', 'x', [3, 4]);
    await jobs('c', 'x', [5, 6]);
    const order = async (served: readonly string[]) => seen(await turns(20, { x: 9 }, { limit: 1, served }));
    expect(await order(['a', 'b'])).toEqual(['c x 5']);
    expect(await order(['b', 'c', 'a'])).toEqual(['b x 3']);
    expect(await order(['c', 'a', 'b'])).toEqual(['c x 6']);
  });

  it('over all tenants keep to the room of each type', async () => {
    await jobs('a', 'x', [1, 2]);
    await jobs('b', 'x', [3, 4]);
    await jobs('a', 'y', [5, 6]);
    expect(seen(await turns(20, { x: 2, y: 1 }))).toEqual(['a x 1', 'a y 5', 'b x 3']);
    expect(seen(await turns(20, { y: 9 }))).toEqual(['a y 6']);
  });

  it('over all tenants bring at most one last attempt after leases that ran out, or none', async () => {
    await jobs('a', 'x', [1, 2], { retries: 2 });
    await jobs('b', 'x', [3], { retries: 2 });
    await turns(5, { x: 9 });
    await jobs('b', 'x', [4]);
    expect(seen(await turns(20, { x: 9 }, { suspects: false }))).toEqual(['b x 4']);
    expect(seen(await turns(20, { x: 9 }))).toEqual(['a x 1']);
    expect(seen(await turns(20, { x: 9 }))).toEqual(['a x 2']);
  });

  it('over all tenants pass over jobs that are held, later, spent or at rest', async () => {
    await jobs('a', 'x', [1, 30]);
    await jobs('b', 'x', [2], { retries: 0 });
    await jobs('c', 'x', [3]);
    await database.transaction({ kind: 'runtime' }, (transaction) =>
      transaction.query("UPDATE wbpm_jobs SET is_active = false WHERE tenant_id = 'c'"),
    );
    expect(seen(await turns(20, { x: 9 }))).toEqual(['a x 1']);
    expect(await turns(20, { x: 9 })).toEqual([]);
  });
});
