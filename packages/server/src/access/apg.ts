import { z } from 'zod';
import { callOutside, OutsideError } from '../outgoing/call-outside.ts';
import { identityOf, ownClaims } from './claims.ts';
import type { VerifyToken } from './token.ts';
import { TokenError } from './token-error.ts';

export interface ApgAuthSettings {
  /** Of the platform's service that knows who is who. */
  readonly authRbacEndpoint: string;
  readonly apiKey: string;
}

const refusals: ReadonlySet<number> = new Set([400, 401, 403, 404, 422]);
const answerSchema = z.record(z.string(), z.unknown());

/**
 * Asks the platform whose token it is: `POST {endpoint}/validate_token` with `{"token"}`, answered with
 * `tenant_id`, `user_id`, `roles` and `permissions`. Throws `TokenError` when the platform does not know it, and
 * `OutsideError` when the platform cannot be asked.
 */
export function verifyAtPlatform({ authRbacEndpoint, apiKey }: ApgAuthSettings): VerifyToken {
  const address = new URL(`${authRbacEndpoint.replace(/\/$/, '')}/validate_token`);
  return async (token) => {
    const response = await callOutside(address, {
      method: 'POST',
      headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({ token }),
    });
    // Which one tells an operator a token nobody knows from an endpoint that is not there.
    if (refusals.has(response.status)) {
      throw new TokenError('Invalid token', `the platform answered ${response.status}`);
    }
    if (response.status !== 200) throw new OutsideError(address, new Error(`it answered ${response.status}`));
    // What is no JSON is no object either, and its text may hold what no log should.
    const answer = answerSchema.safeParse(await response.json().catch(() => null));
    if (!answer.success) throw new OutsideError(address, new Error('it answered no JSON object'));
    // The platform does not say until when: it is asked again as soon as any token is looked at again.
    return { identity: identityOf(answer.data, ownClaims), expiresAt: Number.POSITIVE_INFINITY };
  };
}
