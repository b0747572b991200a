import {
  changePasswordSchema,
  endedSessionSchema,
  meSchema,
  passwordChangedSchema,
  sessionListSchema,
} from '@wbpm/contract';
import type { SecurityLog } from '../../access/authenticate.ts';
import { changePassword, endMySession, listMySessions, readMe } from '../../identity/me.ts';
import type { App } from '../app.ts';
import { contextOf } from '../context.ts';
import { success } from '../envelope.ts';
import { answer } from './call.ts';
import { changeWho, type IdentityApi, identityCaseOf } from './identity.ts';
import { answers, idParams } from './schemas.ts';

export interface MeApi extends IdentityApi {
  readonly security: SecurityLog;
}

const tags = ['me'];

export function registerMeRoutes(app: App, api: MeApi): void {
  app.get(
    '/api/v1/me',
    { schema: { tags, summary: 'Who the caller is and what they may do', response: answers(meSchema) } },
    (request) => answer(readMe(identityCaseOf(request, api))),
  );

  app.post(
    '/api/v1/me/password',
    {
      schema: {
        tags,
        summary: 'Change the own password; all other sessions end',
        body: changePasswordSchema,
        response: answers(passwordChangedSchema),
      },
    },
    async (request) => {
      const { principal } = contextOf(request, api.log);
      const { database, forget } = api;
      const who = `${principal.userId} of tenant ${principal.tenantId}`;
      // Without an idempotency key: what is kept of a request could be used to guess the password in it.
      const { response } = await changePassword({ database, principal, forget }, request.body).catch(
        (error: unknown) => {
          api.security.warn(`Password not changed: ${who}`);
          throw error;
        },
      );
      api.security.info(`Password changed: ${who}`);
      return success(response, 'Password changed');
    },
  );

  app.get(
    '/api/v1/me/sessions',
    { schema: { tags, summary: 'Where the caller is logged in', response: answers(sessionListSchema) } },
    (request) => answer(listMySessions(identityCaseOf(request, api))),
  );

  app.delete(
    '/api/v1/me/sessions/:id',
    {
      schema: {
        tags,
        summary: 'End one of the own sessions',
        params: idParams,
        response: answers(endedSessionSchema),
      },
    },
    (request, reply) =>
      changeWho(request, reply, api, 'Session ended', (useCase) => endMySession(useCase, request.params.id)),
  );
}
