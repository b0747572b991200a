import { randomUUID } from 'node:crypto';
import {
  type Awaited,
  apply,
  type Event,
  type InstanceState,
  type JournalEntry,
  stateToJson,
} from '@wbpm/engine';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commitChanges } from '../store/commit-changes.ts';
import type { Database } from '../store/database.ts';
import type { Consumed, InstanceChange } from '../store/instance-change.ts';
import { loadInstances } from '../store/load-instances.ts';
import { instanceFaults } from '../testing/journal-faults.ts';
import { testDatabases } from '../testing/test-databases.ts';
import { journalRoot } from './journal-hash.ts';
import { everyValueInItsRow } from './large-values.ts';
import { projectChange } from './project-change.ts';
import { noStoredRows, storedRowsAfter, storedRowsOf } from './stored-rows.ts';

const tenantId = 'default';

/** An instance that lives by the events it is given: what is stored must be what they add up to. */
function recording(database: Database, instanceId = uuidv7()) {
  let state: InstanceState | null = null;
  let rows = noStoredRows();
  let hash = journalRoot;
  return {
    instanceId,
    async turn(...events: readonly Event[]): Promise<InstanceChange> {
      return this.consuming([], ...events);
    },
    async consuming(consumes: readonly Consumed[], ...events: readonly Event[]): Promise<InstanceChange> {
      const firstSeq: number = (state?.sequence ?? 0) + 1;
      const entry: JournalEntry = { firstSeq, at: 1_000, actor: 'ann', command: 'test', events };
      for (const event of events) state = apply(state, event, entry.at);
      if (state === null) throw new Error('Expected the instance to start');
      const change = projectChange(
        {
          tenantId,
          state,
          sequenceBefore: firstSeq - 1,
          hashBefore: hash,
          startedBy: 'ann',
          uniqueKey: null,
          conversationId: null,
          entries: [entry],
          unfinishedSteps: null,
          keys: [],
          fences: [],
          consumes,
        },
        rows,
        () => null,
        5_000,
        65_536,
      );
      const outcomes = await database.transaction({ kind: 'runtime' }, (transaction) =>
        commitChanges(transaction, [change]),
      );
      expect(outcomes.get(change)).toEqual({ kind: 'committed' });
      rows = storedRowsAfter(rows, change);
      hash = change.instance.journalHash;
      const [loaded] = await database.transaction({ kind: 'runtime' }, (transaction) =>
        loadInstances(transaction, [{ tenantId, instanceId }]),
      );
      if (loaded === undefined) throw new Error('Expected the instance to be stored');
      const stored = await everyValueInItsRow.instance(loaded);
      expect(stateToJson(stored.state)).toEqual(stateToJson(state));
      expect(sorted(storedRowsOf(stored.state))).toEqual(sorted(rows));
      expect(await instanceFaults(database, { tenantId, instanceId })).toEqual([]);
      return change;
    },
  };
}

function sorted(rows: ReturnType<typeof noStoredRows>): object {
  return {
    scopes: [...rows.scopes].sort(),
    loops: [...rows.loops].sort(),
    compensations: [...rows.compensations].sort(),
    subscriptions: [...rows.subscriptions].map(([host, ids]) => [host, [...ids].sort()]).sort(),
  };
}

const started = (instanceId: string, parent?: { instanceId: string; elementInstanceId: string }): Event => ({
  type: 'instanceStarted',
  instanceId,
  processId: 'p',
  definitionId: randomUUID(),
  version: 1,
  businessKey: 'key',
  ...(parent === undefined ? {} : { parent }),
});

const ready = (
  elementId: string,
  elementInstanceId: string,
  scopeId: string,
  more: { readonly index?: number } = {},
): Event => ({ type: 'elementReady', elementId, elementInstanceId, scopeId, flowId: null, ...more });

const of = (elementId: string, elementInstanceId: string) => ({ elementId, elementInstanceId });

/** A user task, so that the instance never waits for nothing. */
function waiting(scopeId: string, id = uuidv7()): readonly Event[] {
  return [
    ready('wait', id, scopeId),
    { type: 'elementActivated', ...of('wait', id) },
    { type: 'waitStarted', ...of('wait', id), wait: 'trigger' },
  ];
}

