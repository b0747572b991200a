import { expect, test } from 'vitest';
import { end, processOf, sequence, userTask } from '../../testing/model.ts';
import { Run, run } from '../../testing/run.ts';
import type { Command } from '../command.ts';

const startCommand: Command = {
  type: 'startInstance',
  instanceId: 'instance',
  definitionId: 'd',
  version: 1,
  businessKey: null,
  variables: {},
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

test('a process without a start event is a defect of whoever deployed it', () => {
  expect(() => run(processOf([end()]))).toThrow("Expected process 'p' to have a start event");
});
