import {
  apiKeyListSchema,
  apiKeyWithSecretSchema,
  createApiKeySchema,
  pageQuerySchema,
  revokedApiKeySchema,
} from '@wbpm/contract';
import { createApiKey, listAllApiKeys, revokeApiKey } from '../../identity/api-keys.ts';
import type { App } from '../app.ts';
import { answer } from './call.ts';
import { changeWho, type IdentityApi, identityCaseOf } from './identity.ts';
import { answers, idParams } from './schemas.ts';

const tags = ['api keys'];

export function registerApiKeyRoutes(app: App, api: IdentityApi): void {
  app.get(
    '/api/v1/api-keys',
    {
      schema: {
        tags,
        summary: 'Keys of machines, by their names; the keys themselves are told to nobody',
        querystring: pageQuerySchema,
        response: answers(apiKeyListSchema),
      },
    },
    (request) => answer(listAllApiKeys(identityCaseOf(request, api), request.query)),
  );

  app.post(
    '/api/v1/api-keys',
    {
      schema: {
        tags,
        summary: 'Create a key for a machine; the answer tells it, once',
        body: createApiKeySchema,
        response: answers(apiKeyWithSecretSchema),
      },
    },
    (request, reply) =>
      changeWho(request, reply, api, 'API key created', (useCase) => createApiKey(useCase, request.body)),
  );

  app.delete(
    '/api/v1/api-keys/:id',
    {
      schema: { tags, summary: 'Revoke a key', params: idParams, response: answers(revokedApiKeySchema) },
    },
    (request, reply) =>
      changeWho(request, reply, api, 'API key revoked', (useCase) =>
        revokeApiKey(useCase, request.params.id),
      ),
  );
}
