import {
  changeGroupSchema,
  createGroupSchema,
  deletedGroupSchema,
  groupListSchema,
  groupSchema,
  membershipSchema,
  pageQuerySchema,
} from '@wbpm/contract';
import {
  changeGroup,
  createGroup,
  listAllGroups,
  readGroup,
  removeGroup,
  setMembership,
} from '../../identity/groups.ts';
import type { App } from '../app.ts';
import { expectedRevision } from '../revision.ts';
import { answer, answerRevised } from './call.ts';
import { changeWho, type IdentityApi, identityCaseOf } from './identity.ts';
import { answers, idParams, memberParams } from './schemas.ts';

const tags = ['groups'];

export function registerGroupRoutes(app: App, api: IdentityApi): void {
  app.get(
    '/api/v1/groups',
    {
      schema: {
        tags,
        summary: 'Groups, by their ids',
        querystring: pageQuerySchema,
        response: answers(groupListSchema),
      },
    },
    (request) => answer(listAllGroups(identityCaseOf(request, api), request.query)),
  );

  app.post(
    '/api/v1/groups',
    {
      schema: { tags, summary: 'Create a group', body: createGroupSchema, response: answers(groupSchema) },
    },
    (request, reply) =>
      changeWho(request, reply, api, 'Group created', (useCase) => createGroup(useCase, request.body)),
  );

  app.get(
    '/api/v1/groups/:id',
    { schema: { tags, summary: 'A group', params: idParams, response: answers(groupSchema) } },
    (request, reply) => answerRevised(reply, readGroup(identityCaseOf(request, api), request.params.id)),
  );

  app.patch(
    '/api/v1/groups/:id',
    {
      schema: {
        tags,
        summary: 'Change a group; with If-Match only the revision the caller has seen',
        params: idParams,
        body: changeGroupSchema,
        response: answers(groupSchema),
      },
    },
    (request, reply) =>
      changeWho(request, reply, api, 'Group changed', (useCase) =>
        changeGroup(useCase, request.params.id, request.body, expectedRevision(request)),
      ),
  );

  app.delete(
    '/api/v1/groups/:id',
    {
      schema: { tags, summary: 'Delete a group', params: idParams, response: answers(deletedGroupSchema) },
    },
    (request, reply) =>
      changeWho(request, reply, api, 'Group deleted', (useCase) => removeGroup(useCase, request.params.id)),
  );

  app.put(
    '/api/v1/groups/:id/members/:user_id',
    {
      schema: {
        tags,
        summary: 'Make a user a member of the group',
        params: memberParams,
        response: answers(membershipSchema),
      },
    },
    (request, reply) =>
      changeWho(request, reply, api, 'Member added', (useCase) =>
        setMembership(useCase, request.params.id, request.params.user_id, true),
      ),
  );

  app.delete(
    '/api/v1/groups/:id/members/:user_id',
    {
      schema: {
        tags,
        summary: 'Take a user out of the group',
        params: memberParams,
        response: answers(membershipSchema),
      },
    },
    (request, reply) =>
      changeWho(request, reply, api, 'Member removed', (useCase) =>
        setMembership(useCase, request.params.id, request.params.user_id, false),
      ),
  );
}
