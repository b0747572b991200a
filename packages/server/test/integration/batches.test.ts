import type { Client } from '@wbpm/client';
import type { BatchDetail, BatchPlan, ChangedBatch } from '@wbpm/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, codeOf, dataOf } from '../../src/testing/api.ts';
import { oneTask, sequence, serviceTask, userTask } from '../../src/testing/definitions.ts';
import { eventually } from '../../src/testing/eventually.ts';
import { createPostgres } from '../../src/testing/test-databases.ts';
import { startTestServer, type TestServer, testStores } from '../../src/testing/test-server.ts';

const operator = { tenantId: 'default', userId: 'olga', roles: ['operator'] };

describe.each(testStores)('batches over HTTP on %s', (database) => {
  let server: TestServer;
  let client: Client;
  let api: Api;

  beforeAll(async () => {
    server = await startTestServer({ database, authMode: 'jwt' });
    client = await server.client(operator);
    api = await server.api(operator);
    await client.processes.deploy(sequence('line', userTask('a'), userTask('b')));
  });
  afterAll(async () => {
    expect(server.errors()).toEqual([]);
    await server.stop();
  });

  const start = async (process: string, businessKey: string, variables = {}): Promise<string> =>
    (await client.instances.start(process, { business_key: businessKey, variables })).instance_id;

  const startMany = (count: number, process: string, businessKey: string): Promise<string[]> =>
    Promise.all(Array.from({ length: count }, () => start(process, businessKey)));

  const ended = (id: string, timeoutMs?: number): Promise<BatchDetail> =>
    eventually(
      () => client.batches.get(id),
      ({ status }) => status === 'completed',
      timeoutMs,
    );

  const statuses = async (ids: readonly string[]): Promise<string[]> =>
    Promise.all(ids.map(async (id) => (await client.instances.get(id)).status));

  const journal = async (id: string) => (await client.instances.journal(id, { limit: 200 })).events;

  it('do to every instance of a filter what is done to one, in the name of their maker and with the reason', async () => {
    const ids = await startMany(3, 'line', 'cancel-me');
    const [other = ''] = await startMany(1, 'line', 'leave-me');
    const made = await client.batches.create({
      operation: 'cancel',
      filter: { process_id: 'line', business_key: 'cancel-me' },
      reason: 'the order was withdrawn',
    });
    expect(made).toEqual({ id: made.batch_id, batch_id: made.batch_id, total: 3, status: 'running' });
    expect(await ended(made.batch_id)).toMatchObject({
      operation: 'cancel',
      filter: { process_id: 'line', business_key: 'cancel-me' },
      reason: 'the order was withdrawn',
      created_by: 'olga',
      total: 3,
      done: 3,
      failed: 0,
      failures: [],
    });
    expect(await statuses([...ids, other])).toEqual(['terminated', 'terminated', 'terminated', 'active']);
    for (const id of ids) {
      const events = (await journal(id)).filter(({ type }) => type === 'instanceTerminated');
      expect(events).toMatchObject([{ actor: 'olga', data: { reason: 'the order was withdrawn' } }]);
    }
  });

  it('suspend, resume and set variables, and the journal says why', async () => {
    const ids = await startMany(2, 'line', 'steps');
    const filter = { business_key: 'steps' };
    const run = async (batch: Parameters<Client['batches']['create']>[0]) =>
      ended((await client.batches.create(batch)).batch_id);
    await run({ operation: 'suspend', filter, reason: 'audit' });
    expect(await statuses(ids)).toEqual(['suspended', 'suspended']);
    await run({
      operation: 'set_variables',
      filter,
      parameters: { variables: { checked: true } },
      reason: 'audit',
    });
    expect((await run({ operation: 'suspend', filter })).total).toBe(0);
    await run({ operation: 'resume', filter, reason: 'audit done' });
    expect(await statuses(ids)).toEqual(['active', 'active']);
    for (const id of ids) {
      expect((await client.instances.get(id)).variables).toEqual({ checked: true });
      const reasons = (await journal(id)).flatMap(({ type, data }) =>
        data['reason'] === undefined ? [] : [[type, data['reason']]],
      );
      expect(reasons).toEqual([
        ['instanceSuspended', 'audit'],
        ['variablesSet', 'audit'],
        ['instanceResumed', 'audit done'],
      ]);
    }
  });

  it('modify those whose token stands at an element', async () => {
    const ids = await startMany(2, 'line', 'modify');
    const [task] = (await client.tasks.list({ instance_id: ids[0] ?? '' })).tasks;
    await client.tasks.complete(task?.id ?? '');
    const made = await client.batches.create({
      operation: 'modify',
      filter: { business_key: 'modify', element_id: 'a' },
      parameters: { instructions: [{ move: { from: 'a', to: 'b' } }] },
    });
    expect(made.total).toBe(1);
    await ended(made.batch_id);
    for (const id of ids) {
      expect((await client.instances.get(id)).active_elements).toMatchObject([{ element_id: 'b' }]);
    }
  });

  it('list what was refused, and go on', async () => {
    const ids = await startMany(3, 'line', 'refused');
    const [task] = (await client.tasks.list({ instance_id: ids[1] ?? '' })).tasks;
    await client.tasks.complete(task?.id ?? '');
    const made = await client.batches.create({
      operation: 'modify',
      filter: { instance_ids: ids },
      parameters: { instructions: [{ cancel: 'a' }, { activate: 'b' }] },
    });
    const detail = await ended(made.batch_id);
    expect(detail).toMatchObject({ total: 3, done: 2, failed: 1 });
    expect(detail.failures).toEqual([
      { instance_id: ids[1], code: 'MODIFICATION_REFUSED', message: expect.stringContaining('a') },
    ]);
  });

  it('resolve the incidents that were open', async () => {
    await client.processes.deploy(sequence('failing', serviceTask('work', 'batch-work', { retries: 1 })));
    const ids = await startMany(2, 'failing', 'failing');
    const { jobs } = await client.jobs.activate({
      type: 'batch-work',
      worker: 'w',
      max_jobs: 10,
      lock_duration_ms: 60_000,
    });
    for (const job of jobs)
      await client.jobs.fail(job.job_id, {
        lock_token: job.lock_token,
        retries: 0,
        message: 'broken',
      });
    const made = await client.batches.create({
      operation: 'resolve_incidents',
      filter: { process_id: 'failing' },
      parameters: { retries: 2 },
      reason: 'mended',
    });
    expect(made.total).toBe(2);
    expect(await ended(made.batch_id)).toMatchObject({ done: 2, failed: 0 });
    for (const id of ids) {
      expect((await client.instances.get(id)).open_incidents).toBe(0);
      expect(await journal(id)).toContainEqual(
        expect.objectContaining({
          type: 'incidentResolved',
          actor: 'olga',
          data: expect.objectContaining({ reason: 'mended' }),
        }),
      );
    }
  });

  it('migrate, and say before what that would come to', async () => {
    await client.processes.deploy(sequence('moves', userTask('first'), userTask('second')));
    const ids = await startMany(7, 'moves', 'moves');
    const [task] = (await client.tasks.list({ instance_id: ids[6] ?? '' })).tasks;
    await client.tasks.complete(task?.id ?? '');
    const { definition_id: target } = await client.processes.deploy(
      sequence('moves', userTask('first'), userTask('last')),
    );
    const batch = {
      operation: 'migrate',
      filter: { process_id: 'moves', version: 1 },
      parameters: { target },
    } as const;
    const plan = await client.batches.plan(batch);
    expect(plan).toMatchObject({
      dry_run: true,
      total: 7,
      examined: 7,
      verdicts: [
        { verdict: 'migrates', count: 6, reasons: [] },
        { verdict: 'needs_mapping', count: 1, reasons: [{ element_id: 'second', count: 1 }] },
      ],
    });
    expect(plan.sample).toHaveLength(5);
    expect(plan.sample[0]).toMatchObject({ process_id: 'moves', version: 1, verdict: 'migrates' });
    expect(
      new Set((await client.instances.list({ process_id: 'moves' })).instances.map((i) => i.version)),
    ).toEqual(new Set([1]));
    const detail = await ended((await client.batches.create(batch)).batch_id);
    expect(detail).toMatchObject({ done: 6, failed: 1, failures: [{ code: 'MIGRATION_REFUSED' }] });
  });

  it('have the instances that meet every criterion', async () => {
    await client.processes.deploy(sequence('chosen', serviceTask('work', 'chosen-work', { retries: 1 })));
    const ids = await startMany(3, 'chosen', 'chosen');
    const jobs = (await client.jobs.activate({ type: 'chosen-work', worker: 'w', max_jobs: 1 })).jobs;
    for (const { job_id: jobId, lock_token, instance_id } of jobs) {
      await client.jobs.fail(jobId, { lock_token, retries: 0, message: 'broken' });
      expect(ids).toContain(instance_id);
    }
    const [suspended = ''] = ids.filter((id) => id !== jobs[0]?.instance_id);
    await client.instances.suspend(suspended);
    const { definition_id } = await client.processes.get('chosen');
    const totalOf = async (filter: object) =>
      (await client.batches.plan({ operation: 'cancel', filter: { definition_id, ...filter } })).total;
    expect(await totalOf({})).toBe(3);
    expect(await totalOf({ has_incident: true })).toBe(1);
    expect(await totalOf({ has_incident: false })).toBe(2);
    expect(await totalOf({ has_incident: true, status: 'suspended' })).toBe(0);
    expect(await totalOf({ status: 'suspended' })).toBe(1);
    expect(await totalOf({ started_before: new Date(0).toISOString() })).toBe(0);
    expect(await totalOf({ started_before: new Date(Date.now() + 60_000).toISOString() })).toBe(3);
    expect(await totalOf({ element_id: 'work' })).toBe(3);
    expect(await totalOf({ element_id: 'nowhere' })).toBe(0);
    expect(await totalOf({ instance_ids: [suspended.toUpperCase()] })).toBe(1);
    expect(await totalOf({ version: 2 })).toBe(0);
  });

  it('count and sample where there is no verdict, and change nothing', async () => {
    const ids = await startMany(2, 'line', 'dry');
    const answer = await api.post('/batches', {
      operation: 'cancel',
      filter: { business_key: 'dry' },
      dry_run: true,
    });
    const plan = dataOf<BatchPlan>(answer);
    expect(plan).toMatchObject({ dry_run: true, total: 2, examined: 0, verdicts: [] });
    expect(plan.sample.map(({ instance_id }) => instance_id).sort()).toEqual([...ids].sort());
    expect(await statuses(ids)).toEqual(['active', 'active']);
  });

  it('are made once with an idempotency key', async () => {
    await startMany(1, 'line', 'once');
    const body = { operation: 'suspend', filter: { business_key: 'once' } };
    const [one, other] = [await api.post('/batches', body, 'once'), await api.post('/batches', body, 'once')];
    expect(dataOf<ChangedBatch>(other)).toEqual(dataOf<ChangedBatch>(one));
    expect(other.headers.get('idempotent-replayed')).toBe('true');
    await ended(dataOf<ChangedBatch>(one).batch_id);
  });

  it('rest while they are paused, and leave what is left when they are cancelled', async () => {
    const ids = await startMany(300, 'line', 'pause');
    const { batch_id: id } = await client.batches.create({
      operation: 'suspend',
      filter: { business_key: 'pause' },
    });
    expect(await client.batches.pause(id)).toMatchObject({ status: 'paused', total: 300 });
    // What was under way when it was paused is finished within a lease at most.
    let seen = -1;
    const resting = await eventually(
      async () => {
        await new Promise((resolve) => setTimeout(resolve, 300));
        const batch = await client.batches.get(id);
        const settled = batch.done === seen;
        seen = batch.done;
        return { batch, settled };
      },
      ({ settled }) => settled,
    );
    expect(resting.batch.status).toBe('paused');
    expect(resting.batch.done).toBeLessThan(300);
    const again = await api.post(`/batches/${id}/pause`);
    expect([again.status, codeOf(again)]).toEqual([409, 'CONFLICT']);
    expect(await client.batches.resume(id)).toMatchObject({ status: 'running' });
    expect(await ended(id)).toMatchObject({ done: 300, failed: 0 });
    const over = await api.post(`/batches/${id}/cancel`);
    expect([over.status, codeOf(over)]).toEqual([409, 'CONFLICT']);

    const { batch_id: second } = await client.batches.create({
      operation: 'resume',
      filter: { business_key: 'pause' },
    });
    await client.batches.cancel(second);
    const cancelled = await client.batches.get(second);
    expect(cancelled).toMatchObject({ status: 'cancelled', total: 300 });
    expect(cancelled.ended_at).not.toBeNull();
    await new Promise((resolve) => setTimeout(resolve, 300));
    const left = (await statuses(ids)).filter((status) => status === 'suspended').length;
    expect(left).toBeGreaterThan(0);
    expect((await client.batches.get(second)).done).toBe(300 - left);
  });

  it('are listed newest first, by page and by status', async () => {
    const { batches, next_cursor } = await client.batches.list({ limit: 2 });
    expect(batches).toHaveLength(2);
    expect(batches[0]?.batch_id.localeCompare(batches[1]?.batch_id ?? '')).toBe(1);
    const rest = await client.batches.list({ cursor: next_cursor ?? '' });
    expect(rest.batches.map(({ batch_id }) => batch_id)).not.toContain(batches[0]?.batch_id);
    const { batches: cancelled } = await client.batches.list({ status: 'cancelled' });
    expect(new Set(cancelled.map(({ status }) => status))).toEqual(new Set(['cancelled']));
  });

  it('belong to a tenant: another sees neither the batch nor its instances', async () => {
    const [id = ''] = await startMany(1, 'line', 'mine');
    const { batch_id: batchId } = await client.batches.create({
      operation: 'set_variables',
      filter: { business_key: 'mine' },
      parameters: { variables: { a: 1 } },
    });
    const stranger = await server.api({ ...operator, tenantId: 'other' });
    for (const path of [`/batches/${batchId}`, '/batches/none']) {
      const answer = await stranger.get(path);
      expect([answer.status, codeOf(answer)]).toEqual([404, 'NOT_FOUND']);
    }
    for (const action of ['pause', 'resume', 'cancel']) {
      expect((await stranger.post(`/batches/${batchId}/${action}`)).status).toBe(404);
    }
    const foreign = dataOf<ChangedBatch>(
      await stranger.post('/batches', { operation: 'cancel', filter: { instance_ids: [id] } }),
    );
    expect(foreign).toMatchObject({ total: 0, status: 'completed' });
    await ended(batchId);
    expect(await statuses([id])).toEqual(['active']);
  });

  it('take the permission of the operation, to make them and to steer them', async () => {
    const user = await server.api({ ...operator, roles: ['user'] });
    const filter = { business_key: 'nobody' };
    for (const body of [
      { operation: 'cancel', filter },
      { operation: 'suspend', filter },
      { operation: 'resume', filter },
      { operation: 'set_variables', filter, parameters: { variables: { a: 1 } } },
      { operation: 'modify', filter, parameters: { instructions: [{ cancel: 'a' }] } },
      { operation: 'migrate', filter, parameters: { target: 'x' } },
      { operation: 'resolve_incidents', filter },
      { operation: 'cancel', filter, dry_run: true },
    ]) {
      const refused = await user.post('/batches', body);
      expect([body.operation, refused.status, codeOf(refused)]).toEqual([body.operation, 403, 'FORBIDDEN']);
    }
    const { batch_id: id } = await client.batches.create({ operation: 'cancel', filter });
    expect((await user.post(`/batches/${id}/cancel`)).status).toBe(403);
    expect((await user.get(`/batches/${id}`)).status).toBe(200);
  });

  it.each([
    ['no filter', { operation: 'cancel' }],
    ['an empty filter', { operation: 'cancel', filter: {} }],
    ['a criterion there is not', { operation: 'cancel', filter: { busines_key: 'x', process_id: 'line' } }],
    ['an unknown operation', { operation: 'explode', filter: { process_id: 'line' } }],
    ['no operation', { filter: { process_id: 'line' } }],
    ['a status nothing can be done to', { operation: 'cancel', filter: { status: 'completed' } }],
    ['an id that is none', { operation: 'cancel', filter: { instance_ids: ['x'] } }],
    ['a time that is none', { operation: 'cancel', filter: { started_before: 'yesterday' } }],
    ['a version beyond all', { operation: 'cancel', filter: { version: 3_000_000_000 } }],
    ['no parameters where some are needed', { operation: 'modify', filter: { process_id: 'line' } }],
    [
      'parameters of another operation',
      { operation: 'suspend', filter: { process_id: 'line' }, parameters: { a: 1 } },
    ],
  ])('are refused for %s', async (_what, body) => {
    const refused = await api.post('/batches', body);
    expect([refused.status, codeOf(refused)]).toEqual([422, 'VALIDATION_FAILED']);
  });

  it('are refused at once when no instance could migrate to the target', async () => {
    const body = { operation: 'migrate', filter: { process_id: 'line' }, parameters: { target: 'nothing' } };
    const refused = await api.post('/batches', body);
    expect([refused.status, codeOf(refused)]).toEqual([404, 'NOT_FOUND']);
  });

  it.each(['0000-01-01T00:00:00Z', '9999-12-31T23:59:59-23:59'])(
    'take %s as a time',
    async (startedBefore) => {
      const answer = await api.post('/batches', {
        operation: 'cancel',
        filter: { started_before: startedBefore, business_key: 'nobody' },
        dry_run: true,
      });
      expect(dataOf<BatchPlan>(answer).total).toBe(0);
    },
  );

  it('of two thousand instances let a small process start meanwhile', async () => {
    await client.processes.deploy(oneTask);
    for (let round = 0; round < 20; round += 1) await startMany(100, 'line', 'many');
    const { batch_id: id, total } = await client.batches.create({
      operation: 'cancel',
      filter: { business_key: 'many' },
    });
    expect(total).toBe(2000);
    const waits: number[] = [];
    let batch = await client.batches.get(id);
    while (batch.status !== 'completed') {
      const began = performance.now();
      await client.instances.start('one-task');
      waits.push(performance.now() - began);
      batch = await client.batches.get(id);
      expect(batch.done + batch.failed).toBeLessThanOrEqual(2000);
    }
    expect(batch).toMatchObject({ done: 2000, failed: 0 });
    expect(waits.length).toBeGreaterThan(0);
    expect(Math.max(...waits)).toBeLessThan(5000);
    const { instances } = await client.instances.list({ business_key: 'many', status: 'active' });
    expect(instances).toEqual([]);
  }, 120_000);
});

