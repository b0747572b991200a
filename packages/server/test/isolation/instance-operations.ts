import type { Entries } from './entries.ts';

const seq = 'a number of an event';
const processes = { '?process_id': 'process' } as const;

/** Instances. */
export const instanceOperations: Entries = {
  'GET /api/v1/instances': [
    {
      needs: 'instance_read',
      ids: {
        '?cursor': 'instanceCursor',
        '?business_key': 'businessKey',
        '?variable': 'variable',
        ...processes,
      },
    },
    {
      needs: 'instance_read',
      ids: { '?business_key': 'businessKey', '?variable': 'variable', ...processes },
      query: { archived: 'true' },
    },
    {
      needs: 'instance_read',
      ids: { '?business_key': 'businessKey', '?variable': 'variable', ...processes },
      query: { status: 'active' },
    },
  ],
  'GET /api/v1/instances/{id}': { needs: 'instance_read', ids: { '{id}': 'instance' } },
  'GET /api/v1/instances/{id}/activities': {
    needs: 'instance_read',
    ids: { '{id}': 'instance', '?cursor': 'activityCursor' },
  },
  'GET /api/v1/instances/{id}/activities/{element_instance_id}/variables': {
    needs: 'instance_read',
    ids: { '{id}': 'instance', '{element_instance_id}': 'element' },
  },
  'GET /api/v1/instances/{id}/journal': {
    needs: 'instance_read',
    ids: { '{id}': 'instance' },
    plain: { '?cursor': seq },
  },
  'GET /api/v1/instances/{id}/state': { needs: 'instance_read', ids: { '{id}': 'instance' } },
  'GET /api/v1/instances/{id}/state/compare': {
    needs: 'instance_read',
    ids: { '{id}': 'instance' },
    query: { from_seq: '1', to_seq: '2' },
  },
  'GET /api/v1/instances/{id}/subscriptions': {
    needs: 'instance_read',
    ids: { '{id}': 'instance', '?cursor': 'subscriptionCursor' },
  },
  'PATCH /api/v1/instances/{id}/variables': {
    needs: 'instance_update',
    ids: { '{id}': 'instance' },
    body: { variables: { taken: true } },
  },
  'POST /api/v1/instances/{id}/cancel': { needs: 'instance_cancel', ids: { '{id}': 'instance' }, body: {} },
  'POST /api/v1/instances/{id}/suspend': { needs: 'instance_suspend', ids: { '{id}': 'instance' } },
  'POST /api/v1/instances/{id}/resume': { needs: 'instance_suspend', ids: { '{id}': 'instance' } },
  'POST /api/v1/instances/{id}/modify': [
    {
      needs: 'instance_update',
      ids: { '{id}': 'instance', '/instructions/0/scope': 'adHoc' },
      body: { instructions: [{ activate: 'wash' }] },
    },
    {
      needs: 'instance_update',
      ids: { '{id}': 'instance', '/instructions/0/cancel': 'element' },
      body: { instructions: [{ cancel: 'nothing' }] },
    },
  ],
  'POST /api/v1/instances/{id}/migrate': [
    { needs: 'instance_update', ids: { '{id}': 'instance', '/target': 'process' } },
    { needs: 'instance_update', ids: { '{id}': 'instance', '/target': 'process' }, body: { dry_run: true } },
  ],
  'POST /api/v1/instances/{id}/activities/{element_instance_id}/trigger': {
    needs: 'instance_update',
    ids: { '{id}': 'instance', '{element_instance_id}': 'waiting' },
    refusedWith: { '{element_instance_id}': 409 },
  },
  'POST /api/v1/instances/{id}/ad-hoc/{element_instance_id}/activate': {
    needs: 'instance_update',
    ids: { '{id}': 'instance', '{element_instance_id}': 'adHoc' },
    refusedWith: { '{element_instance_id}': 409 },
    body: { elements: ['wash'] },
  },
  'POST /api/v1/instances/{id}/ad-hoc/{element_instance_id}/complete': {
    needs: 'instance_update',
    ids: { '{id}': 'instance', '{element_instance_id}': 'adHoc' },
    refusedWith: { '{element_instance_id}': 409 },
  },
};
