import { describe, expect, test } from 'vitest';
import type { AdHocSubProcess, FlowNode } from '../model/flow-node.ts';
import type { JsonObject } from '../model/json.ts';
import type { SequenceFlow } from '../model/process.ts';
import {
  adHoc,
  boundary,
  compensate,
  end,
  eventSubProcess,
  feel,
  feelScript,
  flow,
  forEach,
  inside,
  juel,
  onMessage,
  onSignal,
  parallel,
  processOf,
  start,
  startOn,
  task,
  terminate,
  throwEvent,
  userTask,
} from '../testing/model.ts';
import { type Run, run } from '../testing/run.ts';

/** Tasks a, b and c in an ad-hoc subprocess; d follows c. */
function cases(
  rest: Partial<AdHocSubProcess> = {},
  more: readonly FlowNode[] = [],
  ...flows: readonly (string | SequenceFlow)[]
) {
  return processOf(
    [
      start(),
      adHoc('case', rest),
      ...inside('case', userTask('a'), userTask('b'), userTask('c'), userTask('d')),
      ...more,
      userTask('after'),
    ],
    'start > case > after',
    'c > d',
    ...flows,
  );
}

const activation = (instance: Run, elementIds: readonly string[], variables: JsonObject = {}) => ({
  type: 'activateAdHoc' as const,
  elementInstanceId: instance.one('case').id,
  elementIds,
  variables,
});
const activate = (instance: Run, ...elementIds: readonly string[]) =>
  instance.execute(activation(instance, elementIds));
const completion = (instance: Run) => ({
  type: 'completeAdHoc' as const,
  elementInstanceId: instance.one('case').id,
});

describe('an ad-hoc subprocess', () => {
  test('begins empty and waits', () => {
    const instance = run(cases());
    expect(instance.live).toEqual(['case']);
    expect(instance.one('case').wait).toEqual({ kind: 'adHoc' });
  });

  test('runs the activities that somebody activates, as often as wanted', () => {
    const instance = run(cases());
    activate(instance, 'a', 'b');
    activate(instance, 'a');
    expect(instance.live).toEqual(['case', 'a', 'b', 'a']);
  });

  test('activates at once what its expression says', () => {
    const instance = run(cases({ activeElements: feel('wanted') }), { variables: { wanted: ['b', 'c'] } });
    expect(instance.live).toEqual(['case', 'b', 'c']);
  });

  test('follows the flows inside it', () => {
    const instance = run(cases());
    activate(instance, 'c');
    instance.complete('c');
    expect(instance.live).toEqual(['case', 'd']);
  });

  test('keeps the variables of an activation to itself', () => {
    const instance = run(cases());
    instance.execute(activation(instance, ['a'], { reason: 'late' }));
    expect(instance.local('case')).toEqual({ reason: 'late' });
    expect(instance.variables).toEqual({});
  });

  test.each([['"a"'], ['[1]'], ['["d"]'], ['["elsewhere"]'], ['["after"]']])(
    'is an incident when it is to activate %s',
    (source) => {
      const instance = run(cases({ activeElements: feel(source) }));
      expect(instance.incident('case').code).toBe('EXPRESSION_ERROR');
    },
  );

  test('may be repeated for each item', () => {
    const loop = forEach('[1, 2]', { outputCollection: 'sums', outputElement: feel('sum') });
    const graph = processOf(
      [
        start(),
        adHoc('case', { loop, activeElements: feel('["add"]') }),
        ...inside('case', feelScript('add', 'item + 1', 'sum')),
        end(),
      ],
      'start > case > end',
    );
    expect(run(graph).variables).toEqual({ sums: [2, 3] });
  });
});

describe('without a completion condition it ends', () => {
  test('when the last thing in it has ended, if the model said what to activate', () => {
    const instance = run(cases({ activeElements: feel('["a", "b"]') }));
    instance.complete('a');
    expect(instance.live).toEqual(['case', 'b']);
    instance.complete('b');
    expect(instance.live).toEqual(['after']);
  });

  test('when somebody says so, if people choose what to activate', () => {
    const instance = run(cases());
    activate(instance, 'a');
    instance.complete('a');
    expect(instance.live).toEqual(['case']);
    instance.execute(completion(instance));
    expect(instance.live).toEqual(['after']);
  });

  test('when a token ends it from inside', () => {
    const more = inside('case', terminate('stop'));
    const instance = run(cases({}, more, 'b > stop'));
    activate(instance, 'a', 'b');
    instance.complete('b');
    expect(instance.live).toEqual(['after']);
    expect(instance.terminated).toEqual(['a']);
  });
});

