import type { Client } from '@wbpm/client';
import type { StateComparison } from '@wbpm/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, codeOf, dataOf } from '../../src/testing/api.ts';
import { bpmn, messages, onMessage } from '../../src/testing/bpmn.ts';
import { sequence, serviceTask, userTask } from '../../src/testing/definitions.ts';
import { startTestServer, type TestServer, testStores } from '../../src/testing/test-server.ts';

describe.each(testStores)('past states over HTTP on %s', (database) => {
  let server: TestServer;
  let client: Client;
  let api: Api;

  beforeAll(async () => {
    server = await startTestServer({ database });
    client = await server.client();
    api = await server.api();
  });
  afterAll(async () => {
    expect(server.errors()).toEqual([]);
    await server.stop();
  });

  const sequenceOf = async (id: string): Promise<number> => (await client.instances.state(id)).seq;

  async function completeTask(id: string, variables = {}): Promise<void> {
    const [task] = (await client.tasks.list({ instance_id: id })).tasks;
    await client.tasks.complete(task?.id ?? '', { variables });
  }

  it('are those of the definition the instance had then', async () => {
    await client.processes.deploy(sequence('moved', userTask('old'), userTask('rest')));
    const { instance_id: id } = await client.instances.start('moved', { variables: { a: 1 } });
    const before = await sequenceOf(id);
    const { definition_id: target } = await client.processes.deploy(
      sequence('moved', userTask('new', { name: 'New' }), userTask('rest')),
    );
    await client.instances.migrate(id, { target, mapping: { old: 'new' } });
    const after = await sequenceOf(id);
    await completeTask(id, { a: 2 });
    const elements = async (seq: number) =>
      (await client.instances.state(id, seq)).active_elements.map(({ element_id, name }) => [
        element_id,
        name,
      ]);
    expect(await elements(before)).toEqual([['old', 'old']]);
    expect(await elements(after)).toEqual([['new', 'New']]);
    expect((await client.instances.state(id, before)).variables).toEqual({ a: 1 });
    expect((await client.instances.state(id)).variables).toEqual({ a: 2 });
    const { definition_id, elements: compared } = await client.instances.compare(id, {
      from: before,
      to: after,
    });
    expect(definition_id.to).toBe(target);
    expect(definition_id.from).not.toBe(target);
    expect(compared.still_active).toMatchObject([{ element_id: 'new' }]);
    expect([compared.entered, compared.left]).toEqual([[], []]);
  });

  it('are found in a long journal, event by event', async () => {
    await client.processes.deploy(sequence('long', userTask('a')));
    const { instance_id: id } = await client.instances.start('long');
    const first = await sequenceOf(id);
    for (let count = 1; count <= 250; count += 1)
      await client.instances.setVariables(id, { variables: { count } });
    expect(await sequenceOf(id)).toBe(first + 250);
    for (const count of [1, 99, 100, 101, 200, 250]) {
      expect((await client.instances.state(id, first + count)).variables).toEqual({ count });
    }
    const seqs: number[] = [];
    let page = await client.instances.journal(id, { limit: 70 });
    seqs.push(...page.events.map(({ seq }) => seq));
    while (page.next_cursor !== null) {
      page = await client.instances.journal(id, { limit: 70, cursor: page.next_cursor });
      seqs.push(...page.events.map(({ seq }) => seq));
    }
    expect(seqs).toEqual(Array.from({ length: first + 250 }, (_, index) => index + 1));
    const { events, variables } = await client.instances.compare(id, { from: first + 1, to: first + 250 });
    expect(events.count).toBe(249);
    expect(events.first.map(({ seq }) => seq)).toEqual(Array.from({ length: 100 }, (_, i) => first + 2 + i));
    expect(variables).toEqual([
      { scope_id: id, element_id: null, added: {}, changed: { count: { from: 1, to: 250 } }, removed: {} },
    ]);
  });

  it('differ in variables, elements and waits', async () => {
    await client.processes.deployXml(
      bpmn({
        id: 'scopes',
        roots: messages('come'),
        nodes: `<startEvent id="s" /><userTask id="first" /><subProcess id="sub"><startEvent id="is" /><userTask id="in" />
          <sequenceFlow id="is_in" sourceRef="is" targetRef="in" />
          <extensionElements><zeebe:ioMapping><zeebe:input source="=amount * 2" target="doubled" /></zeebe:ioMapping></extensionElements></subProcess>
          <boundaryEvent id="late" attachedToRef="sub">${onMessage('come')}</boundaryEvent><userTask id="last" />`,
        flows: ['s > first > sub', 'late > last'],
      }),
    );
    const { instance_id: id } = await client.instances.start('scopes', {
      variables: { amount: 1, gone: [1] },
    });
    const begun = await sequenceOf(id);
    await completeTask(id, { amount: 2, fresh: { deep: true } });
    const inside = await sequenceOf(id);
    const entered = await client.instances.compare(id, { from: begun, to: inside });
    expect(entered.variables).toContainEqual({
      scope_id: id,
      element_id: null,
      added: { fresh: { deep: true } },
      changed: { amount: { from: 1, to: 2 } },
      removed: {},
    });
    expect(entered.variables).toContainEqual(
      expect.objectContaining({ element_id: 'sub', added: { doubled: 4 }, changed: {}, removed: {} }),
    );
    expect(entered.elements.entered.map(({ element_id }) => element_id).sort()).toEqual(['in', 'sub']);
    expect(entered.elements.left).toMatchObject([{ element_id: 'first' }]);
    expect(entered.elements.still_active).toEqual([]);
    expect(entered.waits).toMatchObject({
      opened: [{ type: 'message', name: 'come', element_id: 'late' }],
      closed: [],
    });
    expect(entered.events.count).toBe(inside - begun);
    expect(entered.events.first.map(({ seq }) => seq)).toEqual(
      Array.from({ length: inside - begun }, (_, index) => begun + 1 + index),
    );

    await client.events.publishMessage({ name: 'come' });
    const left = await client.instances.compare(id, { from: inside, to: await sequenceOf(id) });
    expect(left.waits).toMatchObject({ opened: [], closed: [{ type: 'message', element_id: 'late' }] });
    expect(left.variables).toContainEqual(
      expect.objectContaining({ element_id: 'sub', removed: { doubled: 4 } }),
    );
    expect(left.elements.entered).toMatchObject([{ element_id: 'last' }]);
  });

  it('differ in incidents', async () => {
    await client.processes.deploy(sequence('breaks', serviceTask('work', 'past-work', { retries: 1 })));
    const { instance_id: id } = await client.instances.start('breaks');
    const begun = await sequenceOf(id);
    const { jobs } = await client.jobs.activate({
      type: 'past-work',
      worker: 'w',
      max_jobs: 1,
      lock_duration_ms: 60_000,
    });
    for (const { job_id: jobId, lock_token } of jobs)
      await client.jobs.fail(jobId, { lock_token, retries: 0, message: 'broken' });
    const broken = await sequenceOf(id);
    const opened = await client.instances.compare(id, { from: begun, to: broken });
    expect(opened.incidents).toMatchObject({ opened: [{ code: 'JOB_RETRIES_EXHAUSTED' }], closed: [] });
    await client.incidents.resolve(opened.incidents.opened[0]?.incident_id ?? '');
    const closed = await client.instances.compare(id, { from: broken, to: await sequenceOf(id) });
    expect(closed.incidents).toMatchObject({ opened: [], closed: [{ code: 'JOB_RETRIES_EXHAUSTED' }] });
  });

  it('of the same moment do not differ', async () => {
    await client.processes.deploy(sequence('still', userTask('a')));
    const { instance_id: id } = await client.instances.start('still', { variables: { a: 1 } });
    const seq = await sequenceOf(id);
    expect(await client.instances.compare(id, { from: seq, to: seq })).toMatchObject({
      variables: [],
      elements: { entered: [], left: [], still_active: [{ element_id: 'a' }] },
      events: { count: 0, first: [] },
    } satisfies Partial<StateComparison> | object);
  });

  it('that never were are refused', async () => {
    await client.processes.deploy(sequence('short', userTask('a')));
    const { instance_id: id } = await client.instances.start('short');
    const last = await sequenceOf(id);
    for (const query of [
      'from_seq=1',
      'to_seq=1',
      'from_seq=0&to_seq=1',
      'from_seq=x&to_seq=1',
      'from_seq=2&to_seq=1',
      `from_seq=1&to_seq=${last + 1}`,
      `from_seq=${last + 1}&to_seq=${last + 2}`,
    ]) {
      const refused = await api.get(`/instances/${id}/state/compare?${query}`);
      expect([query, refused.status, codeOf(refused)]).toEqual([query, 400, 'INVALID_QUERY']);
    }
    for (const unknown of ['none', '0190a1b2-0000-7000-8000-000000000000']) {
      const missing = await api.get(`/instances/${unknown}/state/compare?from_seq=1&to_seq=1`);
      expect([missing.status, codeOf(missing)]).toEqual([404, 'NOT_FOUND']);
    }
    expect(
      dataOf<StateComparison>(await api.get(`/instances/${id}/state/compare?from_seq=1&to_seq=${last}`))
        .to_seq,
    ).toBe(last);
  });
});
