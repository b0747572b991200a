import type { Task as WireTask } from '@wbpm/contract';
import { wireForm } from '../processes/wire-form.ts';
import type { Runtime } from '../runtime/runtime.ts';
import type { Task } from '../store/tasks.ts';

/** A task with its form, which comes from the model of its definition. */
export async function wireTask(runtime: Runtime, tenantId: string, task: Task): Promise<WireTask> {
  const graph = await runtime.definitions.graph(tenantId, task.definitionId);
  const node = graph.nodes.get(task.elementId);
  const form = wireForm(node?.type === 'userTask' ? node.form : null, task.formKey);
  return {
    id: task.taskId,
    task_id: task.taskId,
    name: task.name,
    description: task.description,
    assignee: task.assignee,
    candidate_users: [...task.candidateUsers],
    candidate_groups: [...task.candidateGroups],
    due_date: task.dueDate?.toISOString() ?? null,
    priority: task.priority,
    status: task.status,
    created_at: task.createdAt.toISOString(),
    completed_at: task.completedAt?.toISOString() ?? null,
    completed_by: task.completedBy,
    element_id: task.elementId,
    instance_id: task.instanceId,
    process_id: task.processId,
    process_name: task.processName,
    definition_id: task.definitionId,
    business_key: task.businessKey,
    ...(form === undefined ? {} : { form }),
    ...(task.slaDate === null ? {} : { sla: { due_at: task.slaDate.toISOString() } }),
  };
}
