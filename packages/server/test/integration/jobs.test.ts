import type { Client } from '@wbpm/client';
import type { Job } from '@wbpm/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, codeOf } from '../../src/testing/api.ts';
import { sequence, serviceTask } from '../../src/testing/definitions.ts';
import { startTestServer, type TestServer, testStores } from '../../src/testing/test-server.ts';

describe.each(testStores)('jobs over HTTP on %s', (database) => {
  let server: TestServer;
  let client: Client;
  let api: Api;
  let next = 0;

  beforeAll(async () => {
    server = await startTestServer({
      database,
      testClock: true,
      environment: { JOB_RETRY_WAIT_MS: '60000' },
    });
    client = await server.client();
    api = await server.api();
  });
  afterAll(() => server.stop());

  /** An instance that waits at a job of a type of its own, leased. */
  async function leasedJob(more: object = {}): Promise<Job & { readonly instanceId: string }> {
    next += 1;
    const type = `work-${next}`;
    await client.processes.deploy(sequence(`job-${next}`, serviceTask('work', type, { ...more })));
    const { instance_id: instanceId } = await client.instances.start(`job-${next}`, {
      variables: { a: 1, b: 2 },
    });
    const [job] = (await client.jobs.activate({ type, worker: 'w1', lock_duration_ms: 60_000 })).jobs;
    if (job === undefined) throw new Error(`Expected a job of type ${type}`);
    return { ...job, instanceId };
  }
  async function activateAgain({ type }: Job): Promise<Job[]> {
    return (await client.jobs.activate({ type, worker: 'w2', lock_duration_ms: 60_000 })).jobs;
  }

  it('are leased with their variables and headers, and end with their completion', async () => {
    const job = await leasedJob({ headers: { to: 'Ada' } });
    expect(job).toMatchObject({
      element_id: 'work',
      variables: { a: 1, b: 2 },
      headers: { to: 'Ada' },
      retries: 3,
    });
    expect(await activateAgain(job)).toEqual([]);
    const answer = await client.jobs.complete(job.job_id, {
      lock_token: job.lock_token,
      variables: { c: 3 },
    });
    expect(answer).toEqual({ job_id: job.job_id, status: 'completed' });
    expect(await client.instances.get(job.instanceId)).toMatchObject({
      status: 'completed',
      variables: { a: 1, b: 2, c: 3 },
    });
  });

  it('answer a repeated completion from its key though the job is gone, and refuse one without', async () => {
    const { job_id, lock_token } = await leasedJob();
    const body = { lock_token, variables: { done: true } };
    const first = await api.post(`/jobs/${job_id}/complete`, body, `complete-${job_id}`);
    const second = await api.post(`/jobs/${job_id}/complete`, body, `complete-${job_id}`);
    expect([first.status, second.status]).toEqual([200, 200]);
    expect(second.text).toBe(first.text);
    expect(second.headers.get('idempotent-replayed')).toBe('true');
    const other = await api.post(`/jobs/${job_id}/complete`, { lock_token }, `complete-${job_id}`);
    expect([other.status, codeOf(other)]).toEqual([422, 'IDEMPOTENCY_KEY_REUSED']);
    expect((await api.post(`/jobs/${job_id}/complete`, body)).status).toBe(404);
  });

  it('fence off the worker whose lease has passed on', async () => {
    const old = await leasedJob();
    await client.system.setClock({ advance: 'PT61S' });
    const [job] = await activateAgain(old);
    expect(job?.job_id).toBe(old.job_id);
    expect(job?.lock_token).not.toBe(old.lock_token);
    for (const [verb, body] of [
      ['complete', { variables: { by: 'old' } }],
      ['fail', { message: 'late' }],
      ['error', { error_code: 'LATE' }],
      ['extend', { duration_ms: 5000 }],
    ] as const) {
      const answer = await api.post(`/jobs/${old.job_id}/${verb}`, { lock_token: old.lock_token, ...body });
      expect([verb, answer.status, codeOf(answer)]).toEqual([verb, 409, 'JOB_NOT_ACTIVE']);
    }
    await client.jobs.complete(old.job_id, { lock_token: job?.lock_token ?? '', variables: { by: 'new' } });
    expect((await client.instances.get(old.instanceId)).variables).toMatchObject({ by: 'new' });
  });

  it('stay with the worker that extends its lease', async () => {
    const job = await leasedJob();
    const extended = await client.jobs.extend(job.job_id, {
      lock_token: job.lock_token,
      duration_ms: 600_000,
    });
    expect(Date.parse(extended.locked_until ?? '')).toBeGreaterThan(Date.parse(job.locked_until));
    await client.system.setClock({ advance: 'PT2M' });
    expect(await activateAgain(job)).toEqual([]);
  });

  it('come back after a pause when they fail, and open an incident when no attempt is left', async () => {
    const job = await leasedJob();
    const failed = await client.jobs.fail(job.job_id, {
      lock_token: job.lock_token,
      message: 'printer on fire',
      retries: 1,
      retry_after_ms: 90_000,
    });
    expect(failed).toEqual({ job_id: job.job_id, status: 'failed', retries: 1 });
    expect(await activateAgain(job)).toEqual([]);
    await client.system.setClock({ advance: 'PT91S' });
    const [again] = await activateAgain(job);
    expect(again).toMatchObject({ job_id: job.job_id, retries: 1 });
    await client.jobs.fail(job.job_id, { lock_token: again?.lock_token ?? '', message: 'still on fire' });

    const { incidents } = await client.incidents.list({ instance_id: job.instanceId });
    expect(incidents).toMatchObject([
      { code: 'JOB_RETRIES_EXHAUSTED', message: 'still on fire', element_id: 'work', resolved_at: null },
    ]);
    expect(await client.instances.get(job.instanceId)).toMatchObject({
      status: 'active',
      open_incidents: 1,
      incidents: [{ incident_id: incidents[0]?.incident_id }],
    });
    expect(await activateAgain(job)).toEqual([]);

    const incidentId = incidents[0]?.incident_id ?? '';
    await client.incidents.resolve(incidentId, { retries: 2, variables: { extinguished: true } });
    const twice = await api.post(`/incidents/${incidentId}/resolve`, {});
    expect([twice.status, codeOf(twice)]).toEqual([409, 'INCIDENT_NOT_OPEN']);
    expect(
      (await client.incidents.list({ status: 'resolved', instance_id: job.instanceId })).incidents,
    ).toHaveLength(1);
    const [third] = await activateAgain(job);
    expect(third).toMatchObject({ retries: 2, variables: { extinguished: true } });
    await client.jobs.complete(job.job_id, { lock_token: third?.lock_token ?? '' });
    expect(await client.instances.get(job.instanceId)).toMatchObject({
      status: 'completed',
      open_incidents: 0,
    });
  });

  it('lose an attempt with each lease that runs out, and become an incident with the last', async () => {
    const job = await leasedJob();
    for (const retries of [2, 1]) {
      await client.system.setClock({ advance: 'PT61S' });
      expect(await activateAgain(job)).toMatchObject([{ job_id: job.job_id, retries }]);
    }
    await client.system.setClock({ advance: 'PT61S' });
    expect(await activateAgain(job)).toEqual([]);
    expect((await client.incidents.list({ instance_id: job.instanceId })).incidents).toMatchObject([
      {
        code: 'JOB_RETRIES_EXHAUSTED',
        message: 'Expected an answer from the worker, but its lease ran out 3 times',
      },
    ]);
    const late = await api.post(`/jobs/${job.job_id}/complete`, { lock_token: job.lock_token });
    expect([late.status, codeOf(late)]).toEqual([409, 'JOB_NOT_ACTIVE']);
  });

  it('count a failure after a lease that ran out as the second attempt', async () => {
    const job = await leasedJob();
    await client.system.setClock({ advance: 'PT61S' });
    const [again] = await activateAgain(job);
    const failed = await client.jobs.fail(job.job_id, {
      lock_token: again?.lock_token ?? '',
      message: 'no paper',
    });
    expect(failed).toMatchObject({ status: 'failed', retries: 1 });
  });

  it('rest after a failure for as long as their process says', async () => {
    const xml = `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" targetNamespace="urn:t">
      <process id="patient" isExecutable="true">
        <startEvent id="start"/><sequenceFlow id="a" sourceRef="start" targetRef="work"/>
        <serviceTask id="work" camunda:type="external" camunda:topic="patient">
          <extensionElements><camunda:failedJobRetryTimeCycle>PT1M,PT5M</camunda:failedJobRetryTimeCycle></extensionElements>
        </serviceTask>
        <sequenceFlow id="b" sourceRef="work" targetRef="end"/><endEvent id="end"/>
      </process></definitions>`;
    await client.processes.deployXml(xml);
    await client.instances.start('patient');
    const activate = async () =>
      (await client.jobs.activate({ type: 'patient', worker: 'w', lock_duration_ms: 600_000 })).jobs;
    for (const [retries, before, then] of [
      [3, 'PT59S', 'PT2S'],
      [2, 'PT4M59S', 'PT2S'],
    ] as const) {
      const [job] = await activate();
      expect(job).toMatchObject({ retries });
      await client.jobs.fail(job?.job_id ?? '', { lock_token: job?.lock_token ?? '', message: 'not yet' });
      await client.system.setClock({ advance: before });
      expect(await activate()).toEqual([]);
      await client.system.setClock({ advance: then });
    }
    expect(await activate()).toMatchObject([{ retries: 1 }]);
  });

  it('rest after a failure where nobody says how long, as the server is told and then longer', async () => {
    const job = await leasedJob();
    await client.jobs.fail(job.job_id, { lock_token: job.lock_token, message: 'first' });
    expect(await activateAgain(job)).toEqual([]);
    await client.system.setClock({ advance: 'PT1M' });
    const [again] = await activateAgain(job);
    await client.jobs.fail(job.job_id, { lock_token: again?.lock_token ?? '', message: 'second' });
    await client.system.setClock({ advance: 'PT55S' });
    expect(await activateAgain(job)).toEqual([]);
    await client.system.setClock({ advance: 'PT66S' });
    expect(await activateAgain(job)).toMatchObject([{ retries: 1 }]);
  });

  it('are listed with what becomes of them', async () => {
    const job = await leasedJob();
    const { type, instanceId } = job;
    const listed = async (query: Parameters<Client['jobs']['list']>[0] = {}) =>
      (await client.jobs.list({ type, ...query })).jobs;
    expect(await listed()).toEqual([
      {
        job_id: job.job_id,
        type,
        status: 'locked',
        instance_id: instanceId,
        process_id: job.process_id,
        element_id: 'work',
        retries: 3,
        worker: 'api_user/w1',
        locked_until: job.locked_until,
        due_at: expect.any(String),
        created_at: expect.any(String),
      },
    ]);
    expect(await listed({ status: 'available' })).toEqual([]);
    await client.jobs.fail(job.job_id, { lock_token: job.lock_token, message: 'later' });
    expect(await listed({ status: 'waiting', instance_id: instanceId })).toMatchObject([{ retries: 2 }]);
    await client.system.setClock({ advance: 'PT1M' });
    expect(await listed({ status: 'available' })).toMatchObject([{ worker: null, locked_until: null }]);
    await client.instances.suspend(instanceId);
    expect(await listed({ status: 'suspended' })).toHaveLength(1);
    await client.instances.resume(instanceId);
    const [again] = await activateAgain(job);
    await client.jobs.fail(job.job_id, { lock_token: again?.lock_token ?? '', message: 'no', retries: 0 });
    expect(await listed({ status: 'failed' })).toMatchObject([{ retries: 0 }]);
    const all: string[] = [];
    for (let cursor: string | undefined | null; cursor !== null; ) {
      const page = await client.jobs.list({ limit: 2, ...(cursor === undefined ? {} : { cursor }) });
      all.push(...page.jobs.map(({ job_id }) => job_id));
      cursor = page.next_cursor;
    }
    expect(all.length).toBeGreaterThan(2);
    expect(all).toEqual([...new Set(all)].sort().reverse());
    expect((await api.get('/jobs?status=done')).status).toBe(400);
    expect((await api.get('/jobs?instance_id=none')).status).toBe(404);
  });

  it('end the instance as failed with an error nobody catches', async () => {
    const job = await leasedJob();
    const answer = await client.jobs.error(job.job_id, {
      lock_token: job.lock_token,
      error_code: 'OUT_OF_STOCK',
      message: 'None left',
      variables: { left: 0 },
    });
    expect(answer.status).toBe('error');
    expect(await client.instances.get(job.instanceId)).toMatchObject({
      status: 'failed',
      active_elements: [],
      variables: { left: 0 },
    });
  });

  it('show a worker only the variables it asks for', async () => {
    await client.processes.deploy(sequence('picky', serviceTask('work', 'picky')));
    await client.instances.start('picky', { variables: { a: 1, b: 2 } });
    const { jobs } = await client.jobs.activate({
      type: 'picky',
      worker: 'w',
      fetch_variables: ['b', 'constructor', 'none'],
    });
    expect(jobs[0]?.variables).toEqual({ b: 2 });
  });

  it('reach a worker that waits for them', async () => {
    await client.processes.deploy(sequence('awaited', serviceTask('work', 'awaited')));
    const waiting = client.jobs.activate({ type: 'awaited', worker: 'w', wait_ms: 20_000 });
    const started = performance.now();
    const { instance_id: instanceId } = await client.instances.start('awaited');
    const { jobs } = await waiting;
    expect(jobs).toMatchObject([{ instance_id: instanceId }]);
    expect(performance.now() - started).toBeLessThan(10_000);
  });

  it('make a worker wait as long as it asks when there are none', async () => {
    const started = performance.now();
    expect((await client.jobs.activate({ type: 'never', worker: 'w', wait_ms: 700 })).jobs).toEqual([]);
    expect(performance.now() - started).toBeGreaterThan(650);
  });

  it('never made the server report a defect', () => {
    expect(server.errors()).toEqual([]);
  });
});
