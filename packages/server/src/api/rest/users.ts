import {
  changeUserSchema,
  createUserSchema,
  deletedUserSchema,
  userListSchema,
  userQuerySchema,
  userSchema,
  userWithPasswordSchema,
} from '@wbpm/contract';
import {
  changeAccount,
  createAccount,
  deleteAccount,
  listAccounts,
  readAccount,
  resetPassword,
} from '../../identity/users.ts';
import type { App } from '../app.ts';
import { expectedRevision } from '../revision.ts';
import { answer, answerRevised } from './call.ts';
import { changeWho, type IdentityApi, identityCaseOf } from './identity.ts';
import { answers, idParams } from './schemas.ts';

const tags = ['users'];

export function registerUserRoutes(app: App, api: IdentityApi): void {
  app.get(
    '/api/v1/users',
    {
      schema: {
        tags,
        summary: 'Users with an account here, by their ids',
        querystring: userQuerySchema,
        response: answers(userListSchema),
      },
    },
    (request) => answer(listAccounts(identityCaseOf(request, api), request.query)),
  );

  app.post(
    '/api/v1/users',
    {
      schema: {
        tags,
        summary: 'Create a user; the answer tells the initial password, once',
        body: createUserSchema,
        response: answers(userWithPasswordSchema),
      },
    },
    (request, reply) =>
      changeWho(request, reply, api, 'User created', (useCase) => createAccount(useCase, request.body)),
  );

  app.get(
    '/api/v1/users/:id',
    { schema: { tags, summary: 'A user', params: idParams, response: answers(userSchema) } },
    (request, reply) => answerRevised(reply, readAccount(identityCaseOf(request, api), request.params.id)),
  );

  app.patch(
    '/api/v1/users/:id',
    {
      schema: {
        tags,
        summary: 'Change a user; with If-Match only the revision the caller has seen',
        params: idParams,
        body: changeUserSchema,
        response: answers(userSchema),
      },
    },
    (request, reply) =>
      changeWho(request, reply, api, 'User changed', (useCase) =>
        changeAccount(useCase, request.params.id, request.body, expectedRevision(request)),
      ),
  );

  app.post(
    '/api/v1/users/:id/reset-password',
    {
      schema: {
        tags,
        summary: 'Give the user a new initial password, end their sessions and locks',
        params: idParams,
        response: answers(userWithPasswordSchema),
      },
    },
    (request, reply) =>
      changeWho(request, reply, api, 'Password reset', (useCase) =>
        resetPassword(useCase, request.params.id),
      ),
  );

  app.delete(
    '/api/v1/users/:id',
    {
      schema: { tags, summary: 'Delete a user', params: idParams, response: answers(deletedUserSchema) },
    },
    (request, reply) =>
      changeWho(request, reply, api, 'User deleted', (useCase) => deleteAccount(useCase, request.params.id)),
  );
}
