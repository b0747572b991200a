import type { JsonObject } from '@wbpm/engine';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { broadcastSignal } from '../processes/broadcast-signal.ts';
import { deleteProcess } from '../processes/delete-process.ts';
import { deployProcess } from '../processes/deploy-process.ts';
import { type MessageToPublish, publishMessage } from '../processes/publish-message.ts';
import type { Database } from '../store/database.ts';
import type { Outgoing } from '../store/effect.ts';
import { insertOutgoing } from '../store/outbox.ts';
import { bpmn, messages, onCycle, onMessage, onSignal, signals } from '../testing/bpmn.ts';
import { allInstanceFaults } from '../testing/journal-faults.ts';
import { testDatabases } from '../testing/test-databases.ts';
import { openTestRuntime, type TestRuntime, tester } from '../testing/test-runtime.ts';
import { advanceClock } from './advance-clock.ts';

const { tenantId } = tester;

const asking = bpmn({
  id: 'asking',
  roots: messages('question', 'answer'),
  nodes: `<startEvent id="start" />
    <intermediateThrowEvent id="ask">${onMessage('question')}</intermediateThrowEvent>
    <intermediateCatchEvent id="hear">${onMessage('answer')}</intermediateCatchEvent>
    <endEvent id="end" />`,
  flows: ['start > ask > hear > end'],
});
const answering = bpmn({
  id: 'answering',
  roots: messages('question', 'answer'),
  nodes: `<startEvent id="start">${onMessage('question')}</startEvent>
    <userTask id="think" name="think" />
    <endEvent id="end">${onMessage('answer')}</endEvent>`,
  flows: ['start > think > end'],
});
const listening = bpmn({
  id: 'listening',
  roots: signals('news'),
  nodes: `<startEvent id="start" />
    <intermediateCatchEvent id="hear">${onSignal('news')}</intermediateCatchEvent>
    <endEvent id="end" />`,
  flows: ['start > hear > end'],
});
const startedBySignal = bpmn({
  id: 'started-by-signal',
  roots: signals('news'),
  nodes: `<startEvent id="start">${onSignal('news')}</startEvent>
    <userTask id="read" name="read" /><endEvent id="end" />`,
  flows: ['start > read > end'],
});
const calling = bpmn({
  id: 'calling',
  nodes: `<startEvent id="start" />
    <callActivity id="call" calledElement="called">
      <extensionElements><camunda:in variables="all" /><camunda:out variables="all" /></extensionElements>
    </callActivity>
    <userTask id="after" name="after" /><endEvent id="end" />`,
  flows: ['start > call > after > end'],
});
const callingMany = bpmn({
  id: 'calling-many',
  nodes: `<startEvent id="start" />
    <callActivity id="call" calledElement="short">
      <multiInstanceLoopCharacteristics><loopCardinality>150</loopCardinality></multiInstanceLoopCharacteristics>
    </callActivity>
    <endEvent id="end" />`,
  flows: ['start > call > end'],
});
const short = bpmn({
  id: 'short',
  nodes: `<startEvent id="start" /><endEvent id="end" />`,
  flows: ['start > end'],
});
const called = bpmn({
  id: 'called',
  nodes: `<startEvent id="start" /><userTask id="work" name="work" /><endEvent id="end" />`,
  flows: ['start > work > end'],
});
const ordering = bpmn({
  id: 'ordering',
  roots: messages('order'),
  nodes: `<startEvent id="start">${onMessage('order')}</startEvent>
    <userTask id="pack" name="pack" /><endEvent id="end" />`,
  flows: ['start > pack > end'],
});
const nightly = bpmn({
  id: 'nightly',
  nodes: `<startEvent id="start">${onCycle('R3/PT1H')}</startEvent>
    <userTask id="look" name="look" /><endEvent id="end" />`,
  flows: ['start > look > end'],
});

