import type { Client } from '@wbpm/client';
import type { ResolvedIncidents } from '@wbpm/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, codeOf, dataOf } from '../../src/testing/api.ts';
import { sequence, serviceTask } from '../../src/testing/definitions.ts';
import { startTestServer, type TestServer, testStores } from '../../src/testing/test-server.ts';

describe.each(testStores)('many incidents at once on %s', (database) => {
  let server: TestServer;
  let client: Client;
  let api: Api;

  beforeAll(async () => {
    server = await startTestServer({ database, authMode: 'jwt' });
    client = await server.client({ roles: ['admin'] });
    api = await server.api({ roles: ['admin'] });
  });
  afterAll(() => server.stop());

  /** Instances whose script asks for `divisor`, and stand at an incident without it. */
  async function stuck(processId: string, count: number): Promise<readonly string[]> {
    await client.processes.deploy(
      sequence(processId, {
        id: 'divide',
        type: 'scriptTask',
        script: 'if divisor = null then error("no divisor") else 10 / divisor',
        script_language: 'feel',
        result_variable: 'quotient',
      }),
    );
    const ids: string[] = [];
    for (let started = 0; started < count; started += 1) {
      const { instance_id } = await client.instances.start(processId, { variables: { divisor: null } });
      const { incidents } = await client.incidents.list({ instance_id });
      ids.push(...incidents.map(({ incident_id }) => incident_id));
    }
    expect(ids).toHaveLength(count);
    return ids;
  }

  it('are tried again, and those that fail anew are told apart', async () => {
    const ids = await stuck('divisions', 60);
    const still = await client.incidents.resolveAll({ filter: { process_id: 'divisions' } });
    expect(still).toMatchObject({ matched: 60, resolved: 0, still_failing: 60, has_more: false });
    expect(still.failed.map(({ incident_id }) => incident_id).sort()).toEqual([...ids].sort());
    expect(new Set(still.failed.map(({ code }) => code)).size).toBe(1);

    const done = await client.incidents.resolveAll({
      filter: { process_id: 'divisions', element_id: 'divide', code: still.failed[0]?.code },
      variables: { divisor: 2 },
    });
    expect(done).toEqual({ matched: 60, resolved: 60, failed: [], still_failing: 0, has_more: false });
    expect((await client.incidents.list({ process_id: 'divisions' })).incidents).toEqual([]);
    const { instances } = await client.instances.list({ process_id: 'divisions', limit: 200 });
    expect(new Set(instances.map(({ status }) => status))).toEqual(new Set(['completed']));
  });

  it('can be named one by one; what is not open is told', async () => {
    const [first = '', second = ''] = await stuck('named', 2);
    const answer = await client.incidents.resolveAll({
      filter: { incident_ids: [first, 'no-id', server.url, first] },
      variables: { divisor: 1 },
    });
    expect(answer).toMatchObject({ matched: 1, resolved: 1, still_failing: 0 });
    expect(answer.failed.map(({ incident_id, code }) => [incident_id, code])).toEqual([
      ['no-id', 'NOT_FOUND'],
      [server.url.toLowerCase(), 'NOT_FOUND'],
    ]);
    const open = (await client.incidents.list({ process_id: 'named' })).incidents;
    expect(open.map(({ incident_id }) => incident_id)).toEqual([second]);
  });

  it('tell which instances refused', async () => {
    const [id = ''] = await stuck('asleep', 1);
    const [incident] = (await client.incidents.list({ process_id: 'asleep' })).incidents;
    await client.instances.suspend(incident?.instance_id ?? '');
    const answer = await client.incidents.resolveAll({ filter: { process_id: 'asleep' } });
    expect(answer).toMatchObject({ matched: 1, resolved: 0, still_failing: 0 });
    expect(answer.failed).toMatchObject([{ incident_id: id, code: 'INSTANCE_SUSPENDED' }]);
  });

  it('give jobs as many attempts as are asked for', async () => {
    await client.processes.deploy(sequence('spent', serviceTask('work', 'spent')));
    await client.instances.start('spent');
    const activate = async () => (await client.jobs.activate({ type: 'spent', worker: 'w' })).jobs;
    const [job] = await activate();
    await client.jobs.fail(job?.job_id ?? '', {
      lock_token: job?.lock_token ?? '',
      message: 'gone',
      retries: 0,
    });
    await client.incidents.resolveAll({ filter: { code: 'JOB_RETRIES_EXHAUSTED' }, retries: 5 });
    expect(await activate()).toMatchObject([{ retries: 5 }]);
  });

  it('answer a repeated request from its key', async () => {
    await stuck('repeated', 1);
    const body = { filter: { process_id: 'repeated' }, variables: { divisor: 5 } };
    const first = await api.post('/incidents/resolve', body, 'resolve-once');
    const second = await api.post('/incidents/resolve', body, 'resolve-once');
    expect(dataOf<ResolvedIncidents>(first)).toMatchObject({ matched: 1, resolved: 1 });
    expect(second.text).toBe(first.text);
    expect(second.headers.get('idempotent-replayed')).toBe('true');
    const other = await api.post('/incidents/resolve', { filter: { code: 'X' } }, 'resolve-once');
    expect([other.status, codeOf(other)]).toEqual([422, 'IDEMPOTENCY_KEY_REUSED']);
  });

  it('are refused to who may not, without a filter, and to another tenant', async () => {
    const ids = await stuck('mine', 1);
    const user = await server.api({ roles: ['user'] });
    expect((await user.post('/incidents/resolve', { filter: { process_id: 'mine' } })).status).toBe(403);
    for (const body of [{}, { filter: {} }, { filter: { incident_ids: [] } }, { filter: { code: 1 } }]) {
      expect((await api.post('/incidents/resolve', body)).status).toBe(422);
    }
    const stranger = await server.client({ roles: ['admin'], tenantId: 'other' });
    const answer = await stranger.incidents.resolveAll({ filter: { incident_ids: [...ids] } });
    expect(answer).toMatchObject({ matched: 0, resolved: 0, failed: [{ code: 'NOT_FOUND' }] });
  });

  it('never made the server report a defect', () => {
    expect(server.errors()).toEqual([]);
  });
});
