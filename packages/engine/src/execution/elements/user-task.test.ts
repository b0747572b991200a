import { describe, expect, test } from 'vitest';
import type { Expression } from '../../model/expression.ts';
import type { UserTask } from '../../model/flow-node.ts';
import type { JsonObject } from '../../model/json.ts';
import { feel, juel, literal, mapped, sequence, userTask } from '../../testing/model.ts';
import { type Run, run, startedAt } from '../../testing/run.ts';
import type { UserTaskDetails } from '../event.ts';

const hour = 3_600_000;

function taskWith(rest: Partial<Omit<UserTask, 'id' | 'type'>>, variables: JsonObject = {}): Run {
  return run(sequence(userTask('a', rest)), { variables });
}

function detailsOf(instance: Run): UserTaskDetails {
  const [created] = instance.eventsOf('userTaskCreated');
  if (created === undefined) throw new Error('Expected a user task');
  return created.task;
}

function details(rest: Partial<Omit<UserTask, 'id' | 'type'>>, variables: JsonObject = {}): UserTaskDetails {
  return detailsOf(taskWith(rest, variables));
}

test('a user task waits for a person', () => {
  const instance = taskWith({});
  expect(instance.live).toEqual(['a']);
  expect(instance.one('a')).toMatchObject({
    status: 'active',
    wait: { kind: 'userTask', assignee: null, candidateUsers: [], candidateGroups: [] },
  });
});

test('a task of which the model says nothing is unassigned, of middle priority and without dates', () => {
  expect(details({})).toEqual({
    name: 'a',
    description: null,
    assignee: null,
    candidateUsers: [],
    candidateGroups: [],
    dueAt: null,
    slaAt: null,
    priority: 50,
    formKey: null,
  });
});

test('it shows a name and a documentation with the variables it begins with', () => {
  const written = { shownName: juel('Approve ${order}'), shownDescription: juel('${amount}') };
  const shown = { name: 'Approve 7', description: '12.5' };
  expect(details({ name: 'Approve ${order}', ...written }, { order: 7, amount: 12.5 })).toMatchObject(shown);
  expect(taskWith(written).incidents).toMatchObject([{ code: 'EXPRESSION_ERROR' }]);
});

test('it shows the name and the documentation of the model', () => {
  expect(details({ name: 'Approve', documentation: 'Look twice' })).toMatchObject({
    name: 'Approve',
    description: 'Look twice',
  });
});

describe('the assignee', () => {
  test('is a name or an expression', () => {
    expect(details({ assignee: literal('ann') }).assignee).toBe('ann');
    expect(details({ assignee: juel('${boss}') }, { boss: 'bob' }).assignee).toBe('bob');
    expect(details({ assignee: feel('boss') }, { boss: 'bob' }).assignee).toBe('bob');
  });

  test('is nobody when the expression gives null or nothing', () => {
    expect(details({ assignee: feel('null') }).assignee).toBeNull();
    expect(details({ assignee: feel('""') }).assignee).toBeNull();
  });

  test('holds the task from the start', () => {
    expect(taskWith({ assignee: literal('ann') }).one('a').wait).toMatchObject({ assignee: 'ann' });
  });

  test.each([
    ['1 + 1', 'number'],
    ['["ann"]', 'list'],
  ])('must be a name, so %s is an incident', (source, type) => {
    const instance = taskWith({ assignee: feel(source) });
    expect(instance.incident('a')).toMatchObject({
      code: 'EXPRESSION_ERROR',
      message: `Expected '${source}' to give a name, but found a value of type ${type}`,
    });
    expect(instance.one('a').status).toBe('ready');
  });
});

