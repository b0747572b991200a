import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { Database } from '../store/database.ts';
import { openPostgres } from '../store/postgres-database.ts';
import {
  countingLoop,
  oneTask,
  parallel,
  sequence,
  serviceTask,
  timer,
  userTask,
} from '../testing/definitions.ts';
import { eventually } from '../testing/eventually.ts';
import { allInstanceFaults } from '../testing/journal-faults.ts';
import { createPostgres, type FreshPostgres } from '../testing/test-databases.ts';
import { openTestRuntime, type TestRuntime } from '../testing/test-runtime.ts';
import type { CommandOutcome } from './command-outcome.ts';

/** Each node has its own connections, caches and mailboxes; only the rows are common. */
describe.runIf(inject('postgresUrl') !== null)('two nodes on one database', () => {
  let fresh: FreshPostgres;
  let databases: readonly Database[] = [];
  let a: TestRuntime;
  let b: TestRuntime;
  const done: string[] = [];

  const handlers = new Map([
    [
      'shared',
      async ({ jobId }: { readonly jobId: string }) => {
        done.push(jobId);
        return {};
      },
    ],
  ]);

  beforeAll(async () => {
    fresh = await createPostgres();
    databases = await Promise.all(
      ['a', 'b'].map((name) =>
        openPostgres({
          connectionString: fresh.url,
          poolSize: 8,
          minSize: 0,
          applicationName: `wbpm_${name}`,
          statementTimeoutMs: 30_000,
        }),
      ),
    );
    const [first, second] = databases;
    if (first === undefined || second === undefined) throw new Error('Expected two databases');
    const settings = { handlers, background: true, limits: { stepsPerTurn: 20 } };
    a = await openTestRuntime(first, settings);
    b = await openTestRuntime(second, settings);
    await a.deploy(oneTask);
  });
  afterAll(async () => {
    await Promise.all([a.runtime.stop(), b.runtime.stop()]);
    await Promise.all(databases.map((database) => database.close()));
    await fresh.drop();
  });

  async function onlyTask(node: TestRuntime, instanceId: string, elementId = 'approve'): Promise<string> {
    const [element] = await node.waiting(instanceId, elementId);
    if (element === undefined) throw new Error(`Expected a token at ${elementId}`);
    return element.id;
  }
  const committed = (outcomes: readonly CommandOutcome[]) =>
    outcomes.filter(({ kind }) => kind === 'committed').length;

  it('take what the other has just created', async () => {
    for (let round = 0; round < 30; round += 1) {
      const instanceId = await a.start('one-task');
      const taskId = await onlyTask(a, instanceId);
      expect(await b.completeTask(instanceId, taskId)).toMatchObject({
        kind: 'committed',
        response: { status: 'completed' },
      });
      expect(await a.completeTask(instanceId, taskId)).toMatchObject({
        kind: 'rejected',
        rejection: { code: 'INSTANCE_ENDED' },
      });
    }
  });

  it('reject nothing because of what they remember', async () => {
    await a.deploy(
      sequence('steps', ...Array.from({ length: 12 }, (_none, step) => userTask(`step-${step}`))),
    );
    const instanceId = await a.start('steps');
    // Each node remembers the instance as it left it, which is always one step behind.
    for (let step = 0; step < 12; step += 1) {
      const node = step % 2 === 0 ? b : a;
      const taskId = await onlyTask(node, instanceId, `step-${step}`);
      expect(await node.completeTask(instanceId, taskId)).toMatchObject({ kind: 'committed' });
    }
    expect((await a.state(instanceId)).status).toBe('completed');
  });

  it('lose no update of instances that both hammer', async () => {
    const branches = Array.from({ length: 16 }, (_none, index) => `task-${index}`);
    await a.deploy(parallel('hammered', ...branches.map((id) => userTask(id))));
    const instances = await Promise.all(Array.from({ length: 6 }, () => a.start('hammered')));
    for (const instanceId of instances) {
      const tasks = await Promise.all(branches.map((id) => onlyTask(a, instanceId, id)));
      const outcomes = await Promise.all(
        tasks.flatMap((taskId, index) => [
          a.completeTask(instanceId, taskId, { [`a${index}`]: true }),
          b.completeTask(instanceId, taskId, { [`b${index}`]: true }),
          (index % 2 === 0 ? a : b).execute(instanceId, {
            type: 'setVariables',
            variables: { [`set${index}`]: index },
          }),
        ]),
      );
      const completions = outcomes.filter((_outcome, index) => index % 3 < 2);
      expect(committed(completions)).toBe(branches.length);
      const { variables, status } = await b.state(instanceId);
      expect(status).toBe('completed');
      const names = Object.keys(variables.get(instanceId) ?? {});
      expect(names.filter((name) => /^[ab]\d/.test(name))).toHaveLength(branches.length);
      const sets = outcomes.filter((_outcome, index) => index % 3 === 2);
      expect(names.filter((name) => name.startsWith('set'))).toHaveLength(committed(sets));
    }
  }, 60_000);

  it('let one change through of those that name the same revision', async () => {
    await a.deploy(sequence('seen', userTask('approve')));
    for (let round = 0; round < 20; round += 1) {
      const instanceId = await a.start('seen');
      // Both remember the instance.
      const set = (node: TestRuntime, name: string, expectedSequence: number) =>
        node.execute(instanceId, { type: 'setVariables', variables: { [name]: true } }, { expectedSequence });
      await b.execute(instanceId, { type: 'setVariables', variables: { round } });
      const { sequence: seen } = await a.state(instanceId);
      const outcomes = await Promise.all([
        set(a, 'a1', seen),
        set(b, 'b1', seen),
        set(a, 'a2', seen),
        set(b, 'b2', seen),
      ]);
      expect(committed(outcomes)).toBe(1);
      expect(outcomes.filter(({ kind }) => kind === 'rejected')).toMatchObject(
        Array.from({ length: 3 }, () => ({ rejection: { code: 'STALE_VERSION' } })),
      );
      const { variables, sequence: now } = await b.state(instanceId);
      expect(Object.keys(variables.get(instanceId) ?? {})).toHaveLength(2);
      // A node that remembers less looks at what is stored before it refuses.
      expect(await set(a, 'after', now)).toMatchObject({ kind: 'committed' });
      expect(await set(b, 'then', now + 1)).toMatchObject({ kind: 'committed' });
    }
  });

  it('commit the same instances in opposite orders without ever telling the client of a deadlock', async () => {
    await a.deploy(sequence('still', userTask('approve')));
    const instances = await Promise.all(Array.from({ length: 40 }, () => a.start('still')));
    const set = (node: TestRuntime, order: readonly string[], round: number) =>
      order.map((instanceId) =>
        node.execute(instanceId, { type: 'setVariables', variables: { [`round${round}`]: true } }),
      );
    for (let round = 0; round < 10; round += 1) {
      const outcomes = await Promise.all([
        ...set(a, instances, round),
        ...set(b, instances.toReversed(), round),
      ]);
      expect(committed(outcomes)).toBe(instances.length * 2);
    }
  }, 60_000);

  it('give the same answer to one key that reaches both', async () => {
    for (let round = 0; round < 10; round += 1) {
      const instanceId = await a.start('one-task');
      const idempotency = { userId: 'tester', key: `both-${round}`, requestHash: 'same' };
      const command = { type: 'setVariables', variables: { round } } as const;
      const outcomes = await Promise.all(
        [a, b].map((node) => node.execute(instanceId, command, { idempotency })),
      );
      expect(outcomes.map((outcome) => outcome.kind === 'committed' && outcome.response)).toEqual([
        { status: 'active', sequence: expect.any(Number) },
        { status: 'active', sequence: expect.any(Number) },
      ]);
      expect(outcomes[0]).toMatchObject({
        response: outcomes[1]?.kind === 'committed' && outcomes[1].response,
      });
    }
  });

  it('read an instance as of one moment while the other changes it', async () => {
    await a.deploy(
      sequence('moving', ...Array.from({ length: 40 }, (_none, step) => userTask(`step-${step}`))),
    );
    const instanceId = await a.start('moving');
    let moving = true;
    const torn: string[] = [];
    const reader = (async () => {
      while (moving) {
        const { status, elements } = await b.state(instanceId);
        if ((status === 'active') !== (elements.size === 1)) torn.push(`${status} with ${elements.size}`);
      }
    })();
    for (let step = 0; step < 40; step += 1) {
      await a.completeTask(instanceId, await onlyTask(a, instanceId, `step-${step}`));
    }
    moving = false;
    await reader;
    expect(torn).toEqual([]);
  });

  it('change nothing of what somebody has read at the same time', async () => {
    const instanceId = await a.start('one-task');
    const task = await onlyTask(a, instanceId);
    const [read, completed] = [
      b.runtime.load({ tenantId: 'default', instanceId }),
      b.completeTask(instanceId, task),
    ];
    const before = (await read)?.state.sequence;
    await completed;
    expect((await read)?.state).toMatchObject({ sequence: before });
  });

  it('answer a caller whose turn the other node finishes', async () => {
    await a.deploy(countingLoop('stolen'));
    const instances = await Promise.all(
      Array.from({ length: 4 }, () => a.start('stolen', { i: 0, times: 300 })),
    );
    const steals = await Promise.all(
      instances.map((instanceId) => b.execute(instanceId, { type: 'continueInstance', stepsTaken: 0 })),
    );
    expect(committed(steals)).toBe(4);
    const definition = await a.runtime.definitions.latest('default', 'stolen');
    if (definition === null) throw new Error('Expected a definition');
    // Cancelled by B in the middle of A's turns: A's caller hears how the instance stands.
    const instanceId = a.runtime.newId();
    const started = a.execute(instanceId, {
      type: 'startInstance',
      instanceId,
      definitionId: definition.definitionId,
      version: definition.version,
      businessKey: null,
      variables: { i: 0, times: 100_000 },
      startElementId: null,
      triggerVariables: {},
      parent: null,
    });
    await eventually(
      () => b.execute(instanceId, { type: 'cancelInstance', reason: 'too long' }),
      ({ kind }) => kind === 'committed',
    );
    expect(await started).toMatchObject({ kind: 'committed', response: { status: 'terminated' } });
  }, 60_000);

  it('share jobs and timers: each runs once', async () => {
    await a.deploy(parallel('shared', serviceTask('work', 'shared'), timer('wait', 'PT0.3S')));
    done.length = 0;
    const instances = await Promise.all([
      ...Array.from({ length: 60 }, () => a.start('shared')),
      ...Array.from({ length: 60 }, () => b.start('shared')),
    ]);
    for (const instanceId of instances) {
      await eventually(
        () => a.state(instanceId).then(({ status }) => status),
        (status) => status === 'completed',
        30_000,
      );
    }
    expect(done).toHaveLength(instances.length);
    expect(new Set(done).size).toBe(instances.length);
  }, 60_000);

  it('know that they are not alone, from when the second joins until it leaves', async () => {
    const [database] = databases;
    if (database === undefined) throw new Error('Expected a database');
    const isAlone = (node: TestRuntime) => () => Promise.resolve(node.runtime.isAlone());
    expect([a.runtime.isAlone(), b.runtime.isAlone()]).toEqual([false, false]);
    await b.runtime.stop();
    await eventually(isAlone(a), (alone) => alone, 10_000);
    const joining = await openTestRuntime(database, { background: true });
    await eventually(isAlone(a), (alone) => !alone, 10_000);
    expect(joining.runtime.isAlone()).toBe(false);
    await joining.runtime.stop();
    await eventually(isAlone(a), (alone) => alone, 10_000);
  }, 40_000);

  it('leave every journal without gap and every state as its journal adds up', async () => {
    const [database] = databases;
    if (database === undefined) throw new Error('Expected a database');
    expect(await allInstanceFaults(database)).toEqual([]);
    expect([...a.errors, ...b.errors]).toEqual([]);
  });
});
