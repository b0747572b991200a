import type { FastifyReply, FastifyRequest } from 'fastify';
import { Refusal } from '../access/refusal.ts';

/**
 * The revision a change expects, from `If-Match: "<revision>"`; null when any will do (RFC 9110 §13.1.1). Throws
 * `Refusal` for a header that is neither `*` nor one strong tag of ours.
 */
export function expectedRevision(request: FastifyRequest): number | null {
  const text = request.headers['if-match'];
  if (text === undefined || text === '*') return null;
  const [, revision] = /^"(\d{1,9})"$/.exec(text) ?? [];
  if (revision === undefined) {
    throw new Refusal(
      'MALFORMED_REQUEST',
      'Expected If-Match to be the ETag of an earlier answer, such as "3"',
    );
  }
  return Number(revision);
}

/** Tells the revision of what is answered. */
export function tagRevision(reply: FastifyReply, { revision }: { readonly revision: number }): void {
  reply.header('etag', `"${revision}"`);
}