describe('candidates', () => {
  test('are names separated by commas', () => {
    expect(details({ candidateUsers: [literal('ann, bob,,'), literal('eve')] }).candidateUsers).toEqual([
      'ann',
      'bob',
      'eve',
    ]);
  });

  test('come from expressions that give a text or a list', () => {
    const groups: Expression[] = [feel('groups'), juel('${group}')];
    expect(
      details({ candidateGroups: groups }, { groups: ['sales', 'law, tax'], group: 'board' }).candidateGroups,
    ).toEqual(['sales', 'law', 'tax', 'board']);
  });

  test('are none where an expression gives null', () => {
    expect(details({ candidateUsers: [feel('null'), feel('["ann", null]')] }).candidateUsers).toEqual([
      'ann',
    ]);
  });

  test('must be names', () => {
    const instance = taskWith({ candidateUsers: [feel('[1]')] });
    expect(instance.incident('a').message).toBe(
      "Expected '[1]' to give a name or a list of names, but found a value of type number",
    );
  });
});

describe('the due date', () => {
  const dueAt = (expression: Expression, variables: JsonObject = {}) =>
    details({ dueDate: expression }, variables).dueAt;

  test('is a duration from the creation of the task', () => {
    expect(dueAt(literal('PT2H'))).toBe(startedAt + 2 * hour);
  });

  test('is a date or a date-time', () => {
    expect(dueAt(literal('2030-06-01'))).toBe(Date.UTC(2030, 5, 1));
    expect(dueAt(literal('2030-06-01T10:00:00+02:00'))).toBe(Date.UTC(2030, 5, 1, 8));
  });

  test('is what an expression gives', () => {
    expect(dueAt(juel('${deadline}'), { deadline: '2030-06-01' })).toBe(Date.UTC(2030, 5, 1));
    expect(dueAt(feel('allowed'), { allowed: 'P1D' })).toBe(startedAt + 24 * hour);
  });

  test('is none when the expression gives null or nothing', () => {
    expect(dueAt(feel('null'))).toBeNull();
    expect(dueAt(literal(''))).toBeNull();
  });

  test.each(['tomorrow', 'P1Q'])("cannot be '%s'", (text) => {
    expect(taskWith({ dueDate: literal(text) }).incident('a').code).toBe('EXPRESSION_ERROR');
  });

  test('cannot be a number', () => {
    expect(taskWith({ dueDate: feel('5') }).incident('a').message).toBe(
      "Expected '5' to give a date or a duration, but found a value of type number",
    );
  });
});

describe('the priority', () => {
  const priority = (expression: Expression) => details({ priority: expression }).priority;

  test('is a whole number from 0 to 100, as number or text', () => {
    expect(priority(literal('0'))).toBe(0);
    expect(priority(literal('100'))).toBe(100);
    expect(priority(feel('30 + 5'))).toBe(35);
  });

  test('is 50 where the expression gives null or nothing', () => {
    expect(priority(feel('null'))).toBe(50);
    expect(priority(literal(' '))).toBe(50);
  });

  test.each(['-1', '101', '1.5', '"high"', 'true'])('cannot be %s', (source) => {
    expect(taskWith({ priority: feel(source) }).incident('a').code).toBe('EXPRESSION_ERROR');
  });
});

test('the form key may be an expression', () => {
  const form = { kind: 'key', key: juel('forms/${kind}') } as const;
  expect(details({ form }, { kind: 'loan' }).formKey).toBe('forms/loan');
});

test('a form of fields has no key', () => {
  expect(details({ form: { kind: 'fields', fields: [] } }).formKey).toBeNull();
});

test('the service level counts from the creation of the task', () => {
  expect(details({ sla: 'PT4H' }).slaAt).toBe(startedAt + 4 * hour);
  expect(taskWith({ sla: 'soon' }).incident('a').code).toBe('EXPRESSION_ERROR');
});

test('the task comes into being once its incident is resolved', () => {
  const instance = taskWith({ assignee: feel('boss') }, { boss: 1 });
  instance.now += hour;
  instance.resolve('a', { boss: 'bob' });
  expect(detailsOf(instance).assignee).toBe('bob');
  expect(instance.one('a')).toMatchObject({ status: 'active', since: startedAt + hour });
});

test('input mappings are visible to the expressions of the task', () => {
  const instance = run(
    sequence(mapped(userTask('a', { assignee: feel('who') }), { inputs: { who: 'boss' } })),
    { variables: { boss: 'bob' } },
  );
  expect(detailsOf(instance).assignee).toBe('bob');
});
