import { describe, expect, test } from 'vitest';
import type { Trigger } from '../../model/event-definition.ts';
import type { JsonObject } from '../../model/json.ts';
import { graphOf, type ProcessGraph } from '../../model/process-graph.ts';
import {
  end,
  eventSubProcess,
  feel,
  inside,
  onMessage,
  onSignal,
  onTimer,
  processOf,
  sequence,
  start,
  startOn,
  userTask,
} from '../../testing/model.ts';
import { Run, run } from '../../testing/run.ts';
import type { CommandOf } from '../command.ts';

const startCommand: CommandOf<'startInstance'> = {
  type: 'startInstance',
  instanceId: 'instance',
  definitionId: 'd',
  version: 1,
  businessKey: null,
  variables: {},
  startElementId: null,
  triggerVariables: {},
  parent: null,
};

test('the initiator is who starts the instance, and nobody where it starts by what occurred', () => {
  const graph = graphOf({ ...sequence(userTask('a')).model, initiator: 'by' });
  const startedBy = (who: { readonly startedBy?: string }) =>
    new Run(graph).execute({ ...startCommand, variables: { by: 'somebody else' }, ...who });
  const set = (by: string | null): unknown =>
    expect.objectContaining({ type: 'variablesSet', variables: { by } });
  expect(startedBy({ startedBy: 'ann' })).toContainEqual(set('ann'));
  expect(startedBy({})).toContainEqual(set(null));
});

test('an instance starts once', () => {
  expect(run(sequence(userTask('a'))).refused(startCommand)).toEqual({
    code: 'INSTANCE_EXISTS',
    message: 'Expected no instance instance yet',
  });
});

test('an instance that was not started takes no command', () => {
  expect(new Run(sequence(userTask('a'))).refused({ type: 'suspendInstance' })).toEqual({
    code: 'INSTANCE_NOT_FOUND',
    message: 'Expected the instance to exist, but found none',
  });
});

test('a process without a start event begins where no flow leads to', () => {
  expect(run(processOf([userTask('a'), userTask('b'), end()], 'a > end')).live).toEqual(['a', 'b']);
});

test('a process that only events start cannot be started without one', () => {
  const instance = new Run(processOf([startOn('called', onMessage('call')), userTask('a')], 'called > a'));
  const command: CommandOf<'startInstance'> = {
    type: 'startInstance',
    instanceId: 'instance',
    definitionId: 'd',
    version: 1,
    businessKey: null,
    variables: {},
    startElementId: null,
    triggerVariables: {},
    parent: null,
  };
  expect(instance.refused(command).code).toBe('START_ELEMENT_UNKNOWN');
  expect(instance.refused({ ...command, startElementId: 'nowhere' }).code).toBe('START_ELEMENT_UNKNOWN');
  instance.execute({ ...command, startElementId: 'called', triggerVariables: { from: 'ann' } });
  expect(instance.live).toEqual(['a']);
  expect(instance.variables).toEqual({ from: 'ann' });
});

test('an instance whose event subprocesses wait for what cannot be evaluated is not started', () => {
  const keyed = startOn('asked', onMessage('m', feel('order')));
  const graph = processOf(
    [start(), userTask('a'), eventSubProcess('es'), ...inside('es', keyed)],
    'start > a',
  );
  expect(new Run(graph).refused(startCommand).code).toBe('START_EXPRESSION_FAILED');
  expect(run(graph, { variables: { order: 7 } }).live).toEqual(['a']);
});

describe('a parallel multiple start event', () => {
  const needing = (...triggers: Trigger[]) =>
    processOf(
      [{ ...startOn('asked', ...triggers), parallelMultiple: true }, userTask('a'), end()],
      'asked > a > end',
    );
  const startedBy = (graph: ProcessGraph, startTriggerIndex: number, triggerVariables: JsonObject = {}) => {
    const instance = new Run(graph, { restarts: true });
    instance.execute({ ...startCommand, startElementId: 'asked', startTriggerIndex, triggerVariables });
    return instance;
  };
  const keyed = onMessage('paid', feel('order'));

  test('waits for the other triggers, with the key the first one brought', () => {
    const instance = startedBy(needing(onMessage('placed'), keyed), 0, { order: 7 });
    expect(instance.live).toEqual(['asked']);
    expect(instance.awaited('asked')).toMatchObject({
      triggerIndex: 1,
      awaited: { kind: 'message', name: 'paid', correlationKey: '7' },
    });
    instance.receive('asked', { amount: 10 });
    expect(instance.live).toEqual(['a']);
    expect(instance.variables).toEqual({ order: 7, amount: 10 });
  });

  test('takes any message while nothing is known of its key', () => {
    const instance = startedBy(needing(onSignal('go'), keyed), 0);
    expect(instance.awaited('asked').awaited).toMatchObject({ name: 'paid', correlationKey: null });
  });

  test('waits for each of three', () => {
    const instance = startedBy(needing(onSignal('go'), onMessage('m'), onTimer('duration', 'PT1H')), 1);
    const [signal, timer] = [...instance.state.subscriptions.values()];
    instance.execute({ type: 'receiveSignal', subscriptionId: signal?.id ?? '', variables: {} });
    expect(instance.live).toEqual(['asked']);
    instance.execute({ type: 'fireTimer', subscriptionId: timer?.id ?? '' });
    expect(instance.live).toEqual(['a']);
  });

  test('that somebody starts by hand waits for nothing', () => {
    const instance = new Run(needing(onSignal('go'), keyed));
    instance.execute({ ...startCommand, startElementId: 'asked' });
    expect(instance.live).toEqual(['a']);
  });

  test('goes with its instance', () => {
    const instance = startedBy(needing(onSignal('go'), keyed), 0);
    instance.cancel();
    expect(instance.state.subscriptions.size).toBe(0);
  });
});
