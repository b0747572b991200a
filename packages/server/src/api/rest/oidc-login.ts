import { parseCookie, stringifySetCookie } from 'cookie';
import { z } from 'zod';
import type { SecurityLog } from '../../access/authenticate.ts';
import { type OidcLogin, OidcLoginFailed, oidcCallbackPath } from '../../access/oidc-login.ts';
import { logInAtProvider } from '../../identity/log-in-at-provider.ts';
import type { SessionSettings } from '../../identity/open-session.ts';
import type { Database } from '../../store/database.ts';
import type { App } from '../app.ts';
import type { SessionCookie } from '../session-cookie.ts';
import { clientOf, endSessionBefore } from './login.ts';

export interface OidcLoginApi {
  readonly database: Database;
  readonly sessions: SessionSettings;
  readonly cookie: SessionCookie;
  readonly secureCookies: boolean;
  readonly log: SecurityLog;
  readonly forget: (tenantId: string) => void;
  readonly login: OidcLogin;
}

export const oidcLoginPath = '/api/v1/auth/oidc/login';
const attemptSeconds = 600;
const longestPath = 2000;

/** Two redirects of a browser: to the provider, and back from there. What goes wrong is shown by the web pages. */
export function registerOidcLoginRoutes(app: App, api: OidcLoginApi): void {
  const { cookie, login, log, secureCookies } = api;
  // No host beside this one can put its own attempt into a browser.
  const attemptCookie = secureCookies ? '__Host-wbpm_login' : 'wbpm_login';
  const attemptHeader = (value: string, maxAge: number): string =>
    stringifySetCookie({
      name: attemptCookie,
      value,
      path: '/',
      httpOnly: true,
      sameSite: 'lax',
      secure: secureCookies,
      maxAge,
    });

  app.get(
    oidcLoginPath,
    {
      schema: {
        tags: ['login'],
        summary: 'Send a browser to the identity provider, and to a page of this server after that',
        querystring: z.object({ return_to: z.string().max(longestPath).default('/') }),
      },
    },
    async (request, reply) => {
      try {
        const { address, attempt } = await login.begin(request.query.return_to);
        return await reply
          .header('set-cookie', attemptHeader(attempt, attemptSeconds))
          .redirect(address.href, 303);
      } catch (error) {
        return reply.redirect(failurePage(error, log), 303);
      }
    },
  );

  app.get(
    oidcCallbackPath,
    { schema: { tags: ['login'], summary: 'Where the identity provider sends a browser back to' } },
    async (request, reply) => {
      const cookies = parseCookie(request.headers.cookie ?? '');
      const query = request.url.slice(request.url.indexOf('?') + 1);
      const done = attemptHeader('', 0);
      try {
        const answer = { query, attempt: cookies[attemptCookie] ?? null };
        const opened = await logInAtProvider(api, login, answer, clientOf(request));
        await endSessionBefore(request, api);
        const session = cookie.set(opened.cookie, opened.lastsSeconds);
        return await reply.header('set-cookie', [done, session]).redirect(opened.returnTo, 303);
      } catch (error) {
        return reply.header('set-cookie', done).redirect(failurePage(error, log), 303);
      }
    },
  );
}

function failurePage(error: unknown, log: SecurityLog): string {
  if (!(error instanceof OidcLoginFailed)) throw error;
  log.warn(`Nobody was logged in at the provider: ${error.message}`);
  return `/sign-in?error=${error.reason}`;
}