describe.each(testDatabases)('the rows of a change on %s', (_kind, openFresh) => {
  let database: Database;
  beforeAll(async () => {
    database = await openFresh();
  });
  afterAll(() => database.close());

  it('hold subscriptions until they are closed or their host ends', async () => {
    const { instanceId, turn } = recordingOf();
    const [host, message, signal, timer, condition] = [uuidv7(), uuidv7(), uuidv7(), uuidv7(), uuidv7()];
    const opened = (subscriptionId: string, triggerIndex: number, awaited: Awaited): Event => ({
      type: 'subscriptionOpened',
      ...of('e', host),
      subscriptionId,
      triggerIndex,
      awaited,
    });
    await turn(
      started(instanceId),
      ...waiting(instanceId),
      ready('e', host, instanceId),
      { type: 'elementActivated', ...of('e', host) },
      opened(message, 0, { kind: 'message', name: 'm', correlationKey: 'k' }),
      opened(signal, 1, { kind: 'signal', name: 's' }),
      opened(timer, 2, { kind: 'timer', dueAt: 10_000, repeat: { every: 'PT1S', left: 2 } }),
      opened(condition, 3, { kind: 'conditional', held: false }),
      { type: 'waitStarted', ...of('e', host), wait: 'event' },
    );
    const rescheduled = await turn(
      {
        type: 'eventTriggered',
        ...of('e', host),
        subscriptionId: timer,
        kind: 'timer',
        awaited: { kind: 'timer', dueAt: 11_000, repeat: { every: 'PT1S', left: 1 } },
      },
      {
        type: 'eventTriggered',
        ...of('e', host),
        subscriptionId: condition,
        kind: 'conditional',
        awaited: { kind: 'conditional', held: true },
      },
    );
    expect(rescheduled.elements).toEqual({ inserted: [], updated: [], deleted: [] });
    await turn({ type: 'conditionLapsed', ...of('e', host), subscriptionId: condition });
    const closed = await turn({ type: 'subscriptionClosed', ...of('e', host), subscriptionId: signal });
    expect(closed.subscriptions.deleted).toEqual([signal]);
    const ended = await turn({ type: 'elementTerminated', ...of('e', host) });
    expect(ended.timers.deleted).toEqual([timer]);
    expect([...ended.subscriptions.deleted].sort()).toEqual([message, condition].sort());
  });

  it('leave out what came and went within the turn', async () => {
    const { instanceId, turn } = recordingOf();
    const [element, subscription, job] = [uuidv7(), uuidv7(), uuidv7()];
    const change = await turn(
      started(instanceId),
      ...waiting(instanceId),
      ready('e', element, instanceId),
      { type: 'elementActivated', ...of('e', element) },
      {
        type: 'subscriptionOpened',
        ...of('e', element),
        subscriptionId: subscription,
        triggerIndex: 0,
        awaited: { kind: 'signal', name: 's' },
      },
      { type: 'variablesSet', scopeId: element, variables: { a: 1 } },
      { type: 'elementTerminated', ...of('e', element) },
      ready('j', job, instanceId),
      { type: 'elementActivated', ...of('j', job) },
      { type: 'jobCreated', ...of('j', job), jobType: 't', retries: 1, headers: {} },
      { type: 'elementTerminated', ...of('j', job) },
    );
    expect(change.elements.inserted).toHaveLength(1);
    expect(change.elements.deleted).toEqual([]);
    expect(change.subscriptions).toEqual({ opened: [], held: [], deleted: [] });
    expect(change.jobs).toEqual({ created: [], retried: [], deleted: [] });
    expect(change.variables).toEqual({ set: [], deletedScopes: [] });
  });

  it('hold a loop by its counters, its items and its outputs, each written once', async () => {
    const { instanceId, turn } = recordingOf();
    const [body, first, second] = [uuidv7(), uuidv7(), uuidv7()];
    await turn(
      started(instanceId),
      ...waiting(instanceId),
      ready('loop', body, instanceId),
      { type: 'elementActivated', ...of('loop', body) },
      { type: 'loopStarted', ...of('loop', body), items: ['a', 'b'], total: 2 },
      ready('loop', first, body, { index: 0 }),
      { type: 'variablesSet', scopeId: first, variables: { item: 'a' } },
    );
    const one = await turn(
      { type: 'elementActivated', ...of('loop', first) },
      { type: 'elementCompleting', ...of('loop', first) },
      { type: 'loopItemEnded', ...of('loop', body), index: 0, status: 'completed', output: { a: 1 } },
      { type: 'elementCompleted', ...of('loop', first) },
      ready('loop', second, body, { index: 1 }),
    );
    expect(one.loops).toMatchObject({ items: [], outputs: [{ index: 0, value: '{"a":1}' }], deleted: [] });
    expect(one.variables.deletedScopes).toEqual([first]);
    const done = await turn(
      { type: 'loopItemEnded', ...of('loop', body), index: 1, status: 'terminated' },
      { type: 'elementTerminated', ...of('loop', second) },
      { type: 'elementCompleting', ...of('loop', body) },
      { type: 'elementCompleted', ...of('loop', body) },
    );
    expect(done.loops.deleted).toEqual([body]);
  });

  it('keep compensations in the order of completion, until they are closed or the instance ends', async () => {
    const { instanceId, turn } = recordingOf();
    const [one, two, three] = [uuidv7(), uuidv7(), uuidv7()];
    const wait = uuidv7();
    const kept = (compensationId: string): Event => ({
      type: 'compensationKept',
      ...of('a', uuidv7()),
      compensationId,
      scopeId: instanceId,
      variables: { x: 1 },
    });
    await turn(started(instanceId), ...waiting(instanceId, wait), kept(three), kept(one));
    await turn(kept(two));
    const closed = await turn({ type: 'compensationClosed', compensationId: one });
    expect(closed.compensations.deleted).toEqual([one]);
    const ended = await turn(
      { type: 'elementTerminated', ...of('wait', wait) },
      { type: 'instanceTerminated', reason: null },
    );
    expect([...ended.compensations.deleted].sort()).toEqual([two, three].sort());
  });

  it('close what waits at the instance itself when it ends', async () => {
    const { instanceId, turn } = recordingOf();
    const [wait, subscription] = [uuidv7(), uuidv7()];
    await turn(started(instanceId), ...waiting(instanceId, wait), {
      type: 'subscriptionOpened',
      ...of('start', instanceId),
      subscriptionId: subscription,
      triggerIndex: 0,
      awaited: { kind: 'message', name: 'm', correlationKey: null },
    });
    const change = await turn(
      { type: 'elementTerminated', ...of('wait', wait) },
      { type: 'instanceTerminated', reason: null },
    );
    expect(change.subscriptions.deleted).toEqual([subscription]);
  });

  it('put into the outbox what concerns others, under ids that follow from the events', async () => {
    const parent = { instanceId: uuidv7(), elementInstanceId: uuidv7() };
    const { instanceId, turn } = recordingOf();
    const wait = uuidv7();
    const child = uuidv7();
    const change = await turn(
      started(instanceId, parent),
      { type: 'variablesSet', scopeId: instanceId, variables: { total: 5 } },
      ...waiting(instanceId, wait),
      {
        type: 'messageThrown',
        ...of('wait', wait),
        messageId: uuidv7(),
        name: 'm',
        correlationKey: null,
        variables: {},
      },
      { type: 'escalationThrown', ...of('wait', instanceId), escalationCode: 'late', variables: {} },
      { type: 'callCancelled', ...of('wait', wait), childInstanceId: child },
    );
    expect(change.outbox.map(({ effect }) => effect)).toMatchObject([
      { kind: 'message', sender: { instanceId, businessKey: 'key', conversationId: instanceId } },
      { kind: 'escalateCall', parent, escalationCode: 'late' },
      { kind: 'cancelCall', childInstanceId: child },
    ]);
    expect(new Set(change.outbox.map(({ id }) => id)).size).toBe(3);
    const ended = await turn(
      { type: 'elementCompleting', ...of('wait', wait) },
      { type: 'elementCompleted', ...of('wait', wait) },
      { type: 'instanceCompleted' },
    );
    expect(ended.outbox.map(({ effect }) => effect)).toEqual([
      { kind: 'completeCall', parent, variables: { total: 5 } },
    ]);
  });

  it('are left out when what the change takes has been taken', async () => {
    const sender = recordingOf();
    const wait = uuidv7();
    const change = await sender.turn(started(sender.instanceId), ...waiting(sender.instanceId, wait), {
      type: 'signalThrown',
      ...of('wait', wait),
      signalId: uuidv7(),
      name: 's',
      variables: {},
    });
    const id = change.outbox[0]?.id ?? '';
    const receiver = recordingOf();
    await receiver.turn(started(receiver.instanceId), ...waiting(receiver.instanceId));
    const consumes = [{ from: 'outbox' as const, id }];
    const set: Event = { type: 'variablesSet', scopeId: receiver.instanceId, variables: { heard: true } };
    const taking = await receiver.consuming(consumes, set);
    const again = { ...taking, expectedSequence: taking.instance.sequence };
    const outcomes = await database.transaction({ kind: 'runtime' }, (transaction) =>
      commitChanges(transaction, [again]),
    );
    expect(outcomes.get(again)).toEqual({ kind: 'consumed', id });
  });

  function recordingOf() {
    const recorded = recording(database);
    return {
      instanceId: recorded.instanceId,
      turn: recorded.turn.bind(recorded),
      consuming: recorded.consuming.bind(recorded),
    };
  }
});
