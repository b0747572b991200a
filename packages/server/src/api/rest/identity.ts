import type { Envelope } from '@wbpm/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { IdentityCase } from '../../identity/identity-case.ts';
import type { Executed } from '../../processes/execute.ts';
import { contextOf } from '../context.ts';
import { success } from '../envelope.ts';
import { idempotencyKeyOf } from '../idempotency-key.ts';
import { tagRevision } from '../revision.ts';
import { type Api, carryOut, useCaseOf } from './call.ts';

/** What the routes about people, machines and tenants hand to their use cases. */
export interface IdentityApi extends Api {
  readonly forget: (tenantId: string) => void;
}

/** A request with a password in it takes no key: what is kept of a request could be used to guess it. */
export function identityCaseOf(
  request: FastifyRequest,
  { database, log, forget }: IdentityApi,
  { withoutKey = false } = {},
): IdentityCase {
  const { principal } = contextOf(request, log);
  const key = request.method === 'GET' || withoutKey ? null : idempotencyKeyOf(request);
  return {
    database,
    principal,
    forget,
    ...(key === null ? {} : { idempotency: { ...key, userId: principal.userId } }),
  };
}

/** Answers a change of people, machines or tenants. */
export async function changeWho<Response extends object>(
  request: FastifyRequest,
  reply: FastifyReply,
  api: IdentityApi,
  message: string,
  work: (useCase: IdentityCase) => Promise<Executed<Response>>,
): Promise<Envelope<object>> {
  const useCase = identityCaseOf(request, api);
  const { response, replayed } = await carryOut(useCaseOf(request, api), () => work(useCase));
  if (replayed) reply.header('idempotent-replayed', 'true');
  if ('revision' in response && typeof response.revision === 'number') {
    tagRevision(reply, { revision: response.revision });
  }
  return success(response, message);
}
