import {
  loggedOutSchema,
  loginMethodsSchema,
  loginSchema,
  refreshSchema,
  sessionTokensSchema,
} from '@wbpm/contract';
import type { FastifyRequest } from 'fastify';
import type { SecurityLog } from '../../access/authenticate.ts';
import { Refusal } from '../../access/refusal.ts';
import { type LoginAttempts, logIn, logOut, refreshLogin } from '../../identity/log-in.ts';
import type { LoginClient, SessionSettings } from '../../identity/open-session.ts';
import type { Database } from '../../store/database.ts';
import type { App } from '../app.ts';
import { success } from '../envelope.ts';
import { requireOwnPage, type SessionCookie } from '../session-cookie.ts';
import { answers } from './schemas.ts';

export interface LoginApi {
  readonly database: Database;
  readonly sessions: SessionSettings;
  readonly cookie: SessionCookie;
  readonly corsOrigins: readonly string[];
  readonly log: SecurityLog;
  readonly forget: (tenantId: string) => void;
  readonly attempts: LoginAttempts;
  /** Users of this server can log in with their passwords. */
  readonly withPassword: boolean;
  readonly anonymous: boolean;
  /** Where logging in at the identity provider begins; null: it does not. */
  readonly oidcUrl: string | null;
}

const tags = ['login'];

/** Reached without a token, for whoever comes here has none yet. */
export function registerLoginRoutes(app: App, api: LoginApi): void {
  const { cookie, corsOrigins, withPassword, anonymous, oidcUrl } = api;

  app.get(
    '/api/v1/auth/methods',
    { schema: { tags, summary: 'How one can log in here', response: answers(loginMethodsSchema) } },
    () => success({ anonymous, password: withPassword, oidc_url: oidcUrl }),
  );

  app.post(
    '/api/v1/auth/login',
    {
      schema: {
        tags,
        summary: 'Log in with a password',
        body: loginSchema,
        response: answers(sessionTokensSchema),
      },
    },
    async (request, reply) => {
      if (!withPassword)
        throw new Refusal('NOT_SUPPORTED', 'Expected LOCAL_ACCOUNTS, but this server has none');
      // Another site must not log a browser in as somebody else than its user thinks.
      if (request.body.cookie) requireOwnPage(request, corsOrigins);
      const opened = await logIn(api, request.body, clientOf(request));
      if (opened.cookie !== null) {
        await endSessionBefore(request, api);
        reply.header('set-cookie', cookie.set(opened.cookie, opened.tokens.expires_in));
      }
      return success(opened.tokens, 'Logged in');
    },
  );

  app.post(
    '/api/v1/auth/refresh',
    {
      schema: {
        tags,
        summary: 'Get new tokens for a refresh token, which counts once',
        body: refreshSchema,
        response: answers(sessionTokensSchema),
      },
    },
    async (request) =>
      success(await refreshLogin(api, request.body.refresh_token, api.forget), 'Session refreshed'),
  );

  app.post(
    '/api/v1/auth/logout',
    {
      schema: {
        tags,
        summary: 'End the session of the access token or the cookie',
        response: answers(loggedOutSchema),
      },
    },
    async (request, reply) => {
      const { authorization } = request.headers;
      const inCookie = authorization === undefined ? cookie.of(request.headers.cookie) : null;
      if (inCookie !== null) {
        requireOwnPage(request, corsOrigins);
        reply.header('set-cookie', cookie.clear);
      }
      const token = inCookie ?? authorization?.replace(/^Bearer +/i, '');
      if (token !== undefined) await logOut(api.database, token, api.forget);
      return success({ logged_out: true as const }, 'Logged out');
    },
  );
}

/** A browser has one session. The one it had, maybe of somebody else, ends when it gets another. */
export async function endSessionBefore(
  request: FastifyRequest,
  { database, cookie, forget }: Pick<LoginApi, 'database' | 'cookie' | 'forget'>,
): Promise<void> {
  const before = cookie.of(request.headers.cookie);
  if (before !== null) await logOut(database, before, forget);
}

const longestUserAgent = 255;

export function clientOf(request: FastifyRequest): LoginClient {
  const agent = request.headers['user-agent'];
  return { address: request.ip, userAgent: agent?.slice(0, longestUserAgent) ?? null };
}
