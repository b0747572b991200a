/**
 * The names of the operations in the OpenAPI document, by which generated clients call their functions. A name, once
 * published, stays. A new route gets a line here.
 */
export const operationIds: Readonly<Record<string, string>> = {
  'POST /api/v1/processes': 'deployProcess',
  'GET /api/v1/processes': 'listProcesses',
  'POST /api/v1/parse': 'parseDefinition',
  'GET /api/v1/processes/{id}': 'getProcess',
  'DELETE /api/v1/processes/{id}': 'deleteProcess',
  'GET /api/v1/processes/{id}/versions': 'listProcessVersions',
  'GET /api/v1/processes/{id}/xml': 'getProcessXml',
  'GET /api/v1/processes/{id}/export': 'exportProcess',
  'POST /api/v1/processes/{id}/suspend': 'suspendProcess',
  'POST /api/v1/processes/{id}/resume': 'resumeProcess',
  'GET /api/v1/processes/{id}/instances': 'listInstancesOfProcess',
  'POST /api/v1/processes/{id}/instances': 'startInstance',
  'GET /api/v1/processes/{id}/instances/{instance_id}': 'getInstanceOfProcess',

  'GET /api/v1/instances': 'listInstances',
  'GET /api/v1/instances/{id}': 'getInstance',
  'GET /api/v1/instances/{id}/activities': 'listActivities',
  'GET /api/v1/instances/{id}/activities/{element_instance_id}/variables': 'getLocalVariables',
  'GET /api/v1/instances/{id}/journal': 'getJournal',
  'GET /api/v1/instances/{id}/state': 'getPastState',
  'GET /api/v1/instances/{id}/state/compare': 'compareStates',
  'GET /api/v1/instances/{id}/subscriptions': 'listSubscriptions',
  'PATCH /api/v1/instances/{id}/variables': 'setVariables',
  'POST /api/v1/instances/{id}/cancel': 'cancelInstance',
  'POST /api/v1/instances/{id}/modify': 'modifyInstance',
  'POST /api/v1/instances/{id}/migrate': 'migrateInstance',
  'POST /api/v1/instances/{id}/suspend': 'suspendInstance',
  'POST /api/v1/instances/{id}/resume': 'resumeInstance',
  'POST /api/v1/instances/{id}/activities/{element_instance_id}/trigger': 'triggerActivity',
  'POST /api/v1/instances/{id}/ad-hoc/{element_instance_id}/activate': 'activateAdHocActivities',
  'POST /api/v1/instances/{id}/ad-hoc/{element_instance_id}/complete': 'completeAdHocSubprocess',

  'POST /api/v1/messages': 'publishMessage',
  'POST /api/v1/signals': 'broadcastSignal',
  'POST /api/v1/conditions': 'evaluateConditions',

  'GET /api/v1/tasks': 'listTasks',
  'POST /api/v1/tasks/bulk': 'changeManyTasks',
  'GET /api/v1/tasks/{id}': 'getTask',
  'POST /api/v1/tasks/{id}/claim': 'claimTask',
  'POST /api/v1/tasks/{id}/unclaim': 'unclaimTask',
  'POST /api/v1/tasks/{id}/assign': 'assignTask',
  'POST /api/v1/tasks/{id}/complete': 'completeTask',
  'POST /api/v1/tasks/{id}/error': 'throwTaskError',
  'POST /api/v1/tasks/{id}/escalate': 'escalateTask',

  'GET /api/v1/jobs': 'listJobs',
  'POST /api/v1/jobs/activate': 'activateJobs',
  'POST /api/v1/jobs/{id}/complete': 'completeJob',
  'POST /api/v1/jobs/{id}/fail': 'failJob',
  'POST /api/v1/jobs/{id}/error': 'throwJobError',
  'POST /api/v1/jobs/{id}/extend': 'extendJobLease',

  'GET /api/v1/incidents': 'listIncidents',
  'POST /api/v1/incidents/resolve': 'resolveIncidents',
  'POST /api/v1/incidents/{id}/resolve': 'resolveIncident',

  'POST /api/v1/decisions': 'deployDecisions',
  'GET /api/v1/decisions': 'listDecisions',
  'GET /api/v1/decisions/{id}': 'getDecision',
  'GET /api/v1/decisions/{id}/versions': 'listDecisionVersions',
  'GET /api/v1/decisions/{id}/xml': 'getDecisionXml',
  'POST /api/v1/decisions/{id}/evaluate': 'evaluateDecision',

  'POST /api/v1/batches': 'createBatch',
  'GET /api/v1/batches': 'listBatches',
  'GET /api/v1/batches/{id}': 'getBatch',
  'POST /api/v1/batches/{id}/pause': 'pauseBatch',
  'POST /api/v1/batches/{id}/resume': 'resumeBatch',
  'POST /api/v1/batches/{id}/cancel': 'cancelBatch',

  'GET /api/v1/auth/methods': 'listLoginMethods',
  'POST /api/v1/auth/login': 'logIn',
  'POST /api/v1/auth/refresh': 'refreshTokens',
  'POST /api/v1/auth/logout': 'logOut',
  'GET /api/v1/auth/oidc/login': 'beginOidcLogin',
  'GET /api/v1/auth/oidc/callback': 'finishOidcLogin',
  'GET /api/v1/me': 'getMe',
  'POST /api/v1/me/password': 'changeMyPassword',
  'GET /api/v1/me/sessions': 'listMySessions',
  'DELETE /api/v1/me/sessions/{id}': 'endMySession',

  'GET /api/v1/users': 'listUsers',
  'POST /api/v1/users': 'createUser',
  'GET /api/v1/users/{id}': 'getUser',
  'PATCH /api/v1/users/{id}': 'changeUser',
  'DELETE /api/v1/users/{id}': 'deleteUser',
  'POST /api/v1/users/{id}/reset-password': 'resetPassword',
  'GET /api/v1/groups': 'listGroups',
  'POST /api/v1/groups': 'createGroup',
  'GET /api/v1/groups/{id}': 'getGroup',
  'PATCH /api/v1/groups/{id}': 'changeGroup',
  'DELETE /api/v1/groups/{id}': 'deleteGroup',
  'PUT /api/v1/groups/{id}/members/{user_id}': 'addGroupMember',
  'DELETE /api/v1/groups/{id}/members/{user_id}': 'removeGroupMember',
  'GET /api/v1/roles': 'listRoles',
  'POST /api/v1/roles': 'createRole',
  'PATCH /api/v1/roles/{id}': 'changeRole',
  'DELETE /api/v1/roles/{id}': 'deleteRole',
  'GET /api/v1/api-keys': 'listApiKeys',
  'POST /api/v1/api-keys': 'createApiKey',
  'DELETE /api/v1/api-keys/{id}': 'revokeApiKey',

  'GET /api/v1/tenants': 'listTenants',
  'POST /api/v1/tenants': 'createTenant',
  'GET /api/v1/tenants/{tenant_id}': 'getTenant',
  'PATCH /api/v1/tenants/{tenant_id}': 'renameTenant',
  'DELETE /api/v1/tenants/{tenant_id}': 'deleteTenant',
  'POST /api/v1/tenants/{tenant_id}/suspend': 'suspendTenant',
  'POST /api/v1/tenants/{tenant_id}/resume': 'resumeTenant',
  'GET /api/v1/tenants/{tenant_id}/export': 'exportTenant',

  'GET /api/v1/clock': 'getClock',
  'POST /api/v1/clock': 'setClock',
  'GET /health': 'getHealth',
  'GET /ready': 'getReadiness',
};

