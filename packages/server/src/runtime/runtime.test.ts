import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Database, DatabaseUnavailableError } from '../store/database.ts';
import { readJournal } from '../store/journal.ts';
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
import { allInstanceFaults, instanceFaults } from '../testing/journal-faults.ts';
import { testDatabases } from '../testing/test-databases.ts';
import { openTestRuntime, startCommand, type TestRuntime, tester } from '../testing/test-runtime.ts';

const { tenantId } = tester;

describe.each(testDatabases)('the runtime on %s', (_kind, openFresh) => {
  let database: Database;
  let node: TestRuntime;

  beforeAll(async () => {
    database = await openFresh();
    node = await openTestRuntime(database);
    await node.deploy(oneTask);
  });
  afterAll(async () => {
    await node.runtime.stop();
    await database.close();
  });

  async function rows<Row extends object>(sql: string, ...parameters: string[]): Promise<Row[]> {
    return database.transaction({ kind: 'runtime' }, (transaction) =>
      transaction.query<Row>(sql, parameters),
    );
  }
  async function taskOf(instanceId: string, elementId = 'approve', on = node): Promise<string> {
    const [element] = await on.waiting(instanceId, elementId);
    if (element === undefined) throw new Error(`Expected a token at ${elementId}`);
    return element.id;
  }

  it('writes an instance and its task, and closes both', async () => {
    const instanceId = await node.start('one-task', { amount: 5 });
    const taskId = await taskOf(instanceId);
    expect(await instanceFaults(database, { tenantId, instanceId })).toEqual([]);
    expect(await rows('SELECT status, assignee FROM wbpm_tasks WHERE task_id = $1', taskId)).toEqual([
      { status: 'active', assignee: null },
    ]);

    const outcome = await node.completeTask(instanceId, taskId, { approved: true });
    expect(outcome).toMatchObject({ kind: 'committed', replayed: false, response: { status: 'completed' } });
    expect(
      await rows(
        'SELECT status, assignee, completed_by, completed_at IS NOT NULL AS done FROM wbpm_tasks WHERE task_id = $1',
        taskId,
      ),
    ).toEqual([{ status: 'completed', assignee: 'tester', completed_by: 'tester', done: true }]);
    expect(
      await rows(
        'SELECT status, end_time IS NOT NULL AS ended FROM wbpm_process_instances WHERE instance_id = $1',
        instanceId,
      ),
    ).toEqual([{ status: 'completed', ended: true }]);
    expect(await rows('SELECT 1 FROM wbpm_element_instances WHERE instance_id = $1', instanceId)).toEqual([]);
    expect(await instanceFaults(database, { tenantId, instanceId })).toEqual([]);
  });

  it('keeps a journal that names who did what', async () => {
    const instanceId = await node.start('one-task');
    await node.completeTask(instanceId, await taskOf(instanceId));
    const entries = await database.transaction({ kind: 'runtime' }, (transaction) =>
      readJournal(transaction, tenantId, instanceId),
    );
    expect(entries.map(({ actor, command }) => [actor, command])).toEqual([
      ['tester', 'startInstance'],
      ['tester', 'completeUserTask'],
    ]);
    expect(entries.flatMap(({ events }) => events.map(({ type }) => type))).toEqual(
      expect.arrayContaining([
        'instanceStarted',
        'userTaskCreated',
        'userTaskCompleted',
        'instanceCompleted',
      ]),
    );
  });

  it('puts variables into the columns that searches use', async () => {
    const instanceId = await node.start('one-task', {
      text: 'a "quoted\\ text',
      long: 'x'.repeat(1000),
      number: -0.5,
      yes: true,
      day: '2026-02-28',
      moment: '2026-02-28T12:00:00+02:00',
      yearZero: '0000-01-01',
      lastMoment: '9999-12-31T23:59:59-12:00',
      noDay: '2026-02-31x',
      nothing: null,
      list: [1, { two: 2 }],
    });
    const found = await rows<{ name: string; text: string | null; number: string | null; time: Date | null }>(
      `SELECT name, text_value AS text, number_value AS number, time_value AS time FROM wbpm_variables
       WHERE instance_id = $1 ORDER BY name COLLATE "C"`,
      instanceId,
    );
    const shown = found.map(({ name, text, number, time }) => [
      name,
      text?.slice(0, 12) ?? null,
      number === null ? null : Number(number),
      time?.toISOString() ?? null,
    ]);
    expect(shown).toEqual([
      ['day', '2026-02-28', null, '2026-02-28T00:00:00.000Z'],
      ['lastMoment', '9999-12-31T2', null, null],
      ['list', null, null, null],
      ['long', 'xxxxxxxxxxxx', null, null],
      ['moment', '2026-02-28T1', null, '2026-02-28T10:00:00.000Z'],
      ['noDay', '2026-02-31x', null, null],
      ['nothing', null, null, null],
      ['number', null, -0.5, null],
      ['text', 'a "quoted\\ t', null, null],
      ['yearZero', '0000-01-01', null, null],
      ['yes', 'true', null, null],
    ]);
    expect(await instanceFaults(database, { tenantId, instanceId })).toEqual([]);
  });

  it('lets exactly one of twenty completions of a task through', async () => {
    const instanceId = await node.start('one-task');
    const taskId = await taskOf(instanceId);
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, (_none, index) => node.completeTask(instanceId, taskId, { index })),
    );
    expect(outcomes.filter(({ kind }) => kind === 'committed')).toHaveLength(1);
    const refused = outcomes.flatMap((outcome) =>
      outcome.kind === 'rejected' ? [outcome.rejection.code] : [],
    );
    expect(refused).toHaveLength(19);
    expect(new Set(refused).size).toBe(1);
    expect(await instanceFaults(database, { tenantId, instanceId })).toEqual([]);
  });

  it('completes a hundred parallel tasks of one instance at once', async () => {
    const ids = Array.from({ length: 100 }, (_none, index) => `task-${index}`);
    await node.deploy(parallel('hot', ...ids.map((id) => userTask(id))));
    const instanceId = await node.start('hot');
    const tasks = await Promise.all(ids.map((id) => taskOf(instanceId, id)));
    const outcomes = await Promise.all(tasks.map((taskId) => node.completeTask(instanceId, taskId)));
    expect(outcomes.filter(({ kind }) => kind === 'committed')).toHaveLength(100);
    expect((await node.state(instanceId)).status).toBe('completed');
    expect(await instanceFaults(database, { tenantId, instanceId })).toEqual([]);
  });

  it('withdraws tasks, jobs and timers of a cancelled instance', async () => {
    await node.deploy(parallel('waits', userTask('a'), serviceTask('b', 'never'), timer('c', 'P1D')));
    const instanceId = await node.start('waits');
    expect(await instanceFaults(database, { tenantId, instanceId })).toEqual([]);
    const outcome = await node.execute(instanceId, { type: 'cancelInstance', reason: 'enough' });
    expect(outcome).toMatchObject({ kind: 'committed', response: { status: 'terminated' } });
    expect(await instanceFaults(database, { tenantId, instanceId })).toEqual([]);
    expect(await rows('SELECT status FROM wbpm_tasks WHERE process_instance_id = $1', instanceId)).toEqual([
      { status: 'terminated' },
    ]);
  });

  it('keeps a task that was completed as completed when the instance is cancelled in the same breath', async () => {
    await node.deploy(parallel('both', userTask('a'), userTask('b')));
    const instanceId = await node.start('both');
    const a = await taskOf(instanceId, 'a');
    const outcomes = await Promise.all([
      node.completeTask(instanceId, a),
      node.execute(instanceId, { type: 'cancelInstance', reason: null }),
    ]);
    expect(outcomes.map(({ kind }) => kind)).toEqual(['committed', 'committed']);
    expect(
      await rows(
        'SELECT element_id, status FROM wbpm_tasks WHERE process_instance_id = $1 ORDER BY element_id',
        instanceId,
      ),
    ).toEqual([
      { element_id: 'a', status: 'completed' },
      { element_id: 'b', status: 'terminated' },
    ]);
    expect(await instanceFaults(database, { tenantId, instanceId })).toEqual([]);
  });

  it('lets timers and jobs of a suspended instance rest', async () => {
    await node.deploy(parallel('resting', serviceTask('b', 'rest'), timer('c', 'PT1S')));
    const instanceId = await node.start('resting');
    await node.execute(instanceId, { type: 'suspendInstance' });
    const active = () =>
      rows<{ is_active: boolean }>(
        `SELECT is_active FROM wbpm_jobs WHERE instance_id = $1
         UNION ALL SELECT is_active FROM wbpm_process_timers WHERE instance_id = $1`,
        instanceId,
      );
    expect(await active()).toEqual([{ is_active: false }, { is_active: false }]);
    node.clock.set(node.clock.now() + 5000);
    await node.runtime.doWhatIsDue();
    expect(await node.waiting(instanceId, 'c')).toHaveLength(1);
    await node.execute(instanceId, { type: 'resumeInstance' });
    await node.runtime.doWhatIsDue();
    expect(await node.waiting(instanceId, 'c')).toEqual([]);
    expect(await instanceFaults(database, { tenantId, instanceId })).toEqual([]);
  });

  it('does not let a value the database refuses spoil the commits beside it', async () => {
    const starts = await Promise.allSettled([
      ...Array.from({ length: 8 }, () => node.start('one-task')),
      node.start('one-task', { 'no\u0000body': 1 }),
      ...Array.from({ length: 8 }, () => node.start('one-task')),
    ]);
    expect(starts.map(({ status }) => status)).toEqual([
      ...Array(8).fill('fulfilled'),
      'rejected',
      ...Array(8).fill('fulfilled'),
    ]);
  });

  it.each(['40P01', '40001'])('tries a commit again that the database gives up with %s', async (code) => {
    let failures = 0;
    const unlucky = await openTestRuntime({
      ...database,
      transaction: (scope, work) =>
        database.transaction(scope, async (transaction) => {
          if (failures > 0) {
            failures -= 1;
            await transaction.query(`do $$ begin raise exception using errcode = '${code}'; end $$`);
          }
          return work(transaction);
        }),
    });
    const instanceId = await unlucky.start('one-task');
    failures = 3;
    const outcome = await unlucky.execute(instanceId, { type: 'setVariables', variables: { a: 1 } });
    expect(outcome).toMatchObject({ kind: 'committed', replayed: false });
    expect(failures).toBe(0);
    expect(await instanceFaults(database, { tenantId, instanceId })).toEqual([]);
    await unlucky.runtime.stop();
  });

  it('answers the same to the same key, once', async () => {
    const instanceId = await node.start('one-task');
    const idempotency = { userId: 'tester', key: `set-${instanceId}`, requestHash: 'h' };
    const command = { type: 'setVariables', variables: { a: 1 } } as const;
    const outcomes = await Promise.all(
      [1, 2, 3].map(() => node.execute(instanceId, command, { idempotency })),
    );
    expect(outcomes.map((outcome) => outcome.kind === 'committed' && outcome.replayed)).toEqual([
      false,
      true,
      true,
    ]);
    const other = await node.execute(instanceId, command, {
      idempotency: { ...idempotency, requestHash: 'other' },
    });
    expect(other).toEqual({ kind: 'keyReused' });
    const [count] = await rows<{ entries: string }>(
      "SELECT count(*)::int AS entries FROM wbpm_journal WHERE instance_id = $1 AND command = 'setVariables'",
      instanceId,
    );
    expect(count).toEqual({ entries: 1 });
  });

  it('takes the same key of two users for two keys', async () => {
    const instanceId = await node.start('one-task');
    const command = { type: 'setVariables', variables: { a: 1 } } as const;
    const outcomes = await Promise.all(
      ['ada', 'bob'].map((userId) =>
        node.execute(instanceId, command, { idempotency: { userId, key: 'mine', requestHash: userId } }),
      ),
    );
    expect(outcomes).toMatchObject([
      { kind: 'committed', replayed: false },
      { kind: 'committed', replayed: false },
    ]);
  });

  it('starts one instance for two requests with one key at once', async () => {
    const definition = await node.runtime.definitions.latest(tenantId, 'one-task');
    if (definition === null) throw new Error('Expected one-task');
    const idempotency = { userId: 'tester', key: 'start-once', requestHash: 'h' };
    const outcomes = await Promise.all(
      [1, 2].map(() => {
        const id = node.runtime.newId();
        return node.runtime.execute({
          tenantId,
          instanceId: id,
          actor: 'tester',
          command: startCommand(definition, id),
          respond: (state) => ({ id: state.instanceId }),
          idempotency,
        });
      }),
    );
    expect(outcomes.map((outcome) => outcome.kind)).toEqual(['committed', 'committed']);
    const ids = outcomes.map((outcome) => outcome.kind === 'committed' && outcome.response);
    expect(ids[0]).toEqual(ids[1]);
    expect(await rows("SELECT 1 FROM wbpm_idempotency_keys WHERE key = 'start-once'")).toHaveLength(1);
  });

  it('rejects what cannot be, without a trace', async () => {
    const unknown = node.runtime.newId();
    expect(await node.execute(unknown, { type: 'suspendInstance' })).toMatchObject({
      kind: 'rejected',
      rejection: { code: 'INSTANCE_NOT_FOUND' },
    });
    const instanceId = await node.start('one-task');
    expect(await node.execute(instanceId, { type: 'resumeInstance' })).toMatchObject({
      rejection: { code: 'INSTANCE_NOT_SUSPENDED' },
    });
    expect((await node.state(instanceId)).sequence).toBeGreaterThan(0);
    expect(await instanceFaults(database, { tenantId, instanceId })).toEqual([]);
  });

  it('goes on beyond its step limit, and answers when the instance waits', async () => {
    const short = await openTestRuntime(database, { limits: { stepsPerTurn: 10 } });
    await short.deploy(countingLoop('loop'));
    const instanceId = await short.start('loop', { i: 0, times: 200 });
    const state = await short.state(instanceId);
    expect(state.variables.get(instanceId)).toMatchObject({ i: 200 });
    expect(await short.waiting(instanceId, 'rest')).toHaveLength(1);
    expect(await instanceFaults(database, { tenantId, instanceId })).toEqual([]);
    const [turns] = await rows<{ turns: number }>(
      'SELECT count(*)::int AS turns FROM wbpm_journal WHERE instance_id = $1',
      instanceId,
    );
    expect(turns?.turns).toBeGreaterThan(10);
    await short.runtime.stop();
  });

  it('answers after a while when the instance does not come to rest, and goes on', async () => {
    const limits = { stepsPerTurn: 10, stepsWithoutWait: 2_000, answerWithinMs: 0 };
    const hasty = await openTestRuntime(database, { limits });
    await hasty.deploy(countingLoop('endless'));
    const instanceId = await hasty.start('endless', { i: 0, times: 1e9 });
    const beginning = await hasty.state(instanceId);
    expect(beginning.status).toBe('active');
    expect(beginning.incidents.size).toBe(0);
    const setVariables = { type: 'setVariables', variables: { seen: true } } as const;
    await hasty.execute(instanceId, setVariables);
    const { incidents } = await eventually(
      () => hasty.state(instanceId),
      (state) => state.incidents.size > 0,
    );
    expect([...incidents.values()]).toMatchObject([{ code: 'RUNAWAY_LOOP' }]);
    await hasty.runtime.stop();
  });

  it('finds the turn that a dead node left unfinished', async () => {
    let alive = true;
    const dying = await openTestRuntime(
      {
        ...database,
        transaction: (scope, work) =>
          alive ? database.transaction(scope, work) : Promise.reject(new DatabaseUnavailableError('dead')),
      },
      { limits: { stepsPerTurn: 10 } },
    );
    await dying.deploy(countingLoop('left'));
    const stored: string[] = [];
    dying.runtime.onCommitted(({ instanceId }) => {
      stored.push(instanceId);
      alive = false;
    });
    await expect(dying.start('left', { i: 0, times: 100 })).rejects.toThrow(DatabaseUnavailableError);
    const [instanceId = ''] = stored;
    expect((await node.state(instanceId)).pending.size).toBeGreaterThan(0);

    const other = await openTestRuntime(database, { background: true, limits: { stepsPerTurn: 10 } });
    await eventually(
      () => other.waiting(instanceId, 'rest'),
      (found) => found.length === 1,
    );
    expect((await other.state(instanceId)).variables.get(instanceId)).toMatchObject({ i: 100 });
    expect(await rows('SELECT 1 FROM wbpm_process_instances WHERE unfinished_steps IS NOT NULL')).toEqual([]);
    expect(other.errors).toEqual([]);
    await other.runtime.stop();
  });

  it('runs handlers, counts their failures down and opens an incident', async () => {
    const seen: number[] = [];
    const worker = await openTestRuntime(database, {
      handlers: new Map([
        ['good', async () => ({ done: true })],
        [
          'bad',
          async () => {
            seen.push(1);
            throw new Error('no luck');
          },
        ],
      ]),
    });
    await worker.deploy(sequence('good', serviceTask('work', 'good')));
    await worker.deploy(sequence('bad', serviceTask('work', 'bad', { retries: 2 })));
    const good = await worker.start('good');
    const bad = await worker.start('bad');
    await worker.runtime.atRest();
    expect((await worker.state(good)).status).toBe('completed');
    worker.clock.set(worker.clock.now() + 10_000);
    await worker.runtime.doWhatIsDue();
    const { incidents } = await worker.state(bad);
    expect([...incidents.values()]).toMatchObject([{ code: 'JOB_RETRIES_EXHAUSTED', message: 'no luck' }]);
    expect(seen).toHaveLength(2);
    expect(worker.errors).toEqual([]);
    await worker.runtime.stop();
  });

  it('works off more jobs than it has hands without waiting for a poll', async () => {
    let running = 0;
    let most = 0;
    const worker = await openTestRuntime(database, {
      handlers: new Map([
        [
          'many',
          async () => {
            running += 1;
            most = Math.max(most, running);
            await new Promise((resolve) => setTimeout(resolve, 20));
            running -= 1;
            return {};
          },
        ],
      ]),
    });
    const ids = Array.from({ length: 150 }, (_none, index) => `job-${index}`);
    await worker.deploy(parallel('many', ...ids.map((id) => serviceTask(id, 'many'))));
    const started = performance.now();
    const instances = await Promise.all([worker.start('many'), worker.start('many')]);
    for (const instanceId of instances) {
      await eventually(
        () => worker.state(instanceId).then(({ status }) => status),
        (status) => status === 'completed',
      );
    }
    expect(performance.now() - started).toBeLessThan(10_000);
    expect(worker.errors).toEqual([]);
    await worker.runtime.stop();
  });

  it('leaves every instance in order', async () => {
    expect(await allInstanceFaults(database)).toEqual([]);
  });
});
