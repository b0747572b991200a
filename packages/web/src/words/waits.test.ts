import { describe, expect, it } from 'vitest';
import { waitsOf } from './waits.ts';

const now = Date.parse('2026-11-25T12:00:00Z');

function element(type: string) {
  return {
    element_id: 'here',
    element_instance_id: 'e1',
    type,
    name: 'Review',
    since: '2026-11-25T11:00:00Z',
  };
}

function reasons(facts: Partial<Parameters<typeof waitsOf>[0]>): string[] {
  const all = { active: [], incidents: [], subscriptions: [], tasks: [], ...facts };
  return waitsOf(all, now).map((wait) => `${wait.where}: ${wait.reason}`);
}

const task = { task_id: 't1', element_id: 'here', assignee: null, candidate_groups: [], candidate_users: [] };

describe('waitsOf', () => {
  it('names the person of a task, or who could be it', () => {
    const active = [element('user_task')];
    expect(reasons({ active, tasks: [{ ...task, assignee: 'ada' }] })).toEqual([
      'Review: waiting for ada to do the task',
    ]);
    expect(
      reasons({ active, tasks: [{ ...task, candidate_groups: ['sales'], candidate_users: ['ben'] }] }),
    ).toEqual(['Review: waiting for somebody in sales or ben']);
    expect(reasons({ active, tasks: [task] })).toEqual(['Review: waiting for somebody to claim the task']);
  });

  it('links a user task to its task', () => {
    const waits = waitsOf(
      { active: [element('userTask')], incidents: [], subscriptions: [], tasks: [task] },
      now,
    );
    expect(waits[0]?.taskId).toBe('t1');
  });

  it('says when a timer fires', () => {
    const timer = { type: 'timer', name: null, element_id: 'here', element_instance_id: 'e1' } as const;
    const active = [element('intermediate_catch_event')];
    expect(reasons({ active, subscriptions: [{ ...timer, due_at: '2026-11-25T15:00:00Z' }] })).toEqual([
      'Review: timer fires in 3 h',
    ]);
    expect(reasons({ active, subscriptions: [{ ...timer, due_at: '2026-11-25T11:59:00Z' }] })).toEqual([
      'Review: timer is due now',
    ]);
  });

  it('lists a boundary timer beside the task it hangs on', () => {
    const timer = {
      type: 'timer',
      name: null,
      element_id: 'late',
      element_instance_id: 'e1',
      due_at: '2026-11-25T15:00:00Z',
    } as const;
    expect(reasons({ active: [element('user_task')], tasks: [task], subscriptions: [timer] })).toHaveLength(
      2,
    );
  });

  it('tells a missing worker from an incident', () => {
    const active = [element('service_task')];
    expect(reasons({ active })).toEqual(['Review: waiting for a worker to take the job']);
    const incident = {
      incident_id: 'i1',
      element_id: 'here',
      element_instance_id: 'e1',
      code: 'JOB_RETRIES_EXHAUSTED',
      message: 'no',
      created_at: '2026-11-25T11:00:00Z',
    };
    expect(reasons({ active, incidents: [incident] })).toEqual([
      'Review: stopped by an incident; retry it once the cause is gone',
    ]);
  });

  it('names the message', () => {
    const message = { type: 'message', name: 'paid', element_id: 'here', element_instance_id: 'e1' } as const;
    expect(reasons({ active: [element('receive_task')], subscriptions: [message] })).toEqual([
      'Review: waiting for the message “paid”',
    ]);
  });

  it('leaves containers out', () => {
    expect(reasons({ active: [element('sub_process')] })).toEqual([]);
  });
});
