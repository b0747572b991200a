import type { Client } from '@wbpm/client';
import type { Deployment, MigrationPlan, ProcessVersionList } from '@wbpm/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, codeOf, dataOf } from '../../src/testing/api.ts';
import { bpmn, messages, onMessage } from '../../src/testing/bpmn.ts';
import { parallel, sequence, serviceTask, userTask } from '../../src/testing/definitions.ts';
import { startTestServer, type TestServer, testStores } from '../../src/testing/test-server.ts';

describe.each(testStores)('changing running instances over HTTP on %s', (database) => {
  let server: TestServer;
  let client: Client;
  let api: Api;

  beforeAll(async () => {
    server = await startTestServer({ database, testClock: true });
    client = await server.client();
    api = await server.api();
    await client.processes.deploy(sequence('line', userTask('a'), userTask('b'), userTask('c')));
  });
  afterAll(async () => {
    expect(server.errors()).toEqual([]);
    await server.stop();
  });

  async function start(process: string, variables = {}): Promise<string> {
    return (await client.instances.start(process, { variables })).instance_id;
  }

  async function live(id: string): Promise<string[]> {
    return (await client.instances.get(id)).active_elements.map(({ element_id }) => element_id).sort();
  }

  const deployXml = async (xml: string) =>
    dataOf<Deployment>(await api.call('POST', '/processes', { raw: xml, contentType: 'application/xml' }));

  async function newest(process: string): Promise<string> {
    const { versions } = dataOf<ProcessVersionList>(await api.get(`/processes/${process}/versions`));
    return versions.toSorted((one, other) => other.version - one.version)[0]?.definition_id ?? '';
  }

  const journal = async (id: string) => (await client.instances.journal(id, { limit: 200 })).events;

  describe('modification', () => {
    it('moves a token, and its tasks follow', async () => {
      const id = await start('line');
      const changed = await client.instances.modify(id, {
        instructions: [{ move: { from: 'a', to: 'c' } }],
        variables: { skipped: true },
        reason: 'b is not needed',
      });
      expect(changed).toEqual({ id, instance_id: id, status: 'active' });
      expect(await live(id)).toEqual(['c']);
      expect((await client.tasks.list({ instance_id: id })).tasks.map((task) => task.element_id)).toEqual([
        'c',
      ]);
      expect((await client.instances.get(id)).variables).toEqual({ skipped: true });
      const written = (await journal(id)).find(({ type }) => type === 'instanceModified');
      expect(written).toMatchObject({ actor: 'api_user', data: { reason: 'b is not needed' } });
    });

    it('begins before, after and on flows, in the scope that is named, with variables', async () => {
      const id = await start('line');
      await client.instances.modify(id, {
        instructions: [
          { activate: 'c', scope: id, variables: { mine: 1 } },
          { activate: 'a', position: 'after' },
        ],
      });
      expect(await live(id)).toEqual(['a', 'b', 'c']);
      const { active_elements } = await client.instances.get(id);
      const c = active_elements.find(({ element_id }) => element_id === 'c')?.element_instance_id ?? '';
      expect((await client.instances.localVariables(id, c)).variables).toEqual({ mine: 1 });
      await client.instances.modify(id, { instructions: [{ cancel: c.toUpperCase() }] });
      expect(await live(id)).toEqual(['a', 'b']);
    });

    it('ends an instance that has no token left', async () => {
      const id = await start('line');
      expect(await client.instances.modify(id, { instructions: [{ cancel: 'a' }] })).toMatchObject({
        status: 'terminated',
      });
      const again = await api.post(`/instances/${id}/modify`, { instructions: [{ activate: 'a' }] });
      expect([again.status, codeOf(again)]).toEqual([409, 'INSTANCE_ENDED']);
    });

    it('of a suspended instance waits until it is resumed', async () => {
      const process = bpmn({
        id: 'rests',
        nodes: `<startEvent id="s" /><userTask id="first" /><subProcess id="sub"><startEvent id="is" /><userTask id="in" />
          <sequenceFlow id="is_in" sourceRef="is" targetRef="in" /></subProcess>
          <boundaryEvent id="late" attachedToRef="sub"><timerEventDefinition><timeDuration>PT1S</timeDuration></timerEventDefinition></boundaryEvent>
          <userTask id="too_late" />`,
        flows: ['s > first > sub', 'late > too_late'],
      });
      await deployXml(process);
      const id = await start('rests');
      await client.instances.suspend(id);
      await client.instances.modify(id, { instructions: [{ move: { from: 'first', to: 'in' } }] });
      await api.post('/clock', { advance: 'PT1H' });
      expect(await live(id)).toEqual(['in', 'sub']);
      await client.instances.resume(id);
      await api.post('/clock', { advance: 'PT0S' });
      expect(await live(id)).toEqual(['too_late']);
    });

    it('is done once with an idempotency key', async () => {
      const id = await start('line');
      const body = { instructions: [{ activate: 'b' }] };
      const first = await api.post(`/instances/${id}/modify`, body, `modify-${id}`);
      const second = await api.post(`/instances/${id}/modify`, body, `modify-${id}`);
      expect([first.status, second.status, second.headers.get('idempotent-replayed')]).toEqual([
        200,
        200,
        'true',
      ]);
      expect(await live(id)).toEqual(['a', 'b']);
    });

    it('that is wrong changes nothing and names the element', async () => {
      const id = await start('line');
      const before = (await journal(id)).length;
      const refused = await api.post(`/instances/${id}/modify`, {
        instructions: [{ cancel: 'a' }, { activate: 'nowhere' }],
      });
      expect([refused.status, codeOf(refused)]).toEqual([409, 'MODIFICATION_REFUSED']);
      expect(refused.body).toMatchObject({ errors: [{ element_id: 'nowhere' }] });
      expect((await journal(id)).length).toBe(before);
      expect(await live(id)).toEqual(['a']);
    });

    it('is refused for too many instructions', async () => {
      const id = await start('line');
      const instructions = Array.from({ length: 201 }, () => ({ activate: 'a' }));
      const refused = await api.post(`/instances/${id}/modify`, { instructions });
      expect([refused.status, codeOf(refused)]).toEqual([422, 'LIMIT_EXCEEDED']);
      expect(refused.body).toMatchObject({ errors: [{ pointer: '/instructions', limit: 200 }] });
    });

    it.each([
      ['no instruction', { instructions: [] }],
      ['no list', { instructions: 'a' }],
      ['nothing', {}],
      ['an instruction of two kinds', { instructions: [{ activate: 'a', cancel: 'a' }] }],
      ['a place that is none', { instructions: [{ activate: 'a', position: 'beside' }] }],
      ['half a move', { instructions: [{ move: { from: 'a' } }] }],
      ['variables that are none', { instructions: [{ activate: 'a' }], variables: [1] }],
    ])('is refused for %s', async (_what, body) => {
      const id = await start('line');
      const refused = await api.post(`/instances/${id}/modify`, body);
      expect([refused.status, codeOf(refused)]).toEqual([422, 'VALIDATION_FAILED']);
    });
  });

  describe('migration', () => {
    const first = parallel('moves', userTask('approve'), serviceTask('pay', 'pay'));
    const second = parallel('moves', userTask('decide'), serviceTask('pay', 'pay'), userTask('more'));

    it('says what it would do, does it, and everything that waits has its new name', async () => {
      await client.processes.deploy(first);
      const id = await start('moves');
      const [task] = (await client.tasks.list({ instance_id: id })).tasks;
      await client.tasks.claim(task?.id ?? '');
      const { jobs } = await client.jobs.activate({ type: 'pay', worker: 'w', lock_duration_ms: 600_000 });
      await client.processes.deploy(second);
      const target = await newest('moves');

      const missing = await client.instances.planMigration(id, { target });
      expect(missing).toMatchObject({ instance_id: id, verdict: 'needs_mapping' });
      expect(missing.elements.find(({ element_id }) => element_id === 'approve')).toMatchObject({
        target_element_id: null,
        verdict: 'needs_mapping',
        reason: "Expected the target to have an element 'approve', but it has none",
      });
      const plan = await client.instances.planMigration(id, { target, mapping: { approve: 'decide' } });
      expect(plan).toMatchObject({
        verdict: 'migrates',
        subscriptions: { kept: [], closed: [], opened: [] },
      });
      expect((await client.instances.get(id)).version).toBe(1);

      const migrated = await client.instances.migrate(id, {
        target,
        mapping: { approve: 'decide' },
        reason: 'new rules',
      });
      expect(migrated).toEqual({
        id,
        instance_id: id,
        process_id: 'moves',
        definition_id: target,
        version: 2,
        status: 'active',
      });
      expect(await client.instances.get(id)).toMatchObject({ definition_id: target, version: 2 });
      expect(await live(id)).toEqual(['decide', 'pay']);
      const [renamed] = (await client.tasks.list({ instance_id: id })).tasks;
      expect(renamed).toMatchObject({ id: task?.id, element_id: 'decide', assignee: 'api_user' });
      const written = (await journal(id)).find(({ type }) => type === 'instanceMigrated');
      expect(written).toMatchObject({
        data: { reason: 'new rules', elements: { approve: 'decide', pay: 'pay' } },
      });

      await client.jobs.complete(jobs[0]?.job_id ?? '', { lock_token: jobs[0]?.lock_token ?? '' });
      await client.tasks.complete(task?.id ?? '');
      expect((await client.instances.get(id)).incidents).toMatchObject([{ code: 'JOIN_DEADLOCK' }]);
    });

    const waiting = (boundary: string, name = 'keep') =>
      bpmn({
        id: 'listens',
        roots: messages('keep', 'renamed', 'old', 'new'),
        nodes: `<startEvent id="s" /><userTask id="a" /><endEvent id="e" />
          <boundaryEvent id="kept" attachedToRef="a" cancelActivity="false">${onMessage(name)}</boundaryEvent>
          <boundaryEvent id="${boundary}" attachedToRef="a" cancelActivity="false">${onMessage(boundary)}</boundaryEvent>
          <userTask id="heard" />`,
        flows: ['s > a > e', `kept > heard`, `${boundary} > heard`],
      });

    it('opens and closes what is waited for', async () => {
      await deployXml(waiting('old'));
      const id = await start('listens');
      await deployXml(waiting('new', 'renamed'));
      const target = await newest('listens');
      const plan = await client.instances.planMigration(id, { target });
      const task = { element_instance_id: plan.elements[0]?.element_instance_id, type: 'message' };
      expect(plan.subscriptions).toEqual({
        kept: [{ element_id: 'kept', ...task }],
        closed: [{ element_id: 'old', ...task }],
        opened: [{ element_id: 'new', ...task }],
      });
      await client.instances.migrate(id, { target });
      const results = [];
      for (const name of ['old', 'keep', 'new']) {
        results.push(dataOf<{ result: string }>(await api.post('/messages', { name })).result);
      }
      expect(results).toEqual(['none', 'correlated', 'correlated']);
      expect(await live(id)).toEqual(['a', 'heard', 'heard']);
    });

    it('shows the past by the definition of then and what runs by that of now', async () => {
      const id = await start('line');
      const [task] = (await client.tasks.list({ instance_id: id })).tasks;
      await client.tasks.complete(task?.id ?? '');
      const at = (await journal(id)).at(-1)?.seq ?? 0;
      await client.processes.deploy(sequence('line', userTask('x', { name: 'X' }), userTask('c')));
      await client.instances.migrate(id, { target: await newest('line'), mapping: { b: 'x' } });
      const { activities } = await client.instances.activities(id);
      expect(activities.map(({ element_id, type, status }) => [element_id, type, status])).toEqual([
        ['start', 'startEvent', 'completed'],
        ['a', 'userTask', 'completed'],
        ['x', 'userTask', 'active'],
      ]);
      expect((await client.instances.state(id, at)).active_elements).toMatchObject([
        { element_id: 'b', type: 'userTask' },
      ]);
      expect((await client.instances.state(id)).active_elements).toMatchObject([
        { element_id: 'x', name: 'X' },
      ]);
    });

    it('to another process gives up the claim to a unique business key', async () => {
      await client.processes.deploy(sequence('from', userTask('a')));
      await client.processes.deploy(sequence('to', userTask('a')));
      const unique = { business_key: 'K', unique_business_key: true };
      const { instance_id: id } = await client.instances.start('from', unique);
      await client.instances.start('to', unique);
      expect(await client.instances.migrate(id, { target: await newest('to') })).toMatchObject({
        process_id: 'to',
      });
      expect((await api.post('/processes/from/instances', unique)).status).toBe(200);
    });

    it('that fails names every element and changes nothing', async () => {
      await client.processes.deploy(first);
      const old = await newest('moves');
      const { instance_id: id } = await client.instances.start(old);
      await client.processes.deploy(sequence('moves', userTask('pay')));
      const refused = await api.post(`/instances/${id}/migrate`, { target: await newest('moves') });
      expect([refused.status, codeOf(refused)]).toEqual([409, 'MIGRATION_REFUSED']);
      expect(refused.body).toMatchObject({
        errors: [
          { code: 'MIGRATION_REFUSED', element_id: 'approve' },
          { code: 'MIGRATION_REFUSED', element_id: 'pay' },
        ],
      });
      expect((await client.instances.get(id)).definition_id).toBe(old);
    });

    it('is done once with an idempotency key, and not at all by a dry run with one', async () => {
      const id = await start('line');
      const target = await newest('line');
      const dry = await api.post(`/instances/${id}/migrate`, { target, dry_run: true }, `dry-${id}`);
      expect(dataOf<MigrationPlan>(dry).verdict).toBe('migrates');
      for (const replayed of [null, 'true']) {
        const answer = await api.post(`/instances/${id}/migrate`, { target }, `migrate-${id}`);
        expect([answer.status, answer.headers.get('idempotent-replayed')]).toEqual([200, replayed]);
      }
      const migrations = (await journal(id)).filter(({ type }) => type === 'instanceMigrated');
      expect(migrations).toHaveLength(1);
    });

    it('of one instance among other commands leaves each of them right', async () => {
      await client.processes.deploy(sequence('busy', userTask('a'), userTask('b')));
      const id = await start('busy');
      await client.processes.deploy(sequence('busy', userTask('a'), userTask('c')));
      const target = await newest('busy');
      const [task] = (await client.tasks.list({ instance_id: id })).tasks;
      const answers = await Promise.all([
        client.instances.setVariables(id, { variables: { x: 1 } }),
        client.instances.migrate(id, { target, mapping: { b: 'c' } }),
        client.tasks.complete(task?.id ?? ''),
        client.instances.setVariables(id, { variables: { y: 2 } }),
      ]);
      expect(answers).toHaveLength(4);
      expect(await live(id)).toEqual(['c']);
      expect((await client.tasks.list({ instance_id: id })).tasks).toMatchObject([{ element_id: 'c' }]);
    });

    it('of an instance that has ended is refused, also as a dry run', async () => {
      const id = await start('line');
      await client.instances.cancel(id);
      for (const isDry of [true, false]) {
        const refused = await api.post(`/instances/${id}/migrate`, {
          target: await newest('line'),
          dry_run: isDry,
        });
        expect([refused.status, codeOf(refused)]).toEqual([409, 'INSTANCE_ENDED']);
      }
    });

    it.each([
      ['no target', {}, 422],
      ['a target that is nothing', { target: '' }, 422],
      ['a target that is not there', { target: '01890000-0000-7000-8000-000000000000' }, 404],
      ['a mapping that is none', { target: 'line', mapping: ['a'] }, 422],
      ['a mapping to nothing', { target: 'line', mapping: { a: null } }, 422],
      ['a mapping that names nothing', { target: 'line', mapping: { nowhere: 'x' } }, 409],
    ])('is refused for %s', async (_what, body, status) => {
      const id = await start('line');
      expect((await api.post(`/instances/${id}/migrate`, body)).status).toBe(status);
    });
  });

  if (database === 'postgres') {
    it('is seen at once by another node', async () => {
      await client.processes.deploy(sequence('nodes', userTask('a'), userTask('b')));
      const id = await start('nodes');
      const other = await startTestServer({ database, databaseUrl: server.databaseUrl ?? '' });
      try {
        const elsewhere = await other.client();
        expect((await elsewhere.instances.get(id)).version).toBe(1);
        await elsewhere.instances.setVariables(id, { variables: { x: 1 } });
        await client.processes.deploy(sequence('nodes', userTask('y'), userTask('z')));
        await client.instances.migrate(id, { target: await newest('nodes'), mapping: { a: 'y' } });
        const [task] = (await elsewhere.tasks.list({ instance_id: id })).tasks;
        expect(task?.element_id).toBe('y');
        await elsewhere.tasks.complete(task?.id ?? '');
        expect(await live(id)).toEqual(['z']);
        await client.instances.modify(id, { instructions: [{ activate: 'y' }] });
        expect((await elsewhere.tasks.list({ instance_id: id })).tasks).toHaveLength(2);
      } finally {
        await other.stop();
      }
    });
  }
});