/** Reached without being anybody. */
export const openOperations: ReadonlySet<string> = new Set([
  'listLoginMethods',
  'logIn',
  'refreshTokens',
  'logOut',
  'beginOidcLogin',
  'finishOidcLogin',
  'getHealth',
  'getReadiness',
]);

/** Change nothing, or what nobody may be told twice, so that a key has no answer to keep. */
export const operationsWithoutKey: ReadonlySet<string> = new Set([
  'parseDefinition',
  'activateJobs',
  'evaluateDecision',
  'logIn',
  'refreshTokens',
  'logOut',
  'changeMyPassword',
  'setClock',
]);

/** Answer an `ETag`. */
export const taggedOperations: ReadonlySet<string> = new Set([
  'getProcess',
  'getInstance',
  'getInstanceOfProcess',
  'getUser',
  'getGroup',
  'getTenant',
]);

/** Take an `If-Match`, and answer the `ETag` after the change. */
export const revisedOperations: ReadonlySet<string> = new Set([
  'deployProcess',
  'setVariables',
  'cancelInstance',
  'modifyInstance',
  'migrateInstance',
  'suspendInstance',
  'resumeInstance',
  'changeUser',
  'changeGroup',
  'changeRole',
  'renameTenant',
]);

/** Answer something else than JSON. */
export const answeredTypes: Readonly<Record<string, string>> = {
  getProcessXml: 'application/xml',
  getDecisionXml: 'application/xml',
  exportTenant: 'application/x-ndjson',
};

/** The groups of the document, in the order somebody reads them. */
export const operationGroups: readonly { readonly name: string; readonly description: string }[] = [
  {
    name: 'processes',
    description: 'Definitions: deploy, read, suspend and delete them, version by version.',
  },
  { name: 'instances', description: 'Runs of a process: start, watch, change, migrate and cancel them.' },
  { name: 'tasks', description: 'Work of people: claim it, complete it, give it to somebody else.' },
  { name: 'events', description: 'Messages, signals and conditions that instances wait for or start from.' },
  { name: 'jobs', description: 'Work of machines, leased by workers for a time.' },
  { name: 'incidents', description: 'What cannot go on by itself, and trying it again.' },
  { name: 'decisions', description: 'DMN: deploy decisions and make them.' },
  { name: 'batches', description: 'One operation on many instances, worked off in the background.' },
  { name: 'login', description: 'Ways in: with a password, or through an identity provider.' },
  { name: 'me', description: 'Who the caller is, their password and their sessions.' },
  { name: 'users', description: 'Accounts of people.' },
  { name: 'groups', description: 'People who are candidates of the same tasks.' },
  { name: 'roles', description: 'Permissions by name.' },
  { name: 'api keys', description: 'Keys of machines.' },
  { name: 'tenants', description: 'Tenants of this installation, for administrators of the platform.' },
  { name: 'health', description: 'Whether the server is well and takes requests.' },
  { name: 'clock', description: 'The time of a server for tests.' },
];