describe('its completion condition', () => {
  const until = (source: string, rest: Partial<AdHocSubProcess> = {}) =>
    cases({ completionCondition: feel(source), ...rest });

  test('is looked at after each activity and ends it with what still runs', () => {
    const instance = run(until('done = true'));
    activate(instance, 'a', 'b');
    instance.complete('a', { done: false });
    expect(instance.live).toEqual(['case', 'b']);
    activate(instance, 'c');
    instance.complete('c', { done: true });
    expect(instance.live).toEqual(['after']);
    expect(instance.terminated).toEqual(['b']);
  });

  test('keeps it waiting when nothing runs any more', () => {
    const instance = run(until('done = true'));
    activate(instance, 'a');
    instance.complete('a', { done: false });
    expect(instance.live).toEqual(['case']);
    activate(instance, 'a');
    instance.complete('a', { done: true });
    expect(instance.live).toEqual(['after']);
  });

  test('lets the others end where it does not cancel them', () => {
    const instance = run(until('done = true', { cancelRemainingInstances: false }));
    activate(instance, 'a', 'b');
    instance.complete('a', { done: true });
    expect(instance.live).toEqual(['case', 'b']);
    instance.complete('b');
    expect(instance.live).toEqual(['after']);
    expect(instance.terminated).toEqual([]);
  });

  test('once it has held, lets nothing be activated where it does not cancel', () => {
    const instance = run(until('done = true', { cancelRemainingInstances: false }));
    activate(instance, 'a', 'b', 'c');
    instance.complete('a', { done: true });
    expect(instance.refused(activation(instance, ['a'])).code).toBe('AD_HOC_NOT_ACTIVE');
    expect(instance.refused(completion(instance)).code).toBe('AD_HOC_BUSY');
    instance.complete('b', { done: false });
    expect(instance.refused(activation(instance, ['a'])).code).toBe('AD_HOC_NOT_ACTIVE');
    instance.complete('c');
    expect(instance.live).toEqual(['case', 'd']);
    instance.complete('d');
    expect(instance.live).toEqual(['after']);
  });

  test('leaves a join inside without a token that could still come, where it does not cancel', () => {
    const more = inside('case', parallel('join'), task('both'));
    const rest = { cancelRemainingInstances: false };
    const instance = run(
      cases(
        { ...rest, completionCondition: feel('done = true') },
        more,
        'a > join',
        'b > join',
        flow('join', 'both'),
      ),
    );
    activate(instance, 'a');
    instance.complete('a', { done: true });
    expect(instance.incident('join').code).toBe('JOIN_DEADLOCK');
  });

  test('does not cut short what follows, where it does not cancel', () => {
    const instance = run(until('done = true', { cancelRemainingInstances: false }));
    activate(instance, 'c');
    instance.complete('c', { done: true });
    expect(instance.live).toEqual(['case', 'd']);
    instance.complete('d');
    expect(instance.live).toEqual(['after']);
  });

  test('that holds from the beginning passes the subprocess', () => {
    const instance = run(until('done = true', { activeElements: feel('["a"]') }), {
      variables: { done: true },
    });
    expect(instance.live).toEqual(['after']);
    expect(instance.terminated).toEqual([]);
  });

  test('over a variable that is not there yet does not hold at the beginning', () => {
    const instance = run(until('unknown', { completionCondition: juel('${unknown}') }));
    expect(instance.live).toEqual(['case']);
    expect(instance.incidents).toEqual([]);
  });

  test('that cannot be evaluated after an activity stops that activity', () => {
    const instance = run(until('done'));
    activate(instance, 'a');
    instance.complete('a');
    expect(instance.incident('a').code).toBe('EXPRESSION_ERROR');
    instance.resolve('a', { done: true });
    expect(instance.live).toEqual(['after']);
    expect(instance.completed.filter((id) => id === 'a')).toHaveLength(1);
  });

  test('sees the outputs of the activity that has completed', () => {
    const graph = processOf(
      [
        start(),
        adHoc('case', { completionCondition: feel('n = 2') }),
        ...inside('case', feelScript('count', 'n + 1', 'n')),
        userTask('after'),
      ],
      'start > case > after',
    );
    const instance = run(graph, { variables: { n: 0 } });
    activate(instance, 'count');
    expect(instance.live).toEqual(['case']);
    activate(instance, 'count');
    expect(instance.live).toEqual(['after']);
  });

  test('is not asked by gateways', () => {
    const more = inside('case', parallel('fork'));
    const instance = run(cases({ completionCondition: feel('done') }, more, 'fork > a', 'fork > b'));
    activate(instance, 'fork');
    expect(instance.live).toEqual(['case', 'a', 'b']);
  });
});

describe('a sequential one', () => {
  test('refuses a second activity while one runs', () => {
    const instance = run(cases({ ordering: 'sequential', completionCondition: feel('done = true') }));
    expect(instance.refused(activation(instance, ['a', 'b'])).code).toBe('AD_HOC_BUSY');
    activate(instance, 'a');
    expect(instance.refused(activation(instance, ['b'])).code).toBe('AD_HOC_BUSY');
    instance.complete('a', { done: false });
    activate(instance, 'b');
    expect(instance.live).toEqual(['case', 'b']);
  });

  test('is an incident when it is to begin with two', () => {
    const instance = run(cases({ ordering: 'sequential', activeElements: feel('["a", "b"]') }));
    expect(instance.incident('case').code).toBe('EXPRESSION_ERROR');
  });
});