describe.each(testStores)('changing the instances of others on %s', (database) => {
  let server: TestServer;
  let ours: Api;

  beforeAll(async () => {
    server = await startTestServer({ database, authMode: 'jwt' });
    ours = await server.api({ tenantId: 'ours', roles: ['admin'] });
    await ours.post('/processes', sequence('line', userTask('a')));
  });
  afterAll(() => server.stop());

  async function startOurs(): Promise<string> {
    return dataOf<{ instance_id: string }>(await ours.post('/processes/line/instances', {})).instance_id;
  }

  it('finds none in another tenant, and no target of another tenant', async () => {
    const id = await startOurs();
    const theirs = await server.api({ tenantId: 'theirs', roles: ['admin'] });
    await theirs.post('/processes', sequence('line', userTask('a')));
    const target = dataOf<ProcessVersionList>(await theirs.get('/processes/line/versions')).versions[0]
      ?.definition_id;
    const calls = [
      await theirs.post(`/instances/${id}/modify`, { instructions: [{ cancel: 'a' }] }),
      await theirs.post(`/instances/${id}/migrate`, { target }),
      await theirs.post(`/instances/${id}/migrate`, { target, dry_run: true }),
      await ours.post(`/instances/${id}/migrate`, { target }),
    ];
    expect(calls.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
  });

  it('takes a permission that users do not have', async () => {
    const id = await startOurs();
    const user = await server.api({ tenantId: 'ours', roles: ['user'] });
    const calls = [
      await user.post(`/instances/${id}/modify`, { instructions: [{ cancel: 'a' }] }),
      await user.post(`/instances/${id}/migrate`, { target: 'line', dry_run: true }),
    ];
    expect(calls.map(({ status }) => status)).toEqual([403, 403]);
  });
});
