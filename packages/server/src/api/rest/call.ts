import type { Envelope } from '@wbpm/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Refusal } from '../../access/refusal.ts';
import type { Logger } from '../../observability/logs.ts';
import type { Metrics } from '../../observability/metrics.ts';
import { keyReused } from '../../processes/answer-once.ts';
import type { Executed } from '../../processes/execute.ts';
import type { Runtime } from '../../runtime/runtime.ts';
import type { Database } from '../../store/database.ts';
import type { Inboxes } from '../../tasks/inboxes.ts';
import type { UseCase } from '../../use-case.ts';
import { contextOf } from '../context.ts';
import { success } from '../envelope.ts';
import { idempotencyKeyOf } from '../idempotency-key.ts';
import { refusalOf } from '../problem.ts';
import { expectedRevision, tagRevision } from '../revision.ts';
import { translateError } from '../translate-error.ts';

/** What the routes hand to the use cases. */
export interface Api {
  readonly database: Database;
  readonly runtime: Runtime;
  readonly metrics: Metrics;
  readonly log: Logger;
  readonly inboxes?: Inboxes;
}

export function useCaseOf(request: FastifyRequest, { database, runtime, log, inboxes }: Api): UseCase {
  const { principal } = contextOf(request, log);
  const key = request.method === 'GET' ? null : idempotencyKeyOf(request);
  return {
    database,
    runtime,
    principal,
    ...(inboxes !== undefined && { inboxes }),
    ...(key === null ? {} : { idempotency: { ...key, userId: principal.userId } }),
  };
}

/** Answers a read. */
export async function answer<Data>(work: Promise<Data>): Promise<Envelope<Data>> {
  return success(await work);
}

/** Answers a change. */
export async function change<Response extends object>(
  request: FastifyRequest,
  reply: FastifyReply,
  api: Api,
  message: string,
  work: (useCase: UseCase) => Promise<Executed<Response>>,
): Promise<Envelope<object>> {
  return answerChange(reply, await carryOut(useCaseOf(request, api), work), message);
}

/** Answers with what came of a change, and whether that was some time ago. */
export function answerChange(
  reply: FastifyReply,
  { response, replayed }: Executed<object>,
  message: string,
): Envelope<object> {
  if (replayed) reply.header('idempotent-replayed', 'true');
  return success(response, message);
}

/** Answers a change of what has a revision: with If-Match only the one the caller has seen, else 412. */
export async function changeSeen<Response extends object>(
  request: FastifyRequest,
  reply: FastifyReply,
  api: Api,
  message: string,
  work: (useCase: UseCase) => Promise<Executed<Response>>,
): Promise<Envelope<object>> {
  const expected = expectedRevision(request);
  return change(request, reply, api, message, async (useCase) => {
    const executed = await work(expected === null ? useCase : { ...useCase, expectedRevision: expected });
    if (executed.revision !== undefined) tagRevision(reply, { revision: executed.revision });
    return executed;
  });
}

/** Answers with what has a revision, and tells it. */
export async function answerRevised<Data extends { readonly revision: number }>(
  reply: FastifyReply,
  work: Promise<Data>,
): Promise<Envelope<Data>> {
  const data = await work;
  tagRevision(reply, data);
  return success(data);
}

/**
 * Carries out a change. A request that comes a second time is often refused (the task is completed, the
 * job is gone): when its idempotency key holds an answer, that is what it gets.
 */
export async function carryOut(
  useCase: UseCase,
  work: (useCase: UseCase) => Promise<Executed<object>>,
): Promise<Executed<object>> {
  try {
    return await work(useCase);
  } catch (error) {
    const stored = error instanceof Refusal ? await storedAnswer(useCase) : null;
    if (stored === null) throw error;
    return { response: stored, replayed: true };
  }
}

/** As `carryOut`; what it is refused for is answered, for whoever does many things at once. */
export async function attempt(
  useCase: UseCase,
  work: (useCase: UseCase) => Promise<Executed<object>>,
): Promise<Executed<object> | Refusal> {
  try {
    return await carryOut(useCase, work);
  } catch (error) {
    const refusal = translateError(error) ?? refusalOf(error);
    if (refusal === null) throw error;
    return refusal;
  }
}

async function storedAnswer({ runtime, principal, idempotency }: UseCase): Promise<object | null> {
  if (idempotency === undefined) return null;
  const stored = await runtime.findAnswer(principal.tenantId, idempotency);
  if (stored === null) return null;
  if (stored.requestHash !== idempotency.requestHash) throw keyReused();
  // Only objects are stored: answers of use cases.
  return stored.response as object;
}
