import type { Entries } from './entries.ts';
import { ownName } from './plain.ts';

const heardByNobody = { $name: 200 } as const;
const taskArguments = {
  $cursor: 'taskCursor',
  $assignee: 'user',
  $instance_id: 'instance',
  $process_id: 'process',
} as const;

/** Queries and mutations: `$id` is an argument. */
export const graphqlEntries: Entries = {
  'query batch': { needs: 'instance_read', ids: { $id: 'batch' } },
  'query batches': { needs: 'instance_read', ids: { $cursor: 'batchCursor' }, repeats: true },
  'query decision': { needs: 'decision_read', ids: { $id: 'decision' } },
  'query decisions': { needs: 'decision_read', ids: { $cursor: 'decisionCursor' } },
  'query incidents': {
    needs: 'incident_read',
    ids: { $cursor: 'incidentCursor', $instance_id: 'brokenInstance', $process_id: 'process' },
  },
  'query instance': { needs: 'instance_read', ids: { $id: 'instance' } },
  'query instances': {
    needs: 'instance_read',
    ids: {
      $cursor: 'instanceCursor',
      $business_key: 'businessKey',
      $process_id: 'process',
      $variable: 'variable',
    },
  },
  'query jobs': {
    needs: 'job_read',
    ids: { $cursor: 'jobCursor', $type: 'jobType', $instance_id: 'instance' },
  },
  'query process': { needs: 'process_read', ids: { $id: 'process' } },
  'query process_connection': { needs: 'process_read', ids: { $cursor: 'processCursor' } },
  'query processes': { needs: 'process_read', ids: { $cursor: 'processCursor' } },
  'query task': { needs: 'task_read', ids: { $id: 'task' }, forCandidates: true },
  'query task_connection': { needs: 'task_read', ids: taskArguments },
  'query tasks': { needs: 'task_read', ids: taskArguments },
  'mutation assign_task': { needs: 'task_assign', ids: { $task_id: 'task' }, body: { assignee: 'eve' } },
  'mutation broadcast_signal': {
    needs: 'signal_publish',
    ids: { $name: 'signalName', $instance_id: 'instance' },
    refusedWith: heardByNobody,
  },
  'mutation cancel_instance': { needs: 'instance_cancel', ids: { $instance_id: 'instance' } },
  'mutation claim_task': { needs: 'task_claim', ids: { $task_id: 'task' }, forCandidates: true },
  'mutation complete_task': { needs: 'task_complete', ids: { $task_id: 'task' }, forCandidates: true },
  'mutation publish_message': {
    needs: 'message_publish',
    ids: {
      $name: 'messageName',
      $instance_id: 'instance',
      $correlation_key: 'correlationKey',
      $business_key: 'businessKey',
    },
    refusedWith: heardByNobody,
  },
  'mutation resolve_incident': { needs: 'incident_resolve', ids: { $incident_id: 'incident' } },
  'mutation resume_instance': { needs: 'instance_suspend', ids: { $instance_id: 'instance' } },
  'mutation set_variables': {
    needs: 'instance_update',
    ids: { $instance_id: 'instance' },
    body: { variables: '{"taken":true}' },
  },
  'mutation start_process': { needs: 'process_start', ids: { $process_id: 'process' } },
  'mutation start_process_instance': {
    needs: 'process_start',
    ids: { $process_id: 'process' },
    plain: { $business_key: ownName },
  },
  'mutation suspend_instance': { needs: 'instance_suspend', ids: { $instance_id: 'instance' } },
  'mutation unclaim_task': { needs: 'task_claim', ids: { $task_id: 'task' }, forCandidates: true },
};
