import {
  type Authentication,
  type AuthSettings,
  createAuthentication,
  type KnownCallers,
} from '../access/authenticate.ts';
import { Refusal } from '../access/refusal.ts';

/** Where this server gave nobody anything, and every tenant is active. */
export const noCallers: KnownCallers = {
  find: () => Promise.resolve(null),
  tenant: () => Promise.resolve({ isActive: true, roles: new Map() }),
};

/** Authentication with a clock that stands still until it is moved, and what it logs. */
export function startAuthentication(auth: AuthSettings, now = Date.now()) {
  const clock = { now };
  const logged: string[] = [];
  const log = { info: (text: string) => logged.push(text), warn: (text: string) => logged.push(text) };
  const authentication = createAuthentication({ auth, callers: noCallers, log, now: () => clock.now });
  return { authentication, clock, logged };
}

/** Why nobody is let in with that token. */
export function refusalOf(authentication: Authentication, token: string): Promise<Refusal> {
  return refusalOfHeader(authentication, `Bearer ${token}`);
}

/** The same for a whole `Authorization` header. */
export async function refusalOfHeader(
  authentication: Authentication,
  header: string | undefined,
): Promise<Refusal> {
  const error: unknown = await Promise.resolve()
    .then(() => authentication.fromHeader(header))
    .catch((cause: unknown) => cause);
  if (error instanceof Refusal) return error;
  throw new Error('Expected a refusal, but the token was accepted', { cause: error });
}
