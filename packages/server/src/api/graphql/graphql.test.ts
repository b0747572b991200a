import { randomUUID } from 'node:crypto';
import { getIntrospectionQuery } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { oneTask, sequence, serviceTask, userTask } from '../../testing/definitions.ts';
import { startTestServer, type TestServer, testStores } from '../../testing/test-server.ts';
import { type Ask, asking, codesOf, fieldOf, post } from './graphql-fixture.ts';

interface Named {
  readonly id: string;
  readonly name: string;
}

interface Connection<Node> {
  readonly edges: readonly { readonly cursor: string; readonly node: Node }[];
  readonly page_info: { readonly has_next_page: boolean; readonly end_cursor: string | null };
}

const admin = { tenantId: 'acme', userId: 'ada', roles: ['admin'] };
const clerk = { tenantId: 'acme', userId: 'bob', roles: ['user'] };
const stranger = { tenantId: 'globex', userId: 'eve', roles: ['admin'] };

describe.each(testStores)('GraphQL on %s', (database) => {
  let server: TestServer;
  let ask: Ask;
  let askAsClerk: Ask;
  let askAsStranger: Ask;

  beforeAll(async () => {
    server = await startTestServer({ database, authMode: 'jwt' });
    const client = await server.client(admin);
    await client.processes.deploy({ ...oneTask, name: 'One task', description: 'Somebody approves' });
    await client.processes.deploy(sequence('paying', serviceTask('pay', 'pay-card')));
    await client.processes.deploy(sequence('secret', userTask('read', { candidate_users: ['ada'] })));
    ask = await asking(server, admin);
    askAsClerk = await asking(server, clerk);
    askAsStranger = await asking(server, stranger);
  });
  afterAll(async () => {
    await server.stop();
    expect(server.errors()).toEqual([]);
  });

  async function start(processId = 'one-task', variables: object = {}): Promise<string> {
    const answer = await ask(
      'mutation ($id: String!, $variables: String) { start_process(process_id: $id, variables: $variables) { instance_id } }',
      { id: processId, variables: JSON.stringify(variables) },
    );
    return fieldOf<{ instance_id: string }>(answer, 'start_process').instance_id;
  }

  async function taskOf(instanceId: string): Promise<string> {
    const answer = await ask('query ($id: String) { tasks(instance_id: $id) { id } }', { id: instanceId });
    return fieldOf<Named[]>(answer, 'tasks')[0]?.id ?? '';
  }

  describe('as the guide has it', () => {
    it('lists processes', async () => {
      const answer = await ask('{ processes { id name description version status created_at } }');
      expect(fieldOf<Named[]>(answer, 'processes')).toContainEqual({
        id: 'one-task',
        name: 'One task',
        description: 'Somebody approves',
        version: '1',
        status: 'active',
        created_at: expect.stringMatching(/^\d{4}-.*Z$/),
      });
    });

    it('lists the tasks of the caller', async () => {
      const instanceId = await start();
      const secret = await start('secret');
      const answer = await askAsClerk(
        '{ tasks(limit: 200) { id name description assignee due_date status instance_id } }',
      );
      const tasks = fieldOf<{ instance_id: string }[]>(answer, 'tasks');
      expect(tasks.find((task) => task.instance_id === instanceId)).toEqual({
        id: expect.any(String),
        name: 'approve',
        description: '',
        assignee: null,
        due_date: null,
        status: 'active',
        instance_id: instanceId,
      });
      expect(tasks.some((task) => task.instance_id === secret)).toBe(false);
    });

    it.each([
      ['with variables as a JSON text', ', variables: "{\\"days\\": 5}"', { days: 5 }],
      ['with an empty text', ', variables: ""', {}],
      ['without variables', '', {}],
    ])('starts a process %s', async (_how, variables, expected) => {
      const answer = await ask(
        `mutation { start_process(process_id: "one-task"${variables}) { id name version status instance_id } }`,
      );
      const process = fieldOf<{ instance_id: string }>(answer, 'start_process');
      expect(process).toMatchObject({ id: 'one-task', name: 'One task', version: '1', status: 'active' });
      const found = await ask('query ($id: String!) { instance(id: $id) { variables } }', {
        id: process.instance_id,
      });
      expect(fieldOf(found, 'instance')).toEqual({ variables: expected });
    });

    it('says why a process does not start', async () => {
      const answer = await ask('mutation { start_process(process_id: "nothing") { id } }');
      expect(answer).toMatchObject({
        status: 200,
        data: null,
        errors: [
          {
            message: "Expected process 'nothing' to exist, but found none",
            path: ['start_process'],
            extensions: { code: 'NOT_FOUND', request_id: answer.headers.get('x-request-id') },
          },
        ],
      });
    });

    it.each([
      ['no JSON', 'days: 5', 'MALFORMED_JSON'],
      ['no object', '[1]', 'VALIDATION_FAILED'],
      ['too deep', `${'{"a":'.repeat(70)}1${'}'.repeat(70)}`, 'LIMIT_EXCEEDED'],
      ['a reserved name', '{"__proto__": 1}', 'MALFORMED_JSON'],
    ])('refuses variables that are %s', async (_what, variables, code) => {
      const query = 'mutation ($v: String) { start_process(process_id: "one-task", variables: $v) { id } }';
      const answer = await ask(query, { v: variables });
      expect(answer.status).toBe(200);
      expect(codesOf(answer)).toEqual([code]);
    });
  });

  describe('the read model', () => {
    it('shows a process with its versions and the counts of its instances', async () => {
      await start('paying');
      const answer = await ask(
        '{ process(id: "paying") { definition_id created_by instances { active incident completed } versions { version } } }',
      );
      const process = fieldOf<{ definition_id: string }>(answer, 'process');
      expect(process).toMatchObject({
        created_by: 'ada',
        instances: { active: 1, incident: 0, completed: 0 },
        versions: [{ version: '1' }],
      });
      const same = await ask(`{ process(id: "${process.definition_id}") { id } }`);
      expect(fieldOf(same, 'process')).toEqual({ id: 'paying' });
    });

    it('shows an instance with all that belongs to it', async () => {
      const instanceId = await start('one-task', { amount: 7 });
      const answer = await ask(
        `query ($id: String!) { instance(id: $id) {
          id status business_key started_by open_incidents variables
          active_elements { element_id type name }
          incidents { code } tasks { name variables instance { id } process { name } }
          process { id version } parent { id }
          activities { activities { element_id status } next_cursor }
          journal(limit: 1) { edges { node { seq type actor data } } page_info { has_next_page } }
        } }`,
        { id: instanceId },
      );
      expect(fieldOf(answer, 'instance')).toEqual({
        id: instanceId,
        status: 'active',
        business_key: null,
        started_by: 'ada',
        open_incidents: 0,
        variables: { amount: 7 },
        active_elements: [{ element_id: 'approve', type: 'userTask', name: 'approve' }],
        incidents: [],
        tasks: [
          {
            name: 'approve',
            variables: { amount: 7 },
            instance: { id: instanceId },
            process: { name: 'One task' },
          },
        ],
        process: { id: 'one-task', version: '1' },
        parent: null,
        activities: {
          activities: [
            { element_id: 'start', status: 'completed' },
            { element_id: 'approve', status: 'active' },
          ],
          next_cursor: null,
        },
        journal: {
          edges: [{ node: { seq: 1, type: 'instanceStarted', actor: 'ada', data: expect.any(Object) } }],
          page_info: { has_next_page: true },
        },
      });
    });

    it('goes through every list by its cursors', async () => {
      for (let count = 0; count < 3; count += 1) await start();
      for (const [name, node] of [
        ['instances', 'id'],
        ['task_connection', 'id'],
        ['process_connection', 'id'],
      ] as const) {
        const query = `query ($limit: Int, $cursor: String) { ${name}(limit: $limit, cursor: $cursor) {
          edges { cursor node { ${node} } } page_info { has_next_page end_cursor } } }`;
        const whole = fieldOf<Connection<Named>>(await ask(query, { limit: 200 }), name);
        const seen: string[] = [];
        let cursor: string | null = null;
        do {
          const page: Connection<Named> = fieldOf(await ask(query, { limit: 1, cursor }), name);
          seen.push(...page.edges.map((edge) => edge.node.id));
          expect(page.page_info.end_cursor).toBe(page.edges.at(-1)?.cursor);
          cursor = page.page_info.has_next_page ? page.page_info.end_cursor : null;
        } while (cursor !== null);
        expect(seen).toEqual(whole.edges.map((edge) => edge.node.id));
        expect(seen.length).toBeGreaterThan(2);
      }
    });

    it('filters instances by status, process and variables', async () => {
      const instanceId = await start('one-task', { colour: 'green' });
      const answer = await ask(
        '{ instances(status: active, process_id: "one-task", variable: ["colour:eq:green"]) { edges { node { id } } } }',
      );
      expect(fieldOf(answer, 'instances')).toEqual({ edges: [{ node: { id: instanceId } }] });
    });

    it('shows jobs, decisions, batches and incidents', async () => {
      const instanceId = await start('paying');
      const answer = await ask(
        `query ($id: String) {
          jobs(instance_id: $id, status: available) { edges { node { type retries instance { id } } } }
          decisions { edges { node { id } } }
          batches { edges { node { id failures { code } } } }
          incidents { edges { node { code } } }
        }`,
        { id: instanceId },
      );
      expect(answer.data).toEqual({
        jobs: { edges: [{ node: { type: 'pay-card', retries: 3, instance: { id: instanceId } } }] },
        decisions: { edges: [] },
        batches: { edges: [] },
        incidents: { edges: [] },
      });
    });

    it('shows a batch with what it failed at', async () => {
      const instanceId = await start();
      const client = await server.client(admin);
      const { batch_id: id } = (await client.batches.create({
        operation: 'suspend',
        filter: { instance_ids: [instanceId] },
      })) as { batch_id: string };
      const answer = await ask(`{ batch(id: "${id}") { id operation total parameters failures { code } } }`);
      expect(fieldOf(answer, 'batch')).toEqual({
        id,
        operation: 'suspend',
        total: 1,
        parameters: {},
        failures: [],
      });
    });
  });

  describe('mutations', () => {
    it('start an instance with a business key', async () => {
      const query = `mutation ($key: String) {
        start_process_instance(process_id: "one-task", business_key: $key, unique_business_key: true) {
          id business_key status tasks { name } } }`;
      const key = randomUUID();
      const answer = await ask(query, { key });
      expect(fieldOf(answer, 'start_process_instance')).toMatchObject({
        business_key: key,
        status: 'active',
        tasks: [{ name: 'approve' }],
      });
      const again = await ask(query, { key });
      expect(codesOf(again)).toEqual(['INSTANCE_EXISTS']);
      expect(again.data).toEqual({ start_process_instance: null });
    });

    it('claim, give back, assign and complete a task', async () => {
      const instanceId = await start();
      const task = await taskOf(instanceId);
      const answer = await ask(
        `mutation ($id: String!) {
          claim_task(task_id: $id) { assignee }
          unclaim_task(task_id: $id) { assignee }
          assign_task(task_id: $id, assignee: "bob") { assignee instance { status } }
          complete_task(task_id: $id, variables: "{\\"approved\\": true}") {
            status assignee instance { status variables } }
        }`,
        { id: task },
      );
      expect(answer.data).toEqual({
        claim_task: { assignee: 'ada' },
        unclaim_task: { assignee: null },
        assign_task: { assignee: 'bob', instance: { status: 'active' } },
        complete_task: {
          status: 'completed',
          assignee: 'bob',
          instance: { status: 'completed', variables: { approved: true } },
        },
      });
    });

    it('suspend, resume, change and cancel an instance, each seen by the next', async () => {
      const answer = await ask(
        `mutation ($id: String!) {
          suspend_instance(instance_id: $id) { status instance { status } }
          resume_instance(instance_id: $id) { status instance { status } }
          set_variables(instance_id: $id, variables: "{\\"a\\": 1}")
          cancel_instance(instance_id: $id, reason: "Enough") { instance { status variables } }
        }`,
        { id: await start() },
      );
      expect(answer.data).toEqual({
        suspend_instance: { status: 'suspended', instance: { status: 'suspended' } },
        resume_instance: { status: 'active', instance: { status: 'active' } },
        set_variables: { a: 1 },
        cancel_instance: { instance: { status: 'terminated', variables: { a: 1 } } },
      });
    });

    it('publish messages and broadcast signals', async () => {
      const answer = await ask(
        `mutation {
          publish_message(name: "nobody waits", correlation: "{\\"a\\": 1}", time_to_live: "PT1M") { result instance_ids }
          broadcast_signal(name: "nobody hears") { received_by instance_ids }
          publish: publish_message(name: "x", time_to_live: "soon") { result }
        }`,
      );
      expect(answer.data).toEqual({
        publish_message: { result: 'buffered', instance_ids: [] },
        broadcast_signal: { received_by: 0, instance_ids: [] },
        publish: null,
      });
      expect(codesOf(answer)).toEqual(['VALIDATION_FAILED']);
    });

    it('resolve an incident', async () => {
      const instanceId = await start('paying');
      const client = await server.client(admin);
      const { jobs } = await client.jobs.activate({ type: 'pay-card', worker: 'w', max_jobs: 500 });
      for (const job of jobs.filter(({ instance_id }) => instance_id === instanceId)) {
        await client.jobs.fail(job.job_id, { lock_token: job.lock_token, message: 'No card', retries: 0 });
      }
      const query = `query ($id: String!) { instance(id: $id) { open_incidents incidents { id code message process_name instance { id } } } }`;
      const found = fieldOf<{ incidents: { id: string }[] }>(
        await ask(query, { id: instanceId }),
        'instance',
      );
      expect(found).toMatchObject({
        open_incidents: 1,
        incidents: [{ message: 'No card', process_name: 'paying', instance: { id: instanceId } }],
      });
      const answer = await ask(
        'mutation ($id: String!) { resolve_incident(incident_id: $id, retries: 2) { resolved instance { open_incidents } } }',
        { id: found.incidents[0]?.id },
      );
      expect(fieldOf(answer, 'resolve_incident')).toEqual({
        resolved: true,
        instance: { open_incidents: 0 },
      });
    });

    it('happen once under an Idempotency-Key, and one a request', async () => {
      const query = 'mutation { start_process(process_id: "one-task") { instance_id } }';
      const key = { 'idempotency-key': randomUUID() };
      const first = await ask(query, undefined, {}, key);
      const second = await ask(query, undefined, {}, key);
      expect(second.data).toEqual(first.data);
      expect([first, second].map(({ headers }) => headers.get('idempotent-replayed'))).toEqual([
        null,
        'true',
      ]);
      const other = await ask(query.replace('one-task', 'paying'), undefined, {}, key);
      expect(codesOf(other)).toEqual(['IDEMPOTENCY_KEY_REUSED']);
      const two = `mutation { a: start_process(process_id: "paying") { id } b: start_process(process_id: "paying") { id } }`;
      const refused = await ask(two, undefined, {}, { 'idempotency-key': randomUUID() });
      expect(refused.status).toBe(400);
      expect(codesOf(refused)).toEqual(['INVALID_IDEMPOTENCY_KEY']);
    });
  });

  describe('who may do what', () => {
    it('needs a token', async () => {
      const answer = await (await asking(server))('{ processes { id } }');
      expect(answer.status).toBe(401);
      expect(answer.headers.get('www-authenticate')).toBe('Bearer');
      expect(codesOf(answer)).toEqual(['UNAUTHENTICATED']);
    });

    it('says nothing of what belongs to another tenant', async () => {
      const instanceId = await start();
      const task = await taskOf(instanceId);
      const unknown = randomUUID();
      const query = `query ($instance: String!, $task: String!) {
        instance(id: $instance) { id } task(id: $task) { id } process(id: "one-task") { id } }`;
      const theirs = await askAsStranger(query, { instance: instanceId, task });
      const nobodys = await askAsStranger(query, { instance: unknown, task: unknown });
      const told = ({ errors = [] }: typeof theirs, ...ids: string[]) =>
        errors
          .map(({ message, path, extensions: { code } }) => [
            ids.reduce((text, id) => text.replace(id, 'ID'), message),
            path,
            code,
          ])
          .sort();
      expect(theirs.data).toEqual({ instance: null, task: null, process: null });
      expect(told(theirs, instanceId, task)).toEqual(told(nobodys, unknown));
      expect(codesOf(theirs)).toEqual(['NOT_FOUND', 'NOT_FOUND', 'NOT_FOUND']);
      const changes = await askAsStranger(
        `mutation ($instance: String!, $task: String!) {
          cancel_instance(instance_id: $instance) { id } complete_task(task_id: $task) { id } }`,
        { instance: instanceId, task },
      );
      expect(codesOf(changes)).toEqual(['NOT_FOUND', 'NOT_FOUND']);
      const lists = await askAsStranger(
        '{ processes { id } tasks { id } instances { edges { node { id } } } jobs { edges { node { type } } } }',
      );
      expect(lists.data).toEqual({
        processes: [],
        tasks: [],
        instances: { edges: [] },
        jobs: { edges: [] },
      });
    });

    it('refuses what a lower role may not do, and does the rest', async () => {
      const instanceId = await start();
      const answer = await askAsClerk(
        'mutation ($id: String!) { cancel_instance(instance_id: $id) { id } }',
        { id: instanceId },
      );
      expect(answer.status).toBe(200);
      expect(answer.data).toEqual({ cancel_instance: null });
      expect(codesOf(answer)).toEqual(['FORBIDDEN']);
      const reads = await askAsClerk('{ processes(limit: 1) { id } jobs { edges { node { type } } } }');
      expect(codesOf(reads)).toEqual(['FORBIDDEN']);
      expect(reads.data).toEqual({ processes: [{ id: 'one-task' }], jobs: null });
    });

    it('looks at what the answer shows before anything is done', async () => {
      const starter = { ...clerk, roles: [], permissions: ['process_start'] };
      const answer = await (await asking(server, starter))(
        'mutation { start_process(process_id: "paying") { id } start_process_instance(process_id: "paying") { id } }',
      );
      expect(new Set(codesOf(answer))).toEqual(new Set(['FORBIDDEN']));
    });
  });

  it('takes a request without token in dev mode, and tells its schema', async () => {
    const dev = await startTestServer({ database });
    try {
      const answer = await post(dev.url, JSON.stringify({ query: '{ processes { id } }' }));
      expect(answer).toMatchObject({ status: 200, data: { processes: [] } });
      // The documentation of the API is on.
      const asked = await post(dev.url, JSON.stringify({ query: getIntrospectionQuery() }));
      expect(asked.data?.['__schema']).toMatchObject({ queryType: { name: 'Query' } });
      const bomb = '{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }';
      const refused = await post(dev.url, JSON.stringify({ query: bomb }));
      expect(refused.status).toBe(400);
    } finally {
      await dev.stop();
    }
  });
});
