import type { ActivatedJobs, Journal, StartedInstance, TaskList } from '@wbpm/contract';
import { describe, expect, it } from 'vitest';
import type { Outgoing } from '../../src/store/effect.ts';
import { insertOutgoing } from '../../src/store/outbox.ts';
import { type Api, connectApi, dataOf } from '../../src/testing/api.ts';
import { bpmn, messages, onMessage, onSignal, signals } from '../../src/testing/bpmn.ts';
import { oneTask } from '../../src/testing/definitions.ts';
import { allInstanceFaults } from '../../src/testing/journal-faults.ts';
import { testDatabases } from '../../src/testing/test-databases.ts';
import { openTestRuntime, tester } from '../../src/testing/test-runtime.ts';
import { startTestServer, testStores } from '../../src/testing/test-server.ts';
import { full, printFigures, seed, seededRandom, since } from './figures.ts';

const instances = full ? 500 : 40;

/** All that comes from outside, one after the other. */
const everything = bpmn({
  id: 'everything',
  roots: messages('ping') + signals('news'),
  nodes: `<startEvent id="start" /><userTask id="do" name="do" />
    <serviceTask id="ship" camunda:type="external" camunda:topic="ship" />
    <intermediateCatchEvent id="hear">${onMessage('ping')}</intermediateCatchEvent>
    <intermediateCatchEvent id="listen">${onSignal('news')}</intermediateCatchEvent>
    <userTask id="rest" name="rest" /><endEvent id="end" />`,
  flows: ['start > do > ship > hear > listen > rest > end'],
});

describe.each(testStores)(
  'R-13: requests to a server on %s that arrive up to three times at once',
  (store) => {
    it('have their effect once, and all get the same answer', async () => {
      const began = performance.now();
      const random = seededRandom(seed);
      const server = await startTestServer({ database: store });
      const api = connectApi(server.url, null);
      const otherAnswers: string[] = [];
      let requests = 0;
      let sent = 0;

      /** The first instance gets everything once: the others have to come to the same. */
      async function ask<Data>(path: string, body: unknown, about = ''): Promise<Data> {
        requests += 1;
        const key = `r13-${requests}`;
        const times = about === ids[0] ? 1 : 1 + Math.floor(random() * 3);
        sent += times;
        const answers = await Promise.all(Array.from({ length: times }, () => api.post(path, body, key)));
        const [first = null] = answers;
        if (first === null) throw new Error('Expected an answer');
        const texts = new Set(answers.map((answer) => JSON.stringify([answer.status, answer.body])));
        if (texts.size > 1 || first.status !== 200) otherAnswers.push(`${path}: ${[...texts].join(' | ')}`);
        return dataOf<Data>(first);
      }
      const ids: string[] = [];
      await ask('/processes', { definition: everything, format: 'bpmn_xml' });
      await Promise.all(
        Array.from({ length: instances }, async (_none, index) => {
          const { instance_id: id } = await ask<StartedInstance>('/processes/everything/instances', {
            business_key: `order-${index}`,
          });
          ids.push(id);
          const task = await onlyTask(api, id);
          await ask(`/tasks/${task}/claim`, {}, id);
          await ask(`/tasks/${task}/complete`, { variables: { done: index } }, id);
          await ask(`/instances/${id}/suspend`, {}, id);
          await ask(`/instances/${id}/resume`, {}, id);
        }),
      );
      const wanted = { type: 'ship', worker: 'w', max_jobs: instances, lock_duration_ms: 60_000 };
      const { jobs } = dataOf<ActivatedJobs>(await api.post('/jobs/activate', wanted));
      await Promise.all(
        jobs.map(async ({ job_id: jobId, lock_token: token, instance_id: id }, index) => {
          await ask(`/jobs/${jobId}/extend`, { lock_token: token, duration_ms: 120_000 }, id);
          await ask(`/jobs/${jobId}/complete`, { lock_token: token, variables: {} }, id);
          // One in two carries an id of its own.
          const own = index % 2 === 0 ? {} : { message_id: `ping-${id}`, time_to_live: 'PT1H' };
          await ask('/messages', { name: 'ping', instance_id: id, variables: {}, ...own }, id);
          await ask('/signals', { name: 'news', instance_id: id, variables: {} }, id);
          await ask(`/instances/${id}/modify`, { instructions: [{ activate: 'rest' }] }, id);
          await ask(`/instances/${id}/cancel`, {}, id);
        }),
      );
      const histories = new Map<string, string>();
      for (const id of ids) {
        const { events } = dataOf<Journal>(await api.get(`/instances/${id}/journal?limit=200`));
        histories.set(id, events.map(({ type }) => type).join(' '));
      }
      const expected = histories.get(ids[0] ?? '');
      const doubled = [...histories.values()].filter((history) => history !== expected);
      const { instances: terminated } = dataOf<{ readonly instances: readonly unknown[] }>(
        await api.get('/instances?process_id=everything&status=terminated&limit=200'),
      );
      const errors = server.errors();
      await server.stop();
      printFigures('R-13 duplicate-delivery', {
        store,
        requests,
        sent,
        acked: requests,
        lost: instances - jobs.length,
        doubled: doubled.length,
        'other answers': otherAnswers.length,
        total: since(began),
      });
      expect({ otherAnswers, doubled, jobs: jobs.length, errors }).toEqual({
        otherAnswers: [],
        doubled: [],
        jobs: instances,
        errors: [],
      });
      expect(terminated).toHaveLength(instances);
    }, 300_000);
  },
);

