import type { Entries } from './entries.ts';

/** That of the leased job; it counts with the id of its job alone. */
const lease = { lock_token: '1' } as const;
const leased = { '/lock_token': 'counts with the id of its job alone' } as const;
const processes = { '?process_id': 'process' } as const;

/** What instances wait for, and many of them at once. */
export const workOperations: Entries = {
  'POST /api/v1/messages': {
    needs: 'message_publish',
    ids: {
      '/name': 'messageName',
      '/instance_id': 'instance',
      '/correlation_key': 'correlationKey',
      '/business_key': 'businessKey',
    },
  },
  'POST /api/v1/signals': {
    needs: 'signal_publish',
    ids: { '/name': 'signalName', '/instance_id': 'instance' },
  },
  'POST /api/v1/conditions': { needs: 'process_start', ids: {}, body: { variables: {} } },
  'GET /api/v1/tasks': [
    {
      needs: 'task_read',
      ids: { '?cursor': 'taskCursor', '?instance_id': 'instance', '?assignee': 'user', ...processes },
    },
    {
      needs: 'task_read',
      ids: { '?instance_id': 'instance', '?assignee': 'user', ...processes },
      query: { status: 'completed' },
    },
  ],
  'GET /api/v1/tasks/{id}': { needs: 'task_read', ids: { '{id}': 'task' }, forCandidates: true },
  'POST /api/v1/tasks/bulk': [
    { needs: 'task_claim', ids: { '/task_ids/0': 'task' }, body: { operation: 'claim' } },
    { needs: 'task_claim', ids: { '/task_ids/0': 'task' }, body: { operation: 'unclaim' } },
    { needs: 'task_assign', ids: { '/task_ids/0': 'task' }, body: { operation: 'assign', assignee: 'eve' } },
    { needs: 'task_complete', ids: { '/task_ids/0': 'task' }, body: { operation: 'complete' } },
  ],
  'POST /api/v1/tasks/{id}/claim': { needs: 'task_claim', ids: { '{id}': 'task' }, forCandidates: true },
  'POST /api/v1/tasks/{id}/unclaim': { needs: 'task_claim', ids: { '{id}': 'task' }, forCandidates: true },
  'POST /api/v1/tasks/{id}/assign': {
    needs: 'task_assign',
    ids: { '{id}': 'task' },
    body: { assignee: 'eve' },
  },
  'POST /api/v1/tasks/{id}/complete': {
    needs: 'task_complete',
    ids: { '{id}': 'task' },
    forCandidates: true,
  },
  'POST /api/v1/tasks/{id}/error': {
    needs: 'task_complete',
    ids: { '{id}': 'task' },
    body: { error_code: 'E' },
    forCandidates: true,
  },
  'POST /api/v1/tasks/{id}/escalate': {
    needs: 'task_complete',
    ids: { '{id}': 'task' },
    body: { escalation_code: 'E' },
    forCandidates: true,
  },
  'GET /api/v1/jobs': {
    needs: 'job_read',
    ids: { '?cursor': 'jobCursor', '?type': 'jobType', '?instance_id': 'instance' },
  },
  'POST /api/v1/jobs/activate': {
    needs: 'job_activate',
    ids: { '/type': 'jobType' },
    body: { worker: 'w', max_jobs: 100 },
  },
  'POST /api/v1/jobs/{id}/complete': {
    needs: 'job_complete',
    ids: { '{id}': 'job' },
    plain: leased,
    body: lease,
  },
  'POST /api/v1/jobs/{id}/fail': {
    needs: 'job_complete',
    ids: { '{id}': 'job' },
    plain: leased,
    body: { ...lease, message: 'm' },
  },
  'POST /api/v1/jobs/{id}/error': {
    needs: 'job_complete',
    ids: { '{id}': 'job' },
    plain: leased,
    body: { ...lease, error_code: 'E' },
  },
  'POST /api/v1/jobs/{id}/extend': {
    needs: 'job_complete',
    ids: { '{id}': 'job' },
    plain: leased,
    body: { ...lease, duration_ms: 86_400_000 },
  },
  'GET /api/v1/incidents': [
    {
      needs: 'incident_read',
      ids: { '?cursor': 'incidentCursor', '?instance_id': 'brokenInstance', ...processes },
    },
    {
      needs: 'incident_read',
      ids: { '?instance_id': 'brokenInstance', ...processes },
      query: { status: 'resolved' },
    },
  ],
  'POST /api/v1/incidents/resolve': {
    needs: 'incident_resolve',
    ids: { '/filter/process_id': 'process', '/filter/incident_ids/0': 'incident' },
  },
  'POST /api/v1/incidents/{id}/resolve': { needs: 'incident_resolve', ids: { '{id}': 'incident' }, body: {} },
  'POST /api/v1/batches': [
    {
      needs: 'instance_cancel',
      ids: {
        '/filter/process_id': 'process',
        '/filter/definition_id': 'definition',
        '/filter/business_key': 'businessKey',
        '/filter/instance_ids/0': 'instance',
      },
      body: { operation: 'cancel', parameters: {} },
    },
    {
      needs: 'instance_cancel',
      ids: {
        '/filter/process_id': 'process',
        '/filter/definition_id': 'definition',
        '/filter/business_key': 'businessKey',
        '/filter/instance_ids/0': 'instance',
      },
      body: { operation: 'cancel', parameters: {}, dry_run: true },
    },
    {
      needs: 'instance_update',
      ids: { '/parameters/target': 'process', '/filter/instance_ids/0': 'instance' },
      always: ['/parameters/target'],
      body: { operation: 'migrate', filter: { business_key: 'nobody' }, parameters: {}, dry_run: true },
    },
    {
      needs: 'instance_update',
      ids: { '/parameters/instructions/0/scope': 'adHoc' },
      body: {
        operation: 'modify',
        filter: { business_key: 'nobody' },
        parameters: { instructions: [{ activate: 'wash' }] },
      },
    },
  ],
  'GET /api/v1/batches': { needs: 'instance_read', ids: { '?cursor': 'batchCursor' }, repeats: true },
  'GET /api/v1/batches/{id}': { needs: 'instance_read', ids: { '{id}': 'batch' } },
  'POST /api/v1/batches/{id}/pause': { needs: 'instance_update', ids: { '{id}': 'batch' } },
  'POST /api/v1/batches/{id}/resume': { needs: 'instance_update', ids: { '{id}': 'batch' } },
  'POST /api/v1/batches/{id}/cancel': { needs: 'instance_update', ids: { '{id}': 'batch' } },
};
