import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../model/json.ts';
import type { MultiInstance } from '../../model/loop.ts';
import {
  boundary,
  callActivity,
  end,
  endThrowing,
  error,
  feel,
  feelScript,
  flow,
  forEach,
  inside,
  javascript,
  juel,
  literal,
  mapped,
  onError,
  onTimer,
  processOf,
  receiveTask,
  sequence,
  serviceTask,
  start,
  subProcess,
  task,
  times,
  userTask,
} from '../../testing/model.ts';
import { type Run, run } from '../../testing/run.ts';

const abc = { variables: { items: ['a', 'b', 'c'] } };

const approvals = (loop: MultiInstance) => sequence(userTask('approve', { loop }), userTask('after'));

/** The instances of the loop, without its body. */
const instancesOf = (instance: Run, id: string) => instance.all(id).filter(({ index }) => index !== null);

function idAt(instance: Run, elementId: string, index: number): string {
  const found = instancesOf(instance, elementId).find((element) => element.index === index);
  if (found === undefined) throw new Error(`Expected instance ${index} of '${elementId}'`);
  return found.id;
}

function finish(instance: Run, index: number, variables: JsonObject = {}, elementId = 'approve'): void {
  const elementInstanceId = idAt(instance, elementId, index);
  instance.execute({ type: 'completeUserTask', elementInstanceId, variables, by: 'ann', override: false });
}

const localsOf = (instance: Run, id: string) =>
  instancesOf(instance, id).map((element) => ({ ...instance.state.variables.get(element.id) }));

describe('a parallel multi-instance activity', () => {
  test('has an instance for each item of its collection, with the item and its counter', () => {
    const instance = run(approvals(forEach('items')), abc);
    expect(localsOf(instance, 'approve')).toEqual([
      { loopCounter: 0, item: 'a' },
      { loopCounter: 1, item: 'b' },
      { loopCounter: 2, item: 'c' },
    ]);
  });

  test('has as many instances as its cardinality says', () => {
    const instance = run(approvals(times(3)));
    expect(localsOf(instance, 'approve')).toEqual([
      { loopCounter: 0 },
      { loopCounter: 1 },
      { loopCounter: 2 },
    ]);
  });

  test('takes digits in a text for its cardinality', () => {
    const instance = run(approvals(times(0, { cardinality: literal('2') })));
    expect(instancesOf(instance, 'approve')).toHaveLength(2);
  });

  test('keeps the items as they were when it began', () => {
    const instance = run(approvals(forEach('items', { sequential: true })), abc);
    instance.set({ items: [] });
    finish(instance, 0);
    expect(localsOf(instance, 'approve')).toEqual([{ loopCounter: 1, item: 'b' }]);
  });

  test('is done when the last instance is, in whatever order they end', () => {
    const instance = run(approvals(forEach('items')), abc);
    finish(instance, 1);
    finish(instance, 2);
    expect(instance.live).toEqual(['approve', 'approve']);
    finish(instance, 0);
    expect(instance.live).toEqual(['after']);
    expect(instance.state.loops.size).toBe(0);
  });

  test('takes its flows once', () => {
    const instance = run(approvals(times(3)));
    for (const index of [0, 1, 2]) finish(instance, index);
    expect(instance.all('after')).toHaveLength(1);
  });

  test('passes when there is nothing to do', () => {
    const instance = run(approvals(forEach('[]', { outputCollection: 'results' })));
    expect(instance.live).toEqual(['after']);
    expect(instance.variables).toEqual({ results: [] });
  });

  test('of a task that does not wait passes too', () => {
    const instance = run(sequence(task('t', { loop: times(3) })));
    expect(instance.status).toBe('completed');
    expect(instance.completed).toEqual(['start', 't', 't', 't', 't', 'end']);
  });

  test.each(['5', 'null', '"text"', '{ a: 1 }', 'missing'])(
    'is an incident when its collection is %s',
    (source) => {
      const instance = run(approvals(forEach(source)));
      expect(instance.incident('approve')).toMatchObject({ code: 'EXPRESSION_ERROR' });
      expect(instance.one('approve').status).toBe('ready');
    },
  );

  test.each([-1, 1.5, 1_000_001])('is an incident when its cardinality is %s', (count) => {
    const instance = run(approvals(times(count)));
    expect(instance.incident('approve').message).toContain('a whole number from 0 to 1000000');
  });

  test('begins when its incident is resolved with a better collection', () => {
    const instance = run(approvals(forEach('items')), { variables: { items: 1 } });
    instance.resolve('approve', { items: ['a'] });
    expect(localsOf(instance, 'approve')).toEqual([{ loopCounter: 0, item: 'a' }]);
  });
});

