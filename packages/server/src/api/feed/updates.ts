import type { DefinitionUpdate, IncidentUpdate, ProcessUpdate, TaskUpdate } from '@wbpm/contract';
import type { Permission } from '../../access/permissions.ts';
import type { CommitNotice, CommitNotices, DefinitionNotice } from '../../store/commit-notice.ts';

export type FeedUpdate = ProcessUpdate | TaskUpdate | IncidentUpdate | DefinitionUpdate;

/** What can be listened to: one process or instance by its id, or something of the whole tenant. */
export type Topic = `id ${string}` | 'incidents' | 'definitions' | 'tasks';

/** One thing to tell those who listen to a topic of a tenant; a later one about the same takes its place. */
export interface TopicUpdate {
  readonly tenantId: string;
  readonly topic: Topic;
  readonly about: string;
  readonly update: FeedUpdate;
}

export const topicOfId = (id: string): Topic => `id ${id}`;

/** What a socket needs to hear of a topic. */
export function permissionFor(topic: Topic): Permission {
  switch (topic) {
    case 'incidents':
      return 'incident_read';
    case 'definitions':
      return 'process_read';
    case 'tasks':
      return 'task_read';
    default:
      return 'instance_read';
  }
}

/** What notices tell, topic by topic; who may hear it is not its concern. */
export function* updatesOf(
  { notices, definitions }: Extract<CommitNotices, { kind: 'few' }>,
  isWanted: (tenantId: string) => boolean = () => true,
): Iterable<TopicUpdate> {
  for (const notice of notices) if (isWanted(notice.tenantId)) yield* ofInstance(notice);
  for (const notice of definitions) if (isWanted(notice.tenantId)) yield ofDefinition(notice);
}

function ofDefinition({ tenantId, processId }: DefinitionNotice): TopicUpdate {
  const update: DefinitionUpdate = { type: 'definition_update', process_id: processId, data: {} };
  return { tenantId, topic: 'definitions', about: processId, update };
}

function ofInstance(notice: CommitNotice): TopicUpdate[] {
  const { tenantId, instanceId, processId, status } = notice;
  const data = { instance_id: instanceId, process_id: processId, status };
  const updates: TopicUpdate[] = [instanceId, processId].map((id) => ({
    tenantId,
    topic: topicOfId(id),
    about: instanceId,
    update: { type: 'process_update', process_id: id, data },
  }));
  if (notice.incidentsChanged) {
    const update: IncidentUpdate = { type: 'incident_update', process_id: processId, data };
    updates.push({ tenantId, topic: 'incidents', about: instanceId, update });
  }
  // Says that the task list may have changed, not how: what one may see is decided by reading it.
  if (notice.tasksChanged) {
    const update: TaskUpdate = { type: 'task_update', process_id: processId, data: {} };
    updates.push({ tenantId, topic: 'tasks', about: '', update });
  }
  return updates;
}

/** Stands for any number of updates of a topic: something of it has changed. */
export function wholeUpdate(topic: Topic): FeedUpdate {
  switch (topic) {
    case 'incidents':
      return { type: 'incident_update', process_id: '', data: {} };
    case 'definitions':
      return { type: 'definition_update', process_id: '', data: {} };
    case 'tasks':
      return { type: 'task_update', process_id: '', data: {} };
    default:
      return { type: 'process_update', process_id: topic.slice(topicOfId('').length), data: {} };
  }
}
