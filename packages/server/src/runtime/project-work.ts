import type { EventOf, InstanceState } from '@wbpm/engine';
import type { IncidentRow, InstanceChange, JobRow, TaskRow } from '../store/instance-change.ts';
import { type Recorded, recordedOf } from './recorded.ts';

/** Gives a job of this type a lease in the commit that creates it, or null when no handler is here. */
export type LeaseNewJob = (jobType: string) => JobRow['lease'];

type Tasks = InstanceChange['tasks'];
type Closed = Tasks['closed'][number];

/** Tasks are history too: one that came and went within the turn is written. */
export function projectTasks(recorded: readonly Recorded[]): Tasks {
  const created: TaskRow[] = [];
  const closed: Closed[] = [];
  const assignees = new Map<string, string | null>();

  /** Taking a task and closing it in one turn is one write of its row. */
  function close(taskId: string, row: Omit<Closed, 'taskId' | 'assignee'>): void {
    closed.push({ taskId, assignee: assignees.get(taskId) ?? null, ...row });
    assignees.delete(taskId);
  }

  const bornWithoutTask = new Set<string>();
  for (const { event, at, actor } of recorded) {
    if (event.type === 'elementReady') bornWithoutTask.add(event.elementInstanceId);
    else if (event.type === 'userTaskCreated') {
      created.push(taskRow(event, at));
      bornWithoutTask.delete(event.elementInstanceId);
    } else if (event.type === 'userTaskAssigned') assignees.set(event.elementInstanceId, event.assignee);
    else if (event.type === 'userTaskCompleted') {
      close(event.elementInstanceId, { status: 'completed', by: actor, at, createdAt: event.createdAt });
    } else if (event.type === 'elementTerminated' && !bornWithoutTask.has(event.elementInstanceId)) {
      // Nothing says which wait it had; a row that is not there costs a failed probe.
      close(event.elementInstanceId, { status: 'terminated', by: actor, at, createdAt: null });
    }
  }

  const assigned = [...assignees].map(([taskId, assignee]) => ({ taskId, assignee }));
  return { created, assigned, closed };
}

/** A job that was done or withdrawn within the turn is never written. */
export function projectJobs(
  recorded: readonly Recorded[],
  state: InstanceState,
  leaseNewJob: LeaseNewJob,
): InstanceChange['jobs'] {
  const created = new Map<string, JobRow>();
  const retried = new Map<string, { jobId: string; retries: number; dueAt: number }>();
  const deleted = new Set<string>();
  const born = new Set<string>();
  for (const { event, at } of recorded) {
    if (!('elementInstanceId' in event)) continue;
    const { elementInstanceId: jobId } = event;
    if (event.type === 'elementReady') born.add(jobId);
    else if (event.type === 'jobCreated') {
      const waits = state.elements.get(jobId)?.wait?.kind === 'job';
      if (waits) created.set(jobId, jobRow(event, at, leaseNewJob(event.jobType)));
    } else if (event.type === 'jobFailed') {
      retried.set(jobId, { jobId, retries: event.retries, dueAt: event.retryAt });
    } else if (event.type === 'jobRetriesSet') {
      retried.set(jobId, { jobId, retries: event.retries, dueAt: at });
    } else if (event.type === 'jobCompleted' || event.type === 'elementTerminated') {
      retried.delete(jobId);
      if (!born.has(jobId)) deleted.add(jobId);
    }
  }
  return { created: [...created.values()], retried: [...retried.values()], deleted: [...deleted] };
}

export function projectIncidents(recorded: readonly Recorded[]): InstanceChange['incidents'] {
  return {
    raised: recordedOf(recorded, 'incidentRaised').map(({ event, at }) => incidentRow(event, at)),
    resolved: recordedOf(recorded, 'incidentResolved').map(({ event, at }) => ({
      incidentId: event.incidentId,
      at,
    })),
  };
}

function taskRow(event: EventOf<'userTaskCreated'>, at: number): TaskRow {
  return {
    taskId: event.elementInstanceId,
    elementId: event.elementId,
    createdAt: at,
    details: event.task,
  };
}

function jobRow(event: EventOf<'jobCreated'>, at: number, lease: JobRow['lease']): JobRow {
  return {
    jobId: event.elementInstanceId,
    elementId: event.elementId,
    type: event.jobType,
    headers: JSON.stringify(event.headers),
    retries: event.retries,
    dueAt: at,
    lease,
  };
}

function incidentRow(event: EventOf<'incidentRaised'>, at: number): IncidentRow {
  return {
    incidentId: event.incidentId,
    elementId: event.elementId,
    elementInstanceId: event.elementInstanceId,
    code: event.code,
    message: event.message,
    at,
  };
}
