import { jsonObjectSchema } from '@wbpm/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { OperationTypeNode } from 'graphql';
import { z } from 'zod';
import { limitExceeded, Refusal } from '../../access/refusal.ts';
import type { Logs } from '../../observability/logs.ts';
import type { App } from '../app.ts';
import { limits } from '../limits.ts';
import type { Rates } from '../rates/rates.ts';
import { createRequestLog } from '../request-log.ts';
import { type Api, useCaseOf } from '../rest/call.ts';
import { parseBody } from '../validate.ts';
import { carryOutOperation } from './carry-out.ts';
import { type ShownErrors, shownErrors } from './errors.ts';
import type { Graphql } from './graphql.ts';
import { InvalidRequest } from './invalid-request.ts';
import type { Operation } from './operation.ts';

const requestSchema = z.object({
  query: z.string(),
  operationName: z.string().nullish(),
  variables: jsonObjectSchema.nullish(),
});

interface RouteDependencies {
  readonly api: Api;
  readonly logs: Logs;
  readonly rates: Pick<Rates, 'request'>;
}

/** `POST /graphql`: queries and mutations, one a request. */
export function registerGraphqlRoute(
  app: App,
  graphql: Graphql,
  { api, logs, rates }: RouteDependencies,
): void {
  const requestLog = createRequestLog(logs, api.metrics);

  function show(request: FastifyRequest, error: unknown): ShownErrors {
    const shown = shownErrors(error, { requestId: request.id, translateError: graphql.translateError });
    const logged = new Set<string>();
    for (const { refusal, error: cause } of shown.causes) {
      // All items of a list fail alike.
      const code = refusal?.code ?? String(cause);
      if (logged.has(code)) continue;
      logged.add(code);
      if (refusal !== null) requestLog.refused(request, refusal);
      else requestLog.defect(request, cause instanceof Error ? cause : new Error(code));
    }
    return shown;
  }

  /** Before anything was carried out: there is no data, not even null. */
  function refuse(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const { errors, causes } = show(request, error);
    const refusal = causes[0]?.refusal ?? null;
    const retryAfter = refusal?.retryAfterSeconds ?? null;
    if (retryAfter !== null) reply.header('retry-after', String(retryAfter));
    void reply
      .code(statusOf(error, refusal))
      .headers(refusal?.headers ?? {})
      .send({ errors });
  }

  app.post(
    '/graphql',
    { schema: { hide: true }, errorHandler: (error, request, reply) => refuse(error, request, reply) },
    async (request, reply) => {
      const operation = graphql.prepare(parseBody(requestSchema, singleOf(request.body)));
      const context = graphql.contextFor(useCaseOf(request, api));
      refuseUnfit(operation, context.useCase.idempotency !== undefined);
      // The request itself was counted for the first of them.
      for (let field = 1; field < operation.rootFields; field += 1) {
        await rates.request(context.useCase.principal);
      }
      const { executionMs } = limits.graphql;
      const outcome = await carryOutOperation(graphql.schema, operation, context, executionMs);
      if (outcome.kind === 'over') {
        return reply.send({ data: null, errors: show(request, outcome.refusal).errors });
      }
      if (context.replayed) reply.header('idempotent-replayed', 'true');
      const { data, errors } = outcome.result;
      if (errors === undefined) return reply.send({ data });
      return reply.send({ data: data ?? null, errors: show(request, errors).errors });
    },
  );
}

/** What does not fit the schema or the limits is 400; everything else has the status it has elsewhere. */
function statusOf(error: unknown, refusal: Refusal | null): number {
  if (refusal === null) return 500;
  const isInvalid =
    error instanceof InvalidRequest || ['LIMIT_EXCEEDED', 'VALIDATION_FAILED'].includes(refusal.code);
  return isInvalid ? 400 : refusal.status;
}

function singleOf(body: unknown): unknown {
  if (!Array.isArray(body)) return body;
  throw limitExceeded(`Expected one operation a request, but found a list of ${body.length}`, 1, body.length);
}

function refuseUnfit({ definition: { operation }, rootFields }: Operation, hasKey: boolean): void {
  if (operation === OperationTypeNode.SUBSCRIPTION) {
    throw new Refusal(
      'VALIDATION_FAILED',
      'Expected a query or a mutation; subscriptions go over a WebSocket',
    );
  }
  if (!hasKey || operation === OperationTypeNode.QUERY || rootFields === 1) return;
  throw new Refusal(
    'INVALID_IDEMPOTENCY_KEY',
    'Expected one mutation where there is an Idempotency-Key, but found several',
  );
}
