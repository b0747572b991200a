import {
  changeRoleSchema,
  createRoleSchema,
  deletedRoleSchema,
  roleListSchema,
  roleSchema,
} from '@wbpm/contract';
import { changeRole, createRole, listRoles, removeRole } from '../../identity/roles.ts';
import type { App } from '../app.ts';
import { expectedRevision } from '../revision.ts';
import { answer } from './call.ts';
import { changeWho, type IdentityApi, identityCaseOf } from './identity.ts';
import { answers, idParams } from './schemas.ts';

const tags = ['roles'];

export function registerRoleRoutes(app: App, api: IdentityApi): void {
  app.get(
    '/api/v1/roles',
    {
      schema: {
        tags,
        summary: 'Roles with their permissions, those every tenant has first',
        response: answers(roleListSchema),
      },
    },
    (request) => answer(listRoles(identityCaseOf(request, api))),
  );

  app.post(
    '/api/v1/roles',
    { schema: { tags, summary: 'Create a role', body: createRoleSchema, response: answers(roleSchema) } },
    (request, reply) =>
      changeWho(request, reply, api, 'Role created', (useCase) => createRole(useCase, request.body)),
  );

  app.patch(
    '/api/v1/roles/:id',
    {
      schema: {
        tags,
        summary: 'Change a role; with If-Match only the revision the caller has seen',
        params: idParams,
        body: changeRoleSchema,
        response: answers(roleSchema),
      },
    },
    (request, reply) =>
      changeWho(request, reply, api, 'Role changed', (useCase) =>
        changeRole(useCase, request.params.id, request.body, expectedRevision(request)),
      ),
  );

  app.delete(
    '/api/v1/roles/:id',
    {
      schema: { tags, summary: 'Delete a role', params: idParams, response: answers(deletedRoleSchema) },
    },
    (request, reply) =>
      changeWho(request, reply, api, 'Role deleted', (useCase) => removeRole(useCase, request.params.id)),
  );
}