describe.runIf(testStores.some(([store]) => store === 'postgres'))('a batch of two servers', () => {
  it('is gone on with by the other when the one it was made at stops', async () => {
    const store = await createPostgres();
    const servers = [
      await startTestServer({ database: 'postgres', databaseUrl: store.url }),
      await startTestServer({ database: 'postgres', databaseUrl: store.url }),
    ] as const;
    const [one, other] = [await servers[0].client(), await servers[1].client()];
    await one.processes.deploy(oneTask);
    const ids = await Promise.all(
      Array.from({ length: 300 }, async () => (await one.instances.start('one-task')).instance_id),
    );
    const filter = { process_id: 'one-task' };
    const { batch_id: id } = await one.batches.create({ operation: 'cancel', filter });
    await servers[0].stop();
    const batch = await eventually(
      () => other.batches.get(id),
      ({ status }) => status === 'completed',
      30_000,
    );
    expect(batch).toMatchObject({ total: 300, done: 300, failed: 0 });
    for (const instanceId of ids.slice(0, 20)) {
      const { events } = await other.instances.journal(instanceId, { limit: 200 });
      expect(events.filter(({ type }) => type === 'instanceTerminated')).toHaveLength(1);
    }
    expect([...servers[0].errors(), ...servers[1].errors()]).toEqual([]);
    await servers[1].stop();
    await store.drop();
  }, 60_000);
});
