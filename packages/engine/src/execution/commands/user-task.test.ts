import { describe, expect, test } from 'vitest';
import { literal, mapped, sequence, serviceTask, userTask } from '../../testing/model.ts';
import { eventsOf, type Run, run, startedAt } from '../../testing/run.ts';
import type { Command } from '../command.ts';

const unassigned = () => run(sequence(userTask('a')));
const ofAnn = () => run(sequence(userTask('a', { assignee: literal('ann') })));

const complete = (instance: Run, by: string, override: boolean): Command => ({
  type: 'completeUserTask',
  elementInstanceId: instance.one('a').id,
  variables: {},
  by,
  override,
});

const assign = (instance: Run, assignee: string | null): Command => ({
  type: 'assignUserTask',
  elementInstanceId: instance.one('a').id,
  assignee,
});

const assigneeOf = (instance: Run) => {
  const { wait } = instance.one('a');
  return wait?.kind === 'userTask' ? wait.assignee : undefined;
};

describe('claiming', () => {
  test('gives an unassigned task to who claims it', () => {
    const instance = unassigned();
    expect(instance.claim('a', 'ann')).toMatchObject([{ type: 'userTaskAssigned', assignee: 'ann' }]);
    expect(assigneeOf(instance)).toBe('ann');
  });

  test('what one holds already changes nothing', () => {
    const instance = ofAnn();
    expect(instance.claim('a', 'ann')).toEqual([]);
  });

  test('what somebody else holds is rejected', () => {
    const instance = ofAnn();
    const elementInstanceId = instance.one('a').id;
    expect(instance.refused({ type: 'claimUserTask', elementInstanceId, by: 'bob' })).toEqual({
      code: 'TASK_ASSIGNED_TO_OTHER',
      message: "Expected the task to be unassigned or assigned to 'bob', but it is assigned to 'ann'",
    });
  });
});

describe('assigning', () => {
  test('gives a task to anybody, whoever holds it', () => {
    const instance = ofAnn();
    instance.execute(assign(instance, 'bob'));
    expect(assigneeOf(instance)).toBe('bob');
  });

  test('to nobody gives the task back', () => {
    const instance = ofAnn();
    instance.execute(assign(instance, null));
    expect(assigneeOf(instance)).toBeNull();
  });

  test('to who holds the task changes nothing', () => {
    const instance = ofAnn();
    expect(instance.execute(assign(instance, 'ann'))).toEqual([]);
  });
});

describe('completing', () => {
  test('an unassigned task assigns it first, so that the journal names who did it', () => {
    const instance = unassigned();
    const events = instance.complete('a', {}, 'ann');
    expect(events.slice(0, 2)).toMatchObject([
      { type: 'userTaskAssigned', assignee: 'ann' },
      { type: 'userTaskCompleted', createdAt: startedAt },
    ]);
    expect(instance.status).toBe('completed');
  });

  test('a task of somebody else is rejected', () => {
    const instance = ofAnn();
    expect(instance.refused(complete(instance, 'bob', false)).code).toBe('TASK_ASSIGNED_TO_OTHER');
  });

  test('a task of somebody else is possible for who may override, and it stays theirs', () => {
    const instance = ofAnn();
    const events = instance.execute(complete(instance, 'bob', true));
    expect(eventsOf(events, 'userTaskAssigned')).toEqual([]);
    expect(instance.status).toBe('completed');
  });

  test('writes its variables to the process', () => {
    const instance = unassigned();
    instance.complete('a', { approved: true });
    expect(instance.variables).toEqual({ approved: true });
  });

  test('with output mappings keeps the variables local', () => {
    const instance = run(sequence(mapped(userTask('a'), { outputs: { decision: 'approved' } })));
    instance.complete('a', { approved: true, note: 'x' });
    expect(instance.variables).toEqual({ decision: true });
  });

  test('goes on even when the output mappings fail: the task is done, the token stops', () => {
    const instance = run(sequence(mapped(userTask('a'), { outputs: { decision: 'approved +' } })));
    instance.complete('a', { approved: true });
    expect(instance.incident('a').code).toBe('EXPRESSION_ERROR');
    expect(instance.one('a')).toMatchObject({ status: 'completing', wait: null });
    expect(instance.local('a')).toEqual({ approved: true });
  });
});

test.each(['completeUserTask', 'claimUserTask', 'assignUserTask'] as const)(
  '%s of what is no open user task is rejected',
  (type) => {
    const instance = run(sequence(userTask('a'), userTask('b'), serviceTask('c')));
    const done = instance.one('a').id;
    instance.complete('a');
    const command = (elementInstanceId: string): Command => ({
      type,
      elementInstanceId,
      variables: {},
      by: 'ann',
      override: false,
      assignee: 'ann',
    });
    for (const id of [done, 'unknown']) {
      expect(instance.refused(command(id))).toEqual({
        code: 'TASK_NOT_ACTIVE',
        message: `Expected user task ${id} to be active, but it is completed or was withdrawn`,
      });
    }
    instance.complete('b');
    expect(instance.refused(command(instance.one('c').id)).code).toBe('TASK_NOT_ACTIVE');
  },
);
