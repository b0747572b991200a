import type { Activity } from '@wbpm/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../store/database.ts';
import { countingLoop, oneTask } from '../testing/definitions.ts';
import { testDatabases } from '../testing/test-databases.ts';
import { openTestRuntime, type TestRuntime } from '../testing/test-runtime.ts';
import { encodeCursor } from './page.ts';
import { readActivities } from './read-history.ts';

describe.each(testDatabases)('the activities of an instance on %s', (_kind, openFresh) => {
  let database: Database;
  let node: TestRuntime;
  beforeAll(async () => {
    database = await openFresh();
    node = await openTestRuntime(database, { background: false });
  });
  afterAll(async () => {
    await node.runtime.stop();
    await database.close();
  });

  async function pagesOf(id: string, limit: number): Promise<Activity[]> {
    const activities: Activity[] = [];
    let cursor: string | undefined;
    do {
      const page = await readActivities(node.useCase, id, { limit, cursor });
      expect(page.activities.length).toBeLessThanOrEqual(limit);
      activities.push(...page.activities);
      cursor = page.next_cursor ?? undefined;
    } while (cursor !== undefined);
    return activities;
  }

  it('come page by page as they come all at once, of an instance that waits and of one that ended', async () => {
    await node.deploy(countingLoop('round'));
    const id = await node.start('round', { i: 0, times: 5 });
    const waiting = await readActivities(node.useCase, id, { limit: 200 });
    expect(waiting.next_cursor).toBeNull();
    expect(waiting.activities.at(-1)).toMatchObject({ element_id: 'rest', status: 'active' });
    expect(waiting.activities.length).toBeGreaterThan(10);
    for (const limit of [1, 3, 7]) expect(await pagesOf(id, limit)).toEqual(waiting.activities);

    await node.completeTask(id, waiting.activities.at(-1)?.element_instance_id ?? '');
    const ended = await readActivities(node.useCase, id, { limit: 200 });
    expect(ended.activities.filter(({ status }) => status !== 'completed')).toEqual([]);
    for (const limit of [1, 4]) expect(await pagesOf(id, limit)).toEqual(ended.activities);
  });

  it('refuse a cursor that names no definition, or none at all', async () => {
    await node.deploy(oneTask);
    const id = await node.start('one-task');
    const foreign = encodeCursor(['1', '01900000-0000-7000-8000-000000000000']);
    await expect(readActivities(node.useCase, id, { limit: 1, cursor: foreign })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    const old = encodeCursor(['1']);
    await expect(readActivities(node.useCase, id, { limit: 1, cursor: old })).rejects.toMatchObject({
      code: 'INVALID_QUERY',
    });
  });
});
