import { describe, expect, it } from 'vitest';
import { testDatabases } from '../testing/test-databases.ts';
import {
  type CommitNotices,
  listenCommitted,
  manyText,
  noticesTexts,
  notifyCommitted,
  notifyDefinitions,
  parseNotices,
  type ToldChange,
} from './commit-notice.ts';

function changeOf(instanceId: string, details: Partial<ToldChange> = {}): ToldChange {
  return {
    tenantId: 'acme',
    instanceId,
    instance: { processId: 'p', status: 'active' },
    tasks: { created: [], assigned: [], closed: [] },
    incidents: { raised: [], resolved: [] },
    ...details,
  };
}
const changes = (count: number, details?: Partial<ToldChange>): ToldChange[] =>
  Array.from({ length: count }, (_, index) => changeOf(`i${index}`, details));
const listed = (notices: readonly CommitNotices[]): string[] =>
  notices.flatMap((one) => (one.kind === 'few' ? one.notices.map(({ instanceId }) => instanceId) : ['many']));

describe('notices of commits', () => {
  it('say what of an instance changed', () => {
    const told = noticesTexts([
      changeOf('a', { tasks: { created: [], assigned: [], closed: [{}] } }),
      changeOf('b', { incidents: { raised: [{}], resolved: [] } }),
      changeOf('c'),
    ]).map(parseNotices);
    const what = { tenantId: 'acme', processId: 'p', status: 'active' };
    expect(told).toEqual([
      {
        kind: 'few',
        position: expect.any(String),
        notices: [
          { ...what, instanceId: 'a', tasksChanged: true, incidentsChanged: false },
          { ...what, instanceId: 'b', tasksChanged: false, incidentsChanged: true },
          { ...what, instanceId: 'c', tasksChanged: false, incidentsChanged: false },
        ],
        definitions: [],
      },
    ]);
  });

  it('list a large batch in several messages, each with a position of its own', () => {
    const told = noticesTexts(changes(120)).map(parseNotices);
    expect(told).toHaveLength(3);
    expect(listed(told)).toEqual(changes(120).map(({ instanceId }) => instanceId));
    expect(new Set(told.map(({ position }) => position)).size).toBe(3);
  });

  it('only say whose instances changed when they are too many, or have too long names', () => {
    const tooMany = [...changes(300), changeOf('x', { tenantId: 'globex' })];
    const tooLong = changes(40, { instance: { processId: 'ä'.repeat(255), status: 'active' } });
    for (const [batch, tenants] of [
      [tooMany, ['acme', 'globex']],
      [tooLong, ['acme']],
    ] as const) {
      const told = noticesTexts(batch).map(parseNotices);
      expect(told).toEqual([{ kind: 'many', position: expect.any(String), tenants }]);
    }
  });

  it('do not even say that when there are too many tenants', () => {
    const batch = changes(250).map((change, index) => ({ ...change, tenantId: `${index}`.padEnd(64, 't') }));
    expect(parseNotices(manyText(batch))).toMatchObject({ kind: 'many', tenants: null });
  });

  it.each(testDatabases)('are heard in order once they are committed on %s', async (_kind, openFresh) => {
    const database = await openFresh();
    const heard: CommitNotices[] = [];
    let last = (): void => {};
    const heardLast = new Promise<void>((resolve) => {
      last = resolve;
    });
    const stop = await listenCommitted(
      database,
      (notices) => {
        heard.push(notices);
        if (listed([notices]).includes('last')) last();
      },
      () => undefined,
    );
    await database.transaction({ kind: 'runtime' }, (transaction) =>
      notifyCommitted(transaction, changes(70)),
    );
    await database.transaction({ kind: 'tenant', tenantId: 'acme' }, (transaction) =>
      notifyDefinitions(transaction, 'acme', ['p', 'q']),
    );
    const rolledBack = database.transaction({ kind: 'runtime' }, async (transaction) => {
      await notifyCommitted(transaction, [changeOf('never')]);
      throw new Error('rolled back');
    });
    await expect(rolledBack).rejects.toThrow('rolled back');
    await database.transaction({ kind: 'runtime' }, (transaction) =>
      notifyCommitted(transaction, [changeOf('last')]),
    );
    await heardLast;
    expect(listed(heard)).toEqual([...changes(70).map(({ instanceId }) => instanceId), 'last']);
    expect(heard.flatMap((one) => (one.kind === 'few' ? one.definitions : []))).toEqual([
      { tenantId: 'acme', processId: 'p' },
      { tenantId: 'acme', processId: 'q' },
    ]);
    await stop();
    await database.close();
  });
});
