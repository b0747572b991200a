import type { FastifyReply, onRequestHookHandler } from 'fastify';
import { Refusal } from '../access/refusal.ts';
import { limits } from './limits.ts';

/**
 * Answers for a handler that takes too long; what it does goes on. Fastify's own `handlerTimeout` aborts a
 * signal at the end of every request, whether anybody listens or not: a twentieth of all the server does.
 */
export const answerInTime: onRequestHookHandler = (request, reply, done) => {
  const timer = setTimeout(giveUp, request.routeOptions.config.handlerMs ?? limits.handlerMs, reply);
  reply.raw.once('close', () => clearTimeout(timer));
  done();
};

function giveUp(reply: FastifyReply): void {
  if (reply.sent) return;
  // A stream that has begun cannot be answered otherwise any more.
  if (reply.raw.headersSent) reply.raw.destroy();
  else reply.send(tooLate());
}

function tooLate(): Refusal {
  const message =
    'Expected the work to be done in time, but it takes longer; repeat with the same Idempotency-Key';
  return new Refusal('OUTCOME_UNKNOWN', message, { retryAfterSeconds: 5 });
}