async function onlyTask(api: Api, instanceId: string): Promise<string> {
  const { tasks } = dataOf<TaskList>(await api.get(`/tasks?instance_id=${instanceId}`));
  return tasks[0]?.id ?? '';
}

describe.each(testDatabases)(
  'R-13: effects on %s that two nodes carry out at the same time',
  (kind, openFresh) => {
    it('happen once', async () => {
      const database = await openFresh();
      const nodes = await Promise.all([openTestRuntime(database), openTestRuntime(database)]);
      const [first] = nodes;
      if (first === undefined) throw new Error('Expected a node');
      await first.deploy(oneTask);
      const { tenantId } = tester;
      const definition = await first.runtime.definitions.latest(tenantId, 'one-task');
      if (definition === null) throw new Error('Expected a definition');
      const { definitionId, version } = definition;
      const rows = Array.from(
        { length: instances },
        (): Outgoing => ({
          tenantId,
          id: first.runtime.newId(),
          lockedUntil: first.runtime.outboxLease(),
          effect: {
            kind: 'start',
            instanceId: first.runtime.newId(),
            definitionId,
            version,
            startElementId: 'start',
            businessKey: null,
            triggerVariables: {},
            conversationId: null,
          },
        }),
      );
      await database.transaction({ kind: 'runtime' }, (transaction) => insertOutgoing(transaction, rows));
      await Promise.all(nodes.flatMap(({ runtime }) => [runtime.route(rows), runtime.route(rows)]));
      const [left] = await database.transaction({ kind: 'owner' }, (transaction) =>
        transaction.query<{ rows: number; instances: number }>(
          `SELECT (SELECT count(*)::int FROM wbpm_outbox) AS rows,
           (SELECT count(*)::int FROM wbpm_process_instances) AS instances`,
        ),
      );
      const gaps = await allInstanceFaults(database);
      await Promise.all(nodes.map(({ runtime }) => runtime.stop()));
      await database.close();
      printFigures('R-13 outbox-twice', {
        store: kind,
        effects: rows.length,
        carried: 4 * rows.length,
        lost: left?.rows ?? 0,
        doubled: (left?.instances ?? 0) - rows.length,
        gaps: gaps.length,
      });
      expect(left).toEqual({ rows: 0, instances: rows.length });
      expect(gaps).toEqual([]);
      expect(nodes.flatMap(({ errors }) => errors)).toEqual([]);
    });
  },
);
