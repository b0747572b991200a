import type { ActiveElement, InstanceIncident, Subscription, Task } from '@wbpm/contract';
import { relativeWords } from './durations.ts';
import { elementTypeWords } from './element-types.ts';

/** One reason an instance stands still, said in a sentence. */
export interface Wait {
  readonly key: string;
  readonly kind: 'task' | 'timer' | 'message' | 'job' | 'incident' | 'child' | 'other';
  readonly elementId: string;
  readonly where: string;
  readonly reason: string;
  readonly taskId: string | null;
}

interface WaitFacts {
  readonly active: readonly ActiveElement[];
  readonly incidents: readonly InstanceIncident[];
  readonly subscriptions: readonly Subscription[];
  readonly tasks: readonly Pick<
    Task,
    'task_id' | 'element_id' | 'assignee' | 'candidate_groups' | 'candidate_users'
  >[];
}

const containers = /sub_?process|transaction|multi_?instance/i;

/** What every active element waits for. Containers are left out: their content says it. */
export function waitsOf(facts: WaitFacts, now: number): readonly Wait[] {
  return facts.active
    .filter((element) => !containers.test(element.type))
    .flatMap((element) => waitsAt(element, facts, now));
}

function waitsAt(element: ActiveElement, facts: WaitFacts, now: number): readonly Wait[] {
  const where = element.name ?? element.element_id;
  const place = { key: element.element_instance_id, elementId: element.element_id, where, taskId: null };
  if (facts.incidents.some((incident) => incident.element_instance_id === element.element_instance_id)) {
    return [
      { ...place, kind: 'incident', reason: 'stopped by an incident; retry it once the cause is gone' },
    ];
  }
  const subscriptions = facts.subscriptions.filter(
    (subscription) => subscription.element_instance_id === element.element_instance_id,
  );
  const task = facts.tasks.find((candidate) => candidate.element_id === element.element_id);
  const type = element.type.toLowerCase().replace(/_/g, '');
  const waits: Wait[] = subscriptions.map((subscription, at) => ({
    ...place,
    ...subscriptionWait(subscription, now),
    key: `${element.element_instance_id} ${at}`,
  }));
  if (type.includes('usertask')) {
    waits.unshift({ ...place, kind: 'task', taskId: task?.task_id ?? null, reason: taskReason(task) });
  } else if (waits.length === 0) {
    waits.push({ ...place, ...plainWait(type) });
  }
  return waits;
}

function taskReason(task: WaitFacts['tasks'][number] | undefined): string {
  if (task === undefined) return 'waiting for somebody to do the task';
  if (task.assignee !== null) return `waiting for ${task.assignee} to do the task`;
  const groups = task.candidate_groups.length > 0 ? `somebody in ${task.candidate_groups.join(', ')}` : '';
  const users = task.candidate_users.join(', ');
  const who = [groups, users].filter((words) => words !== '').join(' or ');
  return who === '' ? 'waiting for somebody to claim the task' : `waiting for ${who}`;
}

function subscriptionWait(subscription: Subscription, now: number): Pick<Wait, 'kind' | 'reason'> {
  if (subscription.type === 'timer') {
    const due = subscription.due_at;
    if (due === undefined) return { kind: 'timer', reason: 'waiting for a timer' };
    const at = Date.parse(due);
    return {
      kind: 'timer',
      reason: at <= now ? 'timer is due now' : `timer fires ${relativeWords(at, now)}`,
    };
  }
  const named = subscription.name === null ? '' : ` “${subscription.name}”`;
  if (subscription.type === 'conditional')
    return { kind: 'other', reason: 'waiting for a condition to become true' };
  return { kind: 'message', reason: `waiting for the ${subscription.type}${named}` };
}

function plainWait(type: string): Pick<Wait, 'kind' | 'reason'> {
  if (/servicetask|sendtask|businessruletask|scripttask/.test(type)) {
    return { kind: 'job', reason: 'waiting for a worker to take the job' };
  }
  if (type.includes('callactivity')) return { kind: 'child', reason: 'waiting for the process it called' };
  if (type.includes('gateway')) return { kind: 'other', reason: 'waiting for the other branches' };
  return { kind: 'other', reason: `${elementTypeWords(type).toLowerCase()} in progress` };
}
