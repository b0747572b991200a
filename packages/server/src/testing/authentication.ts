import { type Authentication, type AuthSettings, createAuthentication } from '../access/authenticate.ts';
import { Refusal } from '../access/refusal.ts';

/** Authentication with a clock that stands still until it is moved, and what it logs. */
export function startAuthentication(auth: AuthSettings) {
  const clock = { now: Date.now() };
  const logged: string[] = [];
  const log = { info: (text: string) => logged.push(text), warn: (text: string) => logged.push(text) };
  const authentication = createAuthentication({ auth, log, now: () => clock.now });
  return { authentication, clock, logged };
}

/** Why nobody is let in with that token. */
export async function refusalOf(authentication: Authentication, token: string): Promise<Refusal> {
  const error: unknown = await Promise.resolve()
    .then(() => authentication.fromHeader(`Bearer ${token}`))
    .catch((cause: unknown) => cause);
  if (error instanceof Refusal) return error;
  throw new Error('Expected a refusal, but the token was accepted', { cause: error });
}
