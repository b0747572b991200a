import { describe, expect, test } from 'vitest';
import { end, exclusive, flow, parallel, processOf, start, userTask } from '../../testing/model.ts';
import { run } from '../../testing/run.ts';

const choice = (defaultFlowId: string | null = null) =>
  processOf(
    [start(), exclusive('choose', defaultFlowId), userTask('a'), userTask('b'), userTask('c'), end()],
    'start > choose',
    flow('choose', 'a', 'n > 10'),
    flow('choose', 'b', 'n > 5'),
    ...(defaultFlowId === null ? [] : [flow('choose', 'c')]),
  );

test('an exclusive gateway takes the first flow whose condition holds, in the order of the model', () => {
  expect(run(choice(), { variables: { n: 20 } }).live).toEqual(['a']);
  expect(run(choice(), { variables: { n: 7 } }).live).toEqual(['b']);
});

test('it takes the default flow when no condition holds', () => {
  expect(run(choice('choose>c'), { variables: { n: 1 } }).live).toEqual(['c']);
  expect(run(choice('choose>c'), { variables: { n: 7 } }).live).toEqual(['b']);
});

test('a flow without a condition holds always', () => {
  const graph = processOf(
    [start(), exclusive('choose'), userTask('a'), userTask('b')],
    'start > choose',
    flow('choose', 'a', 'n > 10'),
    flow('choose', 'b'),
  );
  expect(run(graph, { variables: { n: 1 } }).live).toEqual(['b']);
});

test('it passes every token on at once: exclusive merges do not wait', () => {
  const instance = run(
    processOf(
      [start(), parallel('fork'), exclusive('merge'), userTask('a'), userTask('b'), userTask('after')],
      'start > fork > a > merge > after',
      'fork > b > merge',
    ),
  );
  instance.complete('a');
  expect(instance.live).toEqual(['b', 'after']);
});

test('a gateway that nothing leaves ends its token', () => {
  expect(run(processOf([start(), exclusive('choose')], 'start > choose')).status).toBe('completed');
});

describe('when nothing holds and there is no default flow', () => {
  test('the token stops at the gateway with an incident', () => {
    const instance = run(choice(), { variables: { n: 1 } });
    expect(instance.incident('choose')).toMatchObject({
      code: 'NO_FLOW_TAKEN',
      message:
        "Expected a condition of a flow leaving 'choose' to hold, but none does and there is no default flow",
    });
    expect(instance.one('choose').status).toBe('completing');
    expect(instance.status).toBe('active');
  });

  test('it goes on after variables were set and the incident is resolved', () => {
    const instance = run(choice(), { variables: { n: 1 } });
    instance.set({ n: 7 });
    expect(instance.incidents).toHaveLength(1);
    instance.resolve('choose');
    expect(instance.live).toEqual(['b']);
    expect(instance.incidents).toEqual([]);
  });

  test('a new incident takes its place when it fails again', () => {
    const instance = run(choice(), { variables: { n: 1 } });
    const first = instance.incident('choose').id;
    instance.resolve('choose');
    expect(instance.incident('choose').id).not.toBe(first);
  });
});

test('a condition that cannot be evaluated is an incident, whatever the default', () => {
  const instance = run(choice('choose>c'), { variables: { other: 1 } });
  expect(instance.incident('choose').code).toBe('EXPRESSION_ERROR');
  instance.resolve('choose', { n: 11 });
  expect(instance.live).toEqual(['a']);
});