describe.each(testDatabases)('routing between instances on %s', (_kind, openFresh) => {
  let database: Database;
  let node: TestRuntime;

  beforeAll(async () => {
    database = await openFresh();
    node = await openTestRuntime(database);
    for (const xml of [asking, answering, listening, startedBySignal, calling, called]) await deploy(xml);
  });
  afterAll(async () => {
    expect(node.errors).toEqual([]);
    expect(await allInstanceFaults(database)).toEqual([]);
    expect(await rows('SELECT kind, payload FROM wbpm_outbox')).toEqual([]);
    await node.runtime.stop();
    await database.close();
  });

  async function deploy(definition: string): Promise<void> {
    const written = { kind: 'text', definition: { definition, format: 'bpmn_xml' } } as const;
    await deployProcess(node.useCase, written);
  }
  async function rows<Row extends object>(sql: string, ...parameters: string[]): Promise<Row[]> {
    return database.transaction({ kind: 'runtime' }, (transaction) =>
      transaction.query<Row>(sql, parameters),
    );
  }
  async function instancesOf(processId: string): Promise<string[]> {
    await node.runtime.atRest();
    const found = await rows<{ instance_id: string }>(
      'SELECT instance_id FROM wbpm_process_instances WHERE process_id = $1 ORDER BY instance_id',
      processId,
    );
    return found.map((row) => row.instance_id);
  }
  async function complete(instanceId: string, elementId: string, variables: JsonObject = {}) {
    const [element] = await node.waiting(instanceId, elementId);
    await node.completeTask(instanceId, element?.id ?? '', variables);
    await node.runtime.atRest();
  }
  const statusOf = async (instanceId: string) => (await node.state(instanceId)).status;
  const publish = (message: Partial<MessageToPublish> & { readonly name: string }) =>
    publishMessage(node.useCase, {
      correlationKey: null,
      correlation: [],
      businessKey: null,
      instanceId: null,
      variables: {},
      livesMs: 0,
      messageId: null,
      ...message,
    });

  it('a thrown message starts a process, whose answer comes back to the one that asked', async () => {
    const [first, second] = [await node.start('asking'), await node.start('asking')];
    const [answersFirst = '', answersSecond = ''] = await instancesOf('answering');
    await complete(answersSecond, 'think');
    expect([await statusOf(first), await statusOf(second)]).toEqual(['active', 'completed']);
    await complete(answersFirst, 'think');
    expect(await statusOf(first)).toBe('completed');
  });

  it('a message nobody waits for yet is kept as long as it may be', async () => {
    expect((await publish({ name: 'answer' })).response).toEqual({ result: 'none', instance_ids: [] });
    const kept = await publish({ name: 'answer', livesMs: 60_000, messageId: 'once' });
    expect(kept.response.result).toBe('buffered');
    await expect(publish({ name: 'answer', livesMs: 60_000, messageId: 'once' })).rejects.toThrow('once');
    const instanceId = await node.start('asking');
    await node.runtime.atRest();
    expect(await statusOf(instanceId)).toBe('completed');
    expect(await rows('SELECT 1 FROM wbpm_buffered_messages')).toEqual([]);
    await expect(publish({ name: 'answer', livesMs: 60_000, messageId: 'once' })).rejects.toThrow('once');
  });

  it('a message id is taken once while its message lives, also when somebody had it at once', async () => {
    const [first, second] = [await node.start('asking'), await node.start('asking')];
    const message = { name: 'answer', livesMs: 60_000, messageId: 'at-once' };
    const correlated = await publish({ ...message, instanceId: first });
    expect(correlated.response).toEqual({ result: 'correlated', instance_ids: [first] });
    await expect(publish({ ...message, instanceId: second })).rejects.toThrow('at-once');
    expect(await statusOf(second)).toBe('active');
    node.clock.set(node.clock.now() + 60_001);
    const later = await publish({ ...message, instanceId: second });
    expect(later.response).toEqual({ result: 'correlated', instance_ids: [second] });
  });

  it('one message id at the same time goes to one', async () => {
    const instances = await Promise.all(Array.from({ length: 5 }, () => node.start('asking')));
    const message = { name: 'answer', livesMs: 60_000, messageId: 'together' };
    const answers = await Promise.allSettled(
      instances.map((instanceId) => publish({ ...message, instanceId })),
    );
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const statuses = await Promise.all(instances.map(statusOf));
    expect(statuses.filter((status) => status === 'completed')).toHaveLength(1);
    for (const instanceId of instances) await publish({ name: 'answer', instanceId });
  });

  it('a process that is deployed takes the messages kept for its start event', async () => {
    const kept = [1, 2].map((n) => publish({ name: 'order', livesMs: 60_000, variables: { n } }));
    expect((await Promise.all(kept)).map(({ response }) => response.result)).toEqual([
      'buffered',
      'buffered',
    ]);
    await deploy(ordering);
    expect(await instancesOf('ordering')).toHaveLength(2);
    expect((await publish({ name: 'order', livesMs: 60_000 })).response.result).toBe('started');
    expect(await rows('SELECT 1 FROM wbpm_buffered_messages')).toEqual([]);
  });

  it('a message that a node died over is offered again', async () => {
    const instanceId = await node.start('asking');
    await node.runtime.atRest();
    await rows(
      `INSERT INTO wbpm_buffered_messages (tenant_id, buffered_id, message_id, name, payload, expires_at)
       VALUES ('default', $1::uuid, $1::text, 'answer', $2::json, now() + interval '1 hour')`,
      uuidv7(),
      JSON.stringify({
        messageId: 'm',
        name: 'answer',
        correlationKey: null,
        variables: {},
        businessKey: null,
        instanceId: null,
        correlation: [],
        sender: null,
      }),
    );
    await node.runtime.takeLeftOver();
    expect(await statusOf(instanceId)).toBe('completed');
  });

  it('a message answers the same to the same key', async () => {
    const instanceId = await node.start('asking');
    const idempotency = { userId: 'tester', key: 'publish', requestHash: 'h' };
    const useCase = { ...node.useCase, idempotency };
    const message = {
      name: 'answer',
      correlationKey: null,
      correlation: [],
      businessKey: null,
      instanceId,
      variables: {},
      livesMs: 0,
      messageId: null,
    };
    const first = await publishMessage(useCase, message);
    expect(first.response).toEqual({ result: 'correlated', instance_ids: [instanceId] });
    expect(await publishMessage(useCase, message)).toEqual({ ...first, replayed: true });
  });

  it('a signal reaches everybody who waits, and starts what it starts', async () => {
    const waiting = [await node.start('listening'), await node.start('listening')];
    const signal = { name: 'news', variables: {}, instanceId: null };
    const { response } = await broadcastSignal(node.useCase, signal);
    const [started = ''] = await instancesOf('started-by-signal');
    expect(response.received_by).toBe(3);
    expect([...response.instance_ids].sort()).toEqual([...waiting, started].sort());
    expect(await Promise.all(waiting.map(statusOf))).toEqual(['completed', 'completed']);
    expect((await broadcastSignal(node.useCase, { ...signal, name: 'silence' })).response).toEqual({
      received_by: 0,
      instance_ids: [],
    });
  });

  it('a signal to more than fit into one step reaches all of them', async () => {
    const waiting = await Promise.all(Array.from({ length: 510 }, () => node.start('listening')));
    const signal = { name: 'news', variables: {}, instanceId: null };
    const { response } = await broadcastSignal(node.useCase, signal);
    await node.runtime.atRest();
    expect(response.received_by).toBe(511);
    const [open] = await rows<{ count: number }>(
      "SELECT count(*)::int AS count FROM wbpm_process_instances WHERE process_id = 'listening' AND end_time IS NULL",
    );
    expect(open?.count).toBe(0);
    expect(await statusOf(waiting.at(-1) ?? '')).toBe('completed');
  });

  it('a called process gives its variables back', async () => {
    const parent = await node.start('calling', { order: 1 });
    const child = (await instancesOf('called')).at(-1) ?? '';
    expect((await node.state(child)).parent?.instanceId).toBe(parent);
    expect({ ...(await node.state(child)).variables.get(child) }).toEqual({ order: 1 });
    await complete(child, 'work', { price: 5 });
    expect(await node.waiting(parent, 'after')).toHaveLength(1);
    expect((await node.state(parent)).variables.get(parent)).toMatchObject({ price: 5 });
  });

  it('many calls of one instance at once start an instance each, and all of them answer', async () => {
    await deploy(short);
    await deploy(callingMany);
    const instanceId = await node.start('calling-many');
    const children = await instancesOf('short');
    expect(children).toHaveLength(150);
    expect(await statusOf(instanceId)).toBe('completed');
  });

  it('a called instance is cancelled with its caller, and its own cancellation is an incident', async () => {
    const first = await node.start('calling');
    const child = (await instancesOf('called')).at(-1) ?? '';
    await node.execute(first, { type: 'cancelInstance', reason: null });
    await node.runtime.atRest();
    expect(await statusOf(child)).toBe('terminated');
    const second = await node.start('calling');
    const other = (await instancesOf('called')).at(-1) ?? '';
    await node.execute(other, { type: 'cancelInstance', reason: null });
    await node.runtime.atRest();
    expect([...(await node.state(second)).incidents.values()]).toHaveLength(1);
  });

  it('what comes for a suspended instance waits until it is resumed', async () => {
    const parent = await node.start('calling');
    const child = (await instancesOf('called')).at(-1) ?? '';
    await node.execute(parent, { type: 'suspendInstance' });
    await complete(child, 'work');
    await node.execute(parent, { type: 'resumeInstance' });
    await node.runtime.atRest();
    await node.runtime.takeLeftOver();
    expect(await node.waiting(parent, 'after')).toHaveLength(1);
  });

  it('an effect happens once, however many nodes take it up', async () => {
    const other = await openTestRuntime(database);
    const definition = await node.runtime.definitions.latest(tenantId, 'called');
    const before = (await instancesOf('called')).length;
    const effects: Outgoing[] = Array.from({ length: 20 }, () => ({
      tenantId,
      id: uuidv7(),
      lockedUntil: 0,
      effect: {
        kind: 'startCall',
        childInstanceId: uuidv7(),
        calledElement: 'called',
        version: 'latest',
        definitionId: definition?.definitionId ?? '',
        conversationId: uuidv7(),
        parent: { instanceId: uuidv7(), elementInstanceId: uuidv7() },
        businessKey: null,
        variables: {},
      },
    }));
    await database.transaction({ kind: 'runtime' }, (transaction) => insertOutgoing(transaction, effects));
    await Promise.all(
      [node, other].flatMap(({ runtime }) => [runtime.route(effects), runtime.takeLeftOver()]),
    );
    await other.runtime.atRest();
    expect((await instancesOf('called')).length - before).toBe(20);
    expect(other.errors).toEqual([]);
    await other.runtime.stop();
  });

  it('a start timer starts an instance each time it is due, until its process is deleted', async () => {
    const timed = await openTestRuntime(database);
    const written = { kind: 'text', definition: { definition: nightly, format: 'bpmn_xml' } } as const;
    await deployProcess(timed.useCase, written);
    await advanceClock(database, timed.runtime, timed.clock, timed.clock.now() + 2.5 * 3_600_000);
    expect(await instancesOf('nightly')).toHaveLength(2);
    await deleteProcess(timed.useCase, 'nightly', true);
    await advanceClock(database, timed.runtime, timed.clock, timed.clock.now() + 3_600_000);
    expect(await instancesOf('nightly')).toHaveLength(2);
    await timed.runtime.stop();
  });
});
