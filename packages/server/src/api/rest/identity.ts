import type { Envelope } from '@wbpm/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { IdentityCase } from '../../identity/identity-case.ts';
import type { Executed } from '../../processes/execute.ts';
import type { UseCase } from '../../use-case.ts';
import { tagRevision } from '../revision.ts';
import { type Api, answerChange, carryOut, useCaseOf } from './call.ts';

/** What the routes about people, machines and tenants hand to their use cases. */
export interface IdentityApi extends Api {
  readonly forget: (tenantId: string) => void;
}

export function identityCaseOf(request: FastifyRequest, api: IdentityApi): UseCase & IdentityCase {
  return { ...useCaseOf(request, api), forget: api.forget };
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
  const executed = await carryOut(useCase, () => work(useCase));
  const { response } = executed;
  if ('revision' in response && typeof response.revision === 'number') {
    tagRevision(reply, { revision: response.revision });
  }
  return answerChange(reply, executed, message);
}