describe('a sequential multi-instance activity', () => {
  const loop = forEach('items', { sequential: true });

  test('has one instance at a time', () => {
    const instance = run(approvals(loop), abc);
    for (const item of ['a', 'b', 'c']) {
      expect(localsOf(instance, 'approve')).toMatchObject([{ item }]);
      finish(instance, ['a', 'b', 'c'].indexOf(item));
    }
    expect(instance.live).toEqual(['after']);
  });

  test('lets a later instance see what an earlier one has written', () => {
    const sum = feelScript('sum', 'total + item', 'total');
    const instance = run(sequence({ ...sum, loop: forEach('[1, 2, 3]', { sequential: true }) }), {
      variables: { total: 0 },
    });
    expect(instance.variables).toEqual({ total: 6 });
  });

  test('runs its scripts one after the other', () => {
    const seen: unknown[] = [];
    const loops = { ...javascript('js', ''), loop };
    const instance = run(sequence(loops), {
      ...abc,
      scripts: ({ variables }) => {
        seen.push([variables['item'], variables['nrOfCompletedInstances']]);
        return { kind: 'completed', result: null, variables: {} };
      },
    });
    expect(instance.status).toBe('completed');
    expect(seen).toEqual([
      ['a', 0],
      ['b', 1],
      ['c', 2],
    ]);
  });
});

describe('every kind of activity can be repeated', () => {
  test('a job for each item', () => {
    const instance = run(sequence(serviceTask('work', {}, { loop: forEach('items') })), abc);
    for (const { elementInstanceId } of instance.eventsOf('jobCreated')) {
      instance.execute({ type: 'completeJob', elementInstanceId, variables: {} });
    }
    expect(instance.status).toBe('completed');
  });

  test('a message for each item', () => {
    const wait = receiveTask('wait', 'answer', {
      loop: forEach('items', { outputCollection: 'answers', outputElement: feel('answer') }),
    });
    const instance = run(sequence(wait), abc);
    for (const [index, subscriptionId] of [...instance.state.subscriptions.keys()].entries()) {
      instance.execute({ type: 'receiveMessage', subscriptionId, variables: { answer: index } });
    }
    expect(instance.variables['answers']).toEqual([0, 1, 2]);
    expect(instance.status).toBe('completed');
  });

  test('a called process for each item', () => {
    const call = callActivity('call', 'child', {
      loop: forEach('items', { outputCollection: 'prices', outputElement: feel('price') }),
    });
    const instance = run(sequence(call), abc);
    const calls = instance.eventsOf('callStarted');
    expect(calls.map(({ variables }) => variables['item'])).toEqual(['a', 'b', 'c']);
    for (const [index, { elementInstanceId }] of calls.entries()) {
      instance.execute({ type: 'completeCall', elementInstanceId, variables: { price: index * 10 } });
    }
    expect(instance.variables).toMatchObject({ prices: [0, 10, 20] });
  });

  test('a subprocess, whose content sees the item', () => {
    const graph = processOf(
      [
        start(),
        subProcess('sub', {
          loop: forEach('items', { outputCollection: 'texts', outputElement: feel('text') }),
        }),
        ...inside('sub', start('s'), feelScript('write', 'item + string(loopCounter)', 'text'), end('e')),
        end(),
      ],
      'start > sub > end',
      's > write > e',
    );
    const instance = run(graph, abc);
    expect(instance.status).toBe('completed');
    expect(instance.variables['texts']).toEqual(['a0', 'b1', 'c2']);
  });

  test('a multi-instance activity inside another', () => {
    const graph = processOf(
      [
        start(),
        subProcess('sub', {
          loop: forEach('[[1, 2], [3]]', {
            inputElement: 'row',
            outputCollection: 'rows',
            outputElement: feel('cells'),
          }),
        }),
        ...inside('sub', start('s'), {
          ...feelScript('double', 'item * 2 + 100 * numberOfInstances', 'cell'),
          loop: forEach('row', { outputCollection: 'cells', outputElement: feel('cell') }),
        }),
        end(),
      ],
      'start > sub > end',
      's > double',
    );
    const instance = run(graph);
    expect(instance.variables['rows']).toEqual([[202, 204], [106]]);
    expect(instance.status).toBe('completed');
  });
});

