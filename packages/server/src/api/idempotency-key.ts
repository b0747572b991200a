import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { Refusal } from '../access/refusal.ts';
import { limits } from './limits.ts';

/** Lets a client repeat a request safely. The hash tells a repetition from another request. */
export interface IdempotencyKey {
  readonly key: string;
  readonly requestHash: string;
}

const visibleAscii = /^[\x21-\x7e]+$/;

/** The key of a mutating request, null when it has none. Throws `Refusal` when it is not usable. */
export function idempotencyKeyOf(request: FastifyRequest): IdempotencyKey | null {
  const key = request.headers['idempotency-key'];
  if (key === undefined) return null;
  if (typeof key !== 'string' || key.length > limits.idempotencyKeyLength || !visibleAscii.test(key)) {
    throw new Refusal(
      'INVALID_IDEMPOTENCY_KEY',
      `Expected Idempotency-Key to be 1 to ${limits.idempotencyKeyLength} visible ASCII characters, but found ${amount(key)}`,
    );
  }
  return { key, requestHash: requestHash(request) };
}

/** Hash of method, address and parsed body, so that white space in the body makes no difference. */
function requestHash(request: FastifyRequest): string {
  const body = typeof request.body === 'string' ? request.body : JSON.stringify(request.body ?? null);
  return createHash('sha256').update(`${request.method}\n${request.url}\n${body}`).digest('hex');
}

function amount(key: string | readonly string[]): string {
  return typeof key === 'string' ? `${key.length} with others among them` : `${key.length} keys`;
}
