import { describe, expect, test } from 'vitest';
import { callActivity, feel, juel, processOf } from '../../testing/model.ts';
import { run } from '../../testing/run.ts';
import { effectOf } from '../effects.ts';
import type { ParentCall } from '../parent-call.ts';

const calling = (passOut = {}) =>
  run(processOf([callActivity('call', 'other', { passOut: { every: 'none', mappings: [], ...passOut } })]));

describe('a call whose process', () => {
  test('could not be started waits with an incident that says so', () => {
    const instance = calling();
    const elementInstanceId = instance.one('call').id;
    instance.execute({ type: 'refuseCall', elementInstanceId, message: 'none there' });
    expect(instance.incident('call').code).toBe('CALLED_PROCESS_NOT_FOUND');
  });

  test('is suspended says that, and calls it anew when resolved', () => {
    const instance = calling();
    const elementInstanceId = instance.one('call').id;
    instance.execute({ type: 'refuseCall', elementInstanceId, message: 'rests', suspended: true });
    expect(instance.incident('call').code).toBe('CALLED_PROCESS_SUSPENDED');
    instance.resolve('call');
    expect(instance.eventsOf('callStarted')).toHaveLength(2);
  });

  test('was cancelled by somebody else says that, and calls it anew when resolved', () => {
    const instance = calling();
    const elementInstanceId = instance.one('call').id;
    const first = instance.one('call').wait;
    instance.execute({ type: 'refuseCall', elementInstanceId, message: 'it was', cancelled: true });
    expect(instance.incident('call').code).toBe('CALLED_INSTANCE_CANCELLED');
    instance.resolve('call');
    expect(instance.one('call').wait).not.toEqual(first);
    expect(instance.eventsOf('callStarted')).toHaveLength(2);
  });

  test('brings what the mappings cannot take waits with an incident', () => {
    const mappings = [{ target: 'x', expression: juel('${missing.part}') }];
    const instance = calling({ mappings });
    const elementInstanceId = instance.one('call').id;
    instance.execute({ type: 'completeCall', elementInstanceId, variables: {} });
    expect(instance.incident('call').code).toBe('EXPRESSION_ERROR');
  });

  test('was refused takes no answer until it is called anew', () => {
    const instance = calling();
    const elementInstanceId = instance.one('call').id;
    instance.execute({ type: 'refuseCall', elementInstanceId, message: 'none there' });
    const answer = { type: 'completeCall', elementInstanceId, variables: {} } as const;
    expect(instance.refused(answer).code).toBe('CALL_NOT_ACTIVE');
    instance.resolve('call');
    instance.execute(answer);
    expect(instance.status).toBe('completed');
  });

  test('is over takes no answer any more', () => {
    const instance = calling();
    const elementInstanceId = instance.one('call').id;
    instance.execute({ type: 'completeCall', elementInstanceId, variables: {} });
    expect(instance.status).toBe('completed');
    const refusal = { type: 'refuseCall', elementInstanceId, message: 'late', cancelled: true } as const;
    expect(instance.refused(refusal).code).toBe('INSTANCE_ENDED');
  });
});

test('a cancelled instance tells its caller that it was under way', () => {
  const parent: ParentCall = { instanceId: 'caller', elementInstanceId: 'call' };
  const { state } = calling();
  expect(effectOf({ ...state, parent }, { type: 'instanceTerminated', reason: 'by hand' })).toMatchObject({
    kind: 'refuseCall',
    parent,
    cancelled: true,
  });
});

test.each(['called', 'version', 'businessKey'])(
  'a %s that no database takes is an incident, not a call',
  (which) => {
    const bad = { calledElement: feel('"a" + nul'), binding: { kind: 'latest' as const } };
    const rest = {
      called: bad,
      version: { binding: { kind: 'version' as const, version: feel('99999999999') } },
      businessKey: { businessKey: feel('nul') },
    }[which];
    const graph = processOf([callActivity('call', 'other', rest)]);
    const instance = run(graph, { variables: { nul: '\u0000' } });
    expect(instance.incident('call').code).toBe('EXPRESSION_ERROR');
  },
);
