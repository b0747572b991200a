import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import { labelCap } from './label-cap.ts';

/** What the life of processes and tasks reports. */
export interface WorkflowMetrics {
  /** A deployment created a process definition. `processType` is the format it was written in. */
  recordProcessCreated(tenantId: string, processType: string): void;
  /** An instance ended. `processId` names the process, not the instance. */
  recordProcessCompleted(ended: ProcessEnd): void;
  updateActiveProcesses(tenantId: string, count: number): void;
  recordTaskCreated(tenantId: string, taskType: string): void;
  recordTaskCompleted(done: TaskEnd): void;
  /** Outside work ran over its time limit. */
  recordTimeout(): void;
}

export interface ProcessEnd {
  readonly tenantId: string;
  readonly processId: string;
  readonly status: 'completed' | 'failed' | 'terminated';
  readonly seconds: number;
}

export interface TaskEnd {
  readonly tenantId: string;
  readonly taskType: string;
  readonly assigneeType: 'user' | 'group' | 'worker' | 'unassigned';
  readonly seconds: number;
}

/** From a second to a month: processes and people take their time. */
const longBuckets = [1, 5, 15, 60, 300, 900, 3600, 14_400, 86_400, 604_800, 2_592_000];

export function workflowMetrics(registry: Registry): WorkflowMetrics {
  const registers = [registry];
  const tenant = labelCap();
  const process = labelCap();
  const kind = labelCap();
  const created = new Counter({
    name: 'wbpm_processes_created_total',
    help: 'Process definitions created',
    labelNames: ['tenant_id', 'process_type'],
    registers,
  });
  const processDuration = new Histogram({
    name: 'wbpm_process_duration_seconds',
    help: 'Time from the start of an instance to its end',
    labelNames: ['tenant_id', 'process_id', 'status'],
    buckets: longBuckets,
    registers,
  });
  const active = new Gauge({
    name: 'wbpm_active_processes',
    help: 'Instances that have not ended',
    labelNames: ['tenant_id'],
    registers,
  });
  const tasksCreated = new Counter({
    name: 'wbpm_tasks_created_total',
    help: 'Tasks created',
    labelNames: ['tenant_id', 'task_type'],
    registers,
  });
  const taskCompletion = new Histogram({
    name: 'wbpm_task_completion_seconds',
    help: 'Time from the creation of a task to its completion',
    labelNames: ['tenant_id', 'task_type', 'assignee_type'],
    buckets: longBuckets,
    registers,
  });
  const timeouts = new Counter({
    name: 'wbpm_timeouts_total',
    help: 'Outside work that ran over its time limit',
    registers,
  });
  return {
    recordProcessCreated(tenantId, processType) {
      created.inc({ tenant_id: tenant(tenantId), process_type: kind(processType) });
    },
    recordProcessCompleted({ tenantId, processId, status, seconds }) {
      const labels = { tenant_id: tenant(tenantId), process_id: process(processId), status };
      processDuration.observe(labels, seconds);
    },
    updateActiveProcesses(tenantId, count) {
      active.set({ tenant_id: tenant(tenantId) }, count);
    },
    recordTaskCreated(tenantId, taskType) {
      tasksCreated.inc({ tenant_id: tenant(tenantId), task_type: kind(taskType) });
    },
    recordTaskCompleted({ tenantId, taskType, assigneeType, seconds }) {
      const labels = { tenant_id: tenant(tenantId), task_type: kind(taskType), assignee_type: assigneeType };
      taskCompletion.observe(labels, seconds);
    },
    recordTimeout() {
      timeouts.inc();
    },
  };
}
