import { Readable } from 'node:stream';
import {
  changeTenantSchema,
  createdTenantSchema,
  createTenantSchema,
  deleteTenantSchema,
  pageQuerySchema,
  tenantListSchema,
  tenantSchema,
} from '@wbpm/contract';
import type { FileStore } from '../../files/file-store.ts';
import { exportTenant } from '../../identity/export-tenant.ts';
import {
  createTenant,
  deleteTenant,
  listAllTenants,
  readTenant,
  renameTenant,
  resumeTenant,
  suspendTenant,
} from '../../identity/tenants.ts';
import type { App } from '../app.ts';
import { expectedRevision } from '../revision.ts';
import { answer, answerRevised } from './call.ts';
import { changeWho, type IdentityApi, identityCaseOf } from './identity.ts';
import { answers, tenantParams } from './schemas.ts';

const tags = ['tenants'];

export interface TenantApi extends IdentityApi {
  readonly files: FileStore;
  /** There is a tenant to erase. */
  readonly erase: () => void;
}

/** An export takes as long as there is something to take out. */
const exportMs = 24 * 3_600_000;

/** For administrators of the platform. */
export function registerTenantRoutes(app: App, api: TenantApi): void {
  app.get(
    '/api/v1/tenants',
    {
      schema: {
        tags,
        summary: 'Tenants of this installation',
        querystring: pageQuerySchema,
        response: answers(tenantListSchema),
      },
    },
    (request) => answer(listAllTenants(identityCaseOf(request, api), request.query)),
  );

  app.post(
    '/api/v1/tenants',
    {
      schema: {
        tags,
        summary: 'Create a tenant and its first administrator, whose password the answer tells once',
        body: createTenantSchema,
        response: answers(createdTenantSchema),
      },
    },
    (request, reply) =>
      changeWho(request, reply, api, 'Tenant created', (useCase) => createTenant(useCase, request.body)),
  );

  app.get(
    '/api/v1/tenants/:tenant_id',
    { schema: { tags, summary: 'A tenant', params: tenantParams, response: answers(tenantSchema) } },
    (request, reply) =>
      answerRevised(reply, readTenant(identityCaseOf(request, api), request.params.tenant_id)),
  );

  app.patch(
    '/api/v1/tenants/:tenant_id',
    {
      schema: {
        tags,
        summary: 'Rename a tenant; with If-Match only the revision the caller has seen',
        params: tenantParams,
        body: changeTenantSchema,
        response: answers(tenantSchema),
      },
    },
    (request, reply) =>
      changeWho(request, reply, api, 'Tenant changed', (useCase) =>
        renameTenant(useCase, request.params.tenant_id, request.body, expectedRevision(request)),
      ),
  );

  app.post(
    '/api/v1/tenants/:tenant_id/suspend',
    {
      schema: {
        tags,
        summary: 'Let nobody of the tenant in',
        params: tenantParams,
        response: answers(tenantSchema),
      },
    },
    (request, reply) =>
      changeWho(request, reply, api, 'Tenant suspended', (useCase) =>
        suspendTenant(useCase, request.params.tenant_id),
      ),
  );

  app.post(
    '/api/v1/tenants/:tenant_id/resume',
    {
      schema: {
        tags,
        summary: 'Let those of the tenant in again',
        params: tenantParams,
        response: answers(tenantSchema),
      },
    },
    (request, reply) =>
      changeWho(request, reply, api, 'Tenant resumed', (useCase) =>
        resumeTenant(useCase, request.params.tenant_id),
      ),
  );

  app.get(
    '/api/v1/tenants/:tenant_id/export',
    {
      config: { handlerMs: exportMs },
      schema: {
        tags,
        summary: 'Everything of a tenant, as lines of JSON (application/x-ndjson)',
        params: tenantParams,
      },
    },
    async (request, reply) => {
      const { tenant_id: tenantId } = request.params;
      const { files } = api;
      const lines = await exportTenant({ ...identityCaseOf(request, api), files }, tenantId);
      return reply
        .type('application/x-ndjson')
        .header('content-disposition', `attachment; filename="${tenantId}.ndjson"`)
        .send(Readable.from(lines));
    },
  );

  app.delete(
    '/api/v1/tenants/:tenant_id',
    {
      schema: {
        tags,
        summary: 'Delete a suspended tenant with everything it has',
        params: tenantParams,
        body: deleteTenantSchema,
        response: answers(tenantSchema),
      },
    },
    (request, reply) =>
      changeWho(request, reply, api, 'Tenant is being deleted', (useCase) =>
        deleteTenant({ ...useCase, erase: api.erase }, request.params.tenant_id, request.body),
      ),
  );
}
