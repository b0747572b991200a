import { expect, test } from 'vitest';
import { end, processOf, sequence, start, userTask } from '../../testing/model.ts';
import { instanceId, run, startedAt } from '../../testing/run.ts';

test('a process without work completes in the command that starts it', () => {
  const instance = run(sequence());
  expect(instance.status).toBe('completed');
  expect(instance.completed).toEqual(['start', 'end']);
  expect(instance.state.endedAt).toBe(startedAt);
});

test('an instance knows what it was started as', () => {
  const { state, events } = run(sequence(userTask('a')), { variables: { x: 1 } });
  expect(state).toMatchObject({
    processId: 'p',
    definitionId: 'definition',
    version: 1,
    businessKey: 'key',
    startedAt,
    endedAt: null,
    status: 'active',
  });
  expect(events[0]).toEqual({
    type: 'instanceStarted',
    instanceId,
    processId: 'p',
    definitionId: 'definition',
    version: 1,
    businessKey: 'key',
  });
});

test('variables given at the start belong to the instance', () => {
  expect(run(sequence(userTask('a')), { variables: { x: 1 } }).variables).toEqual({ x: 1 });
});

test('a start event sends a token over each of its flows', () => {
  const instance = run(
    processOf([start(), userTask('a'), userTask('b'), end()], 'start > a > end', 'start > b > end'),
  );
  expect(instance.live).toEqual(['a', 'b']);
});

test('a start event without a flow leaves nothing to do', () => {
  expect(run(processOf([start()])).status).toBe('completed');
});
