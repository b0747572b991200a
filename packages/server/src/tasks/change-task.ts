import type { ChangedTask } from '@wbpm/contract';
import type { Command, InstanceState, JsonObject } from '@wbpm/engine';
import { Refusal } from '../access/refusal.ts';
import { mayDo, requirePermission } from '../access/require-permission.ts';
import { type Executed, execute } from '../processes/execute.ts';
import type { Task } from '../store/tasks.ts';
import type { UseCase } from '../use-case.ts';
import { checkSubmission } from './check-submission.ts';
import { isCandidate, requireTask } from './visible-task.ts';

export async function claimTask(useCase: UseCase, id: string): Promise<Executed<ChangedTask>> {
  const { principal } = useCase;
  requirePermission(principal, 'task', 'claim');
  const task = await requireTask(useCase, id);
  refuseUnlessWorker(useCase, task);
  return change(useCase, task, {
    type: 'claimUserTask',
    elementInstanceId: task.taskId,
    by: principal.userId,
  });
}

/** Gives the task back to its candidates. */
export async function unclaimTask(useCase: UseCase, id: string): Promise<Executed<ChangedTask>> {
  const { principal } = useCase;
  requirePermission(principal, 'task', 'claim');
  const task = await requireTask(useCase, id);
  if (task.assignee !== null && task.assignee !== principal.userId) {
    requirePermission(principal, 'task', 'assign');
  }
  return change(useCase, task, { type: 'assignUserTask', elementInstanceId: task.taskId, assignee: null });
}

export async function assignTask(
  useCase: UseCase,
  id: string,
  assignee: string | null,
): Promise<Executed<ChangedTask>> {
  requirePermission(useCase.principal, 'task', 'assign');
  const task = await requireTask(useCase, id);
  return change(useCase, task, { type: 'assignUserTask', elementInstanceId: task.taskId, assignee });
}

/** Completing a claimable task claims it first. */
export async function completeTask(
  useCase: UseCase,
  id: string,
  variables: JsonObject,
): Promise<Executed<ChangedTask>> {
  const { principal, runtime } = useCase;
  const task = await requireWork(useCase, id);
  const graph = await runtime.definitions.graph(principal.tenantId, task.definitionId);
  const node = graph.nodes.get(task.elementId);
  if (node?.type === 'userTask' && task.status === 'active') checkSubmission(node.form, variables);
  return change(useCase, task, {
    type: 'completeUserTask',
    elementInstanceId: task.taskId,
    variables,
    by: principal.userId,
    override: mayDo(principal, 'task', 'assign'),
  });
}

/** A business error that whoever works on the task has met. */
export async function throwTaskError(
  useCase: UseCase,
  id: string,
  error: { readonly errorCode: string; readonly message: string | null; readonly variables: JsonObject },
): Promise<Executed<ChangedTask>> {
  const task = await requireWork(useCase, id);
  return change(useCase, task, { type: 'throwUserTaskError', elementInstanceId: task.taskId, ...error });
}

/** Tells the process something while, or instead of, going on with the task. */
export async function escalateTask(
  useCase: UseCase,
  id: string,
  escalation: { readonly escalationCode: string; readonly variables: JsonObject },
): Promise<Executed<ChangedTask>> {
  const task = await requireWork(useCase, id);
  return change(useCase, task, { type: 'escalateUserTask', elementInstanceId: task.taskId, ...escalation });
}

async function requireWork(useCase: UseCase, id: string): Promise<Task> {
  requirePermission(useCase.principal, 'task', 'complete');
  const task = await requireTask(useCase, id);
  refuseUnlessWorker(useCase, task);
  return task;
}

function refuseUnlessWorker({ principal }: UseCase, task: Task): void {
  if (task.assignee === principal.userId || mayDo(principal, 'task', 'assign')) return;
  if (task.assignee !== null && task.status === 'active') {
    throw new Refusal(
      'TASK_ASSIGNED_TO_OTHER',
      `Expected the task to be unassigned or assigned to '${principal.userId}', but it is assigned to '${task.assignee}'`,
    );
  }
  if (!isCandidate(task, principal)) {
    throw new Refusal('FORBIDDEN', `Expected '${principal.userId}' to be a candidate of the task`);
  }
}

function change(useCase: UseCase, task: Task, command: Command): Promise<Executed<ChangedTask>> {
  const { userId } = useCase.principal;
  return execute(useCase, task.instanceId, command, (state) => wireChanged(task, userId, state));
}

/** A task that nobody held was claimed by whoever completed it. */
function wireChanged(task: Task, userId: string, state: InstanceState): ChangedTask {
  const wait = state.elements.get(task.taskId)?.wait;
  const open = wait?.kind === 'userTask';
  return {
    id: task.taskId,
    task_id: task.taskId,
    instance_id: task.instanceId,
    status: open ? 'active' : 'completed',
    assignee: open ? wait.assignee : (task.assignee ?? userId),
  };
}