describe('it refuses', () => {
  test.each(['d', 'after', 'case', 'nothing'])('to activate %s', (elementId) => {
    const instance = run(cases());
    expect(instance.refused(activation(instance, ['a', elementId])).code).toBe('AD_HOC_ELEMENT_UNKNOWN');
  });

  test('what is meant for another element', () => {
    const instance = run(cases());
    activate(instance, 'a');
    const elementInstanceId = instance.one('a').id;
    const command = { type: 'activateAdHoc' as const, elementInstanceId, elementIds: ['a'], variables: {} };
    expect(instance.refused(command).code).toBe('AD_HOC_NOT_ACTIVE');
    expect(instance.refused({ type: 'completeAdHoc', elementInstanceId }).code).toBe('AD_HOC_NOT_ACTIVE');
  });
});

describe('somebody may complete it', () => {
  test('before anything was activated', () => {
    const instance = run(cases());
    instance.execute(completion(instance));
    expect(instance.live).toEqual(['after']);
  });

  test('with what still runs', () => {
    const instance = run(cases({ completionCondition: feel('false') }));
    activate(instance, 'a', 'b');
    instance.execute(completion(instance));
    expect(instance.live).toEqual(['after']);
    expect(instance.terminated).toHaveLength(2);
  });

  test('only when nothing runs, where it cancels nothing', () => {
    const instance = run(cases({ completionCondition: feel('false'), cancelRemainingInstances: false }));
    activate(instance, 'a');
    expect(instance.refused(completion(instance)).code).toBe('AD_HOC_BUSY');
    instance.complete('a');
    instance.execute(completion(instance));
    expect(instance.live).toEqual(['after']);
  });
});

describe('events around it', () => {
  const handler = (interrupting: boolean) => [
    ...inside('case', eventSubProcess('handler')),
    ...inside('handler', { ...startOn('told', onMessage('news')), interrupting }, userTask('read')),
  ];

  test('start its event subprocesses, beside which it goes on', () => {
    const instance = run(cases({}, handler(false), 'told > read'));
    instance.receive('told');
    activate(instance, 'a');
    instance.complete('read');
    expect(instance.live).toEqual(['case', 'a']);
    instance.complete('a');
    expect(instance.live).toEqual(['case']);
  });

  test('end nothing when they were handled before anything was activated', () => {
    const instance = run(cases({}, handler(false), 'told > read'));
    instance.receive('told');
    instance.complete('read');
    expect(instance.live).toEqual(['case']);
    expect(instance.awaited('told').awaited.kind).toBe('message');
  });

  test('may interrupt it: then nothing can be activated and it ends with its handler', () => {
    const instance = run(cases({ completionCondition: feel('false') }, handler(true), 'told > read'));
    activate(instance, 'a');
    instance.receive('told');
    expect(instance.live).toEqual(['case', 'handler', 'read']);
    expect(instance.refused(activation(instance, ['b'])).code).toBe('AD_HOC_NOT_ACTIVE');
    instance.complete('read');
    expect(instance.live).toEqual(['after']);
  });

  test('on its boundary end it', () => {
    const more = [boundary('caught', 'case', onSignal('stop')), userTask('handle')];
    const instance = run(cases({}, more, 'caught > handle'));
    activate(instance, 'a');
    instance.signal('caught');
    expect(instance.live).toEqual(['handle']);
  });
});

test('what undoes it from within does not end it a second time', () => {
  const instance = run(
    processOf(
      [
        start(),
        adHoc('case', { activeElements: feel('["a"]') }),
        ...inside('case', task('a'), eventSubProcess('undo')),
        ...inside('undo', startOn('s', { kind: 'compensation' }), userTask('back')),
        throwEvent('throw', compensate()),
        end(),
      ],
      'start > case > throw > end',
      's > back',
    ),
  );
  instance.complete('back');
  expect(instance.status).toBe('completed');
});

test('a join inside it may wait for what somebody activates later', () => {
  const more = inside('case', parallel('join'), task('both'));
  const instance = run(cases({}, more, 'a > join', 'b > join', flow('join', 'both')));
  activate(instance, 'a');
  instance.complete('a');
  expect(instance.incidents).toEqual([]);
  activate(instance, 'b');
  instance.complete('b');
  expect(instance.live).toEqual(['case']);
  expect(instance.completed).toContain('both');
});

test('no event subprocess starts in it while it is left', () => {
  const beside = [
    ...inside('case', eventSubProcess('handler')),
    ...inside('handler', { ...startOn('told', onMessage('tell')), interrupting: false }),
  ];
  const instance = run(
    processOf([adHoc('case', { asyncAfter: true }), ...inside('case', task('a')), ...beside]),
  );
  const { id } = instance.awaited('told');
  instance.execute({ type: 'completeAdHoc', elementInstanceId: instance.one('case').id });
  const late = instance.refused({ type: 'receiveMessage', subscriptionId: id, variables: {} });
  expect(late.code).toBe('SUBSCRIPTION_NOT_OPEN');
});