describe('the output collection', () => {
  const collecting = (rest: Partial<MultiInstance> = {}) =>
    approvals(forEach('items', { outputCollection: 'answers', outputElement: feel('answer'), ...rest }));

  test('holds the outputs in the order of the items', () => {
    const instance = run(collecting(), abc);
    for (const index of [2, 0, 1]) finish(instance, index, { answer: `answer ${index}` });
    expect(instance.variables['answers']).toEqual(['answer 0', 'answer 1', 'answer 2']);
  });

  test('is written once, when the activity is done', () => {
    const instance = run(collecting(), abc);
    finish(instance, 0, { answer: 1 });
    expect(instance.variables).not.toHaveProperty('answers');
    expect(instance.state.loops.get(instance.all('approve')[0]?.id ?? '')?.outputs).toEqual(
      new Map([[0, 1]]),
    );
  });

  test('holds null for what brought nothing', () => {
    const instance = run(collecting(), abc);
    finish(instance, 0, { answer: 1 });
    finish(instance, 1);
    finish(instance, 2, { answer: 3 });
    expect(instance.variables['answers']).toEqual([1, null, 3]);
  });

  test('holds nulls when no output element is given', () => {
    const instance = run(collecting({ outputElement: null }), abc);
    for (const index of [0, 1, 2]) finish(instance, index);
    expect(instance.variables['answers']).toEqual([null, null, null]);
  });

  test('keeps the variable it collects out of the reach of the other instances', () => {
    const instance = run(collecting(), abc);
    finish(instance, 0, { answer: 1, other: 2 });
    expect(instance.variables).toMatchObject({ other: 2 });
    expect(instance.variables).not.toHaveProperty('answer');
  });

  test('may collect the item that an instance has changed', () => {
    const instance = run(collecting({ outputElement: feel('item') }), abc);
    for (const index of [0, 1, 2]) finish(instance, index, { item: `new ${index}` });
    expect(instance.variables['answers']).toEqual(['new 0', 'new 1', 'new 2']);
  });

  test('collects what an expression makes of the results', () => {
    const instance = run(collecting({ outputElement: juel('${item}${loopCounter}') }), abc);
    for (const index of [0, 1, 2]) finish(instance, index);
    expect(instance.variables['answers']).toEqual(['a0', 'b1', 'c2']);
  });

  test('stops an instance whose output cannot be evaluated, and goes on when that is mended', () => {
    const instance = run(collecting({ outputElement: juel('${rate * 2}') }), abc);
    finish(instance, 1);
    expect(instance.incident('approve').code).toBe('EXPRESSION_ERROR');
    for (const index of [0, 2]) finish(instance, index);
    for (const { id } of instance.incidents) {
      instance.execute({ type: 'resolveIncident', incidentId: id, retries: null, variables: { rate: 4 } });
    }
    expect(instance.variables['answers']).toEqual([8, 8, 8]);
    expect(instance.live).toEqual(['after']);
  });
});

describe('mappings belong to the instances', () => {
  test('input mappings see the item, and are local', () => {
    const loop = forEach('items');
    const instance = run(
      sequence(mapped(userTask('approve', { loop }), { inputs: { label: 'item + string(loopCounter)' } })),
      abc,
    );
    expect(localsOf(instance, 'approve').map(({ label }) => label)).toEqual(['a0', 'b1', 'c2']);
  });

  test('input mappings over the item give the same when activation is tried again', () => {
    const assigned = userTask('approve', { loop: forEach('items'), assignee: juel('${boss}') });
    const instance = run(sequence(mapped(assigned, { inputs: { item: 'item + "!"' } })), {
      variables: { items: ['a'] },
    });
    instance.resolve('approve', { boss: 'bob' });
    expect(localsOf(instance, 'approve')).toMatchObject([{ item: 'a!' }]);
  });

  test('output mappings leave the activity with each instance', () => {
    const loop = forEach('items', { sequential: true });
    const inner = mapped(userTask('approve', { loop }), { outputs: { last: 'item + answer' } });
    const instance = run(sequence(inner, userTask('after')), abc);
    finish(instance, 0, { answer: '1' });
    expect(instance.variables['last']).toBe('a1');
    finish(instance, 1, { answer: '2' });
    expect(instance.variables['last']).toBe('b2');
  });

  test('an output mapping may give what is collected, and then stays inside', () => {
    const loop = forEach('items', { outputCollection: 'answers', outputElement: feel('answer') });
    const inner = mapped(userTask('approve', { loop }), { outputs: { answer: 'item + given' } });
    const instance = run(sequence(inner, userTask('after')), abc);
    for (const index of [0, 1, 2]) finish(instance, index, { given: '!' });
    expect(instance.variables).toEqual({ items: ['a', 'b', 'c'], answers: ['a!', 'b!', 'c!'] });
  });
});

