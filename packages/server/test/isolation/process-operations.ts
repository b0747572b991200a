import type { Entries } from './entries.ts';
import { ownName } from './plain.ts';

const version = 'a number of a version';

/** Processes and decisions, and what is open to everybody. */
export const processOperations: Entries = {
  'GET /health': { needs: 'open', ids: {} },
  'GET /ready': { needs: 'open', ids: {} },
  'POST /api/v1/processes': {
    needs: 'process_create',
    ids: {},
    plain: { '/process_id': ownName, '/activities/0/id': ownName },
    body: { definition: 'no process' },
  },
  'POST /api/v1/parse': { needs: 'process_create', ids: {}, body: { definition: 'no process' } },
  'GET /api/v1/processes': { needs: 'process_read', ids: { '?cursor': 'processCursor' } },
  'GET /api/v1/processes/{id}': { needs: 'process_read', ids: { '{id}': 'process' } },
  'GET /api/v1/processes/{id}/versions': {
    needs: 'process_read',
    ids: { '{id}': 'process' },
    plain: { '?cursor': version },
  },
  'GET /api/v1/processes/{id}/xml': { needs: 'process_read', ids: { '{id}': 'process' } },
  'GET /api/v1/processes/{id}/export': [
    { needs: 'process_read', ids: { '{id}': 'process' }, query: { format: 'json' } },
    { needs: 'process_read', ids: { '{id}': 'process' }, query: { format: 'apg_dsl' } },
  ],
  'DELETE /api/v1/processes/{id}': [
    { needs: 'process_delete', ids: { '{id}': 'process' } },
    { needs: 'process_delete', ids: { '{id}': 'process' }, query: { cascade: 'true' } },
  ],
  'POST /api/v1/processes/{id}/suspend': [
    { needs: 'process_suspend', ids: { '{id}': 'process' } },
    { needs: 'process_suspend', ids: { '{id}': 'process' }, body: { include_instances: true } },
  ],
  'POST /api/v1/processes/{id}/resume': [
    { needs: 'process_suspend', ids: { '{id}': 'process' } },
    { needs: 'process_suspend', ids: { '{id}': 'process' }, body: { include_instances: true } },
  ],
  'GET /api/v1/processes/{id}/instances': {
    needs: 'instance_read',
    ids: { '{id}': 'process', '?cursor': 'instanceCursor', '?business_key': 'businessKey' },
    plain: { '?process_id': 'the path says which process' },
  },
  'POST /api/v1/processes/{id}/instances': {
    needs: 'process_start',
    ids: { '{id}': 'process' },
    plain: { '/business_key': ownName },
  },
  'GET /api/v1/processes/{id}/instances/{instance_id}': {
    needs: 'instance_read',
    ids: { '{id}': 'process', '{instance_id}': 'instance' },
  },
  'POST /api/v1/decisions': { needs: 'decision_create', ids: {}, body: { definition: 'no decision' } },
  'GET /api/v1/decisions': { needs: 'decision_read', ids: { '?cursor': 'decisionCursor' } },
  'GET /api/v1/decisions/{id}': { needs: 'decision_read', ids: { '{id}': 'decision' } },
  'GET /api/v1/decisions/{id}/versions': { needs: 'decision_read', ids: { '{id}': 'decision' } },
  'GET /api/v1/decisions/{id}/xml': { needs: 'decision_read', ids: { '{id}': 'decision' } },
  'POST /api/v1/decisions/{id}/evaluate': {
    needs: 'decision_execute',
    ids: { '{id}': 'decision' },
    body: {},
  },
};
