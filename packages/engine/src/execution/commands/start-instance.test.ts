import { expect, test } from 'vitest';
import { end, onMessage, processOf, sequence, startOn, userTask } from '../../testing/model.ts';
import { Run, run } from '../../testing/run.ts';
import type { Command } from '../command.ts';

const startCommand: Command = {
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
  const command: Command = {
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