describe('the completion condition', () => {
  const until = (completionCondition: string, rest: Partial<MultiInstance> = {}) =>
    approvals(
      forEach('items', {
        completionCondition: feel(completionCondition),
        outputCollection: 'answers',
        outputElement: feel('answer'),
        ...rest,
      }),
    );

  test('ends the activity with the instances that still run', () => {
    const instance = run(until('answer = "no"'), abc);
    finish(instance, 0, { answer: 'yes' });
    expect(instancesOf(instance, 'approve')).toHaveLength(2);
    finish(instance, 2, { answer: 'no' });
    expect(instance.live).toEqual(['after']);
    expect(instance.terminated).toEqual(['approve']);
    expect(instance.variables['answers']).toEqual(['yes', null, 'no']);
    expect(instance.eventsOf('loopItemEnded').map(({ index, status }) => [index, status])).toEqual([
      [0, 'completed'],
      [2, 'completed'],
      [1, 'terminated'],
    ]);
  });

  test('keeps later instances of a sequence from coming into being', () => {
    const instance = run(until('numberOfCompletedInstances = 2', { sequential: true }), abc);
    finish(instance, 0);
    finish(instance, 1);
    expect(instance.live).toEqual(['after']);
    expect(instance.terminated).toEqual([]);
  });

  test.each([
    ['numberOfCompletedInstances / numberOfInstances > 0.6', 2],
    ['numberOfActiveInstances = 1', 2],
    ['nrOfCompletedInstances >= 1', 1],
    ['nrOfActiveInstances + nrOfTerminatedInstances = 0', 3],
    ['loopCounter = 1 and item = "b"', 2],
    ['count(answers[item = "ok"]) = 2', 2],
  ])('sees in %s where the activity stands', (condition, completions) => {
    const instance = run(until(condition), abc);
    for (let index = 0; index < completions; index++) {
      expect(instance.all('after')).toEqual([]);
      finish(instance, index, { answer: 'ok' });
    }
    expect(instance.live).toEqual(['after']);
  });

  test('that cannot be evaluated stops the instance without ending it twice', () => {
    const instance = run(until('enough'), abc);
    finish(instance, 0, { answer: 1 });
    expect(instance.incidents).toMatchObject([{ code: 'EXPRESSION_ERROR' }]);
    expect(instance.eventsOf('loopItemEnded')).toEqual([]);
    instance.resolve('approve', { enough: true });
    expect(instance.live).toEqual(['after']);
    expect(instance.variables['answers']).toEqual([1, null, null]);
  });

  test('ends a large activity before all of its instances exist', () => {
    const work = feelScript('work', 'loopCounter');
    const loop = times(2_000, { completionCondition: feel('numberOfCompletedInstances = 3') });
    const instance = run(sequence({ ...work, loop }, userTask('after')));
    expect(instance.live).toEqual(['after']);
    expect(instance.eventsOf('elementReady').filter(({ index }) => index !== undefined).length).toBeLessThan(
      1_100,
    );
  });
});

describe('the counters', () => {
  test('are seen by what runs inside and are no variables', () => {
    const named = userTask('approve', {
      loop: forEach('items'),
      assignee: juel('user-${loopCounter}-of-${nrOfInstances}'),
    });
    const instance = run(sequence(named), abc);
    expect(instance.eventsOf('userTaskCreated').map(({ task: { assignee } }) => assignee)).toEqual([
      'user-0-of-3',
      'user-1-of-3',
      'user-2-of-3',
    ]);
    const written = instance.eventsOf('variablesSet').flatMap(({ variables }) => Object.keys(variables));
    expect(new Set(written)).toEqual(new Set(['items', 'loopCounter', 'item']));
  });

  test('are gone with the activity', () => {
    const graph = processOf(
      [start(), task('t', { loop: times(2) }), userTask('no'), userTask('yes')],
      'start > t',
      flow('t', 'no', 'numberOfInstances = 2'),
      flow('t', 'yes', 'numberOfInstances = null'),
    );
    expect(run(graph).live).toEqual(['yes']);
  });
});

describe('a boundary event of a multi-instance activity', () => {
  const withBoundary = (trigger: ReturnType<typeof onError>, interrupting: boolean) =>
    processOf(
      [
        start(),
        subProcess('sub', { loop: forEach('items') }),
        ...inside('sub', start('s'), userTask('a'), endThrowing('e', error('E'))),
        boundary('caught', 'sub', trigger, { interrupting }),
        userTask('handle'),
        userTask('after'),
      ],
      'start > sub > after',
      'caught > handle',
      's > a > e',
    );

  test('catches what one instance throws, and ends them all', () => {
    const instance = run(withBoundary(onError('E'), true), abc);
    const [, second] = instance.all('a');
    if (second === undefined) throw new Error('Expected a task in every instance');
    instance.execute({
      type: 'completeUserTask',
      elementInstanceId: second.id,
      variables: {},
      by: 'ann',
      override: false,
    });
    expect(instance.live).toEqual(['handle']);
    expect(instance.state.loops.size).toBe(0);
  });

  test('waits once for the whole activity', () => {
    const instance = run(withBoundary(onTimer('duration', 'PT1H'), false), abc);
    expect(instance.state.subscriptions.size).toBe(1);
    instance.fire('caught');
    expect(instance.all('sub')).toHaveLength(4);
    expect(instance.all('handle')).toHaveLength(1);
  });
});
