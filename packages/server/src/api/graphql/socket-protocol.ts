import { feedCloseCodes } from '@wbpm/contract';
import {
  type FormattedExecutionResult,
  GraphQLError,
  type GraphQLFormattedError,
  OperationTypeNode,
} from 'graphql';
import { makeServer, type Server } from 'graphql-ws';
import { type Authentication, bearerOf } from '../../access/authenticate.ts';
import type { Principal } from '../../access/principal.ts';
import { limitExceeded, Refusal } from '../../access/refusal.ts';
import type { UseCase } from '../../use-case.ts';
import type { FeedLimits } from '../feed/connection.ts';
import { closeCodeOf } from '../feed/pass.ts';
import type { Seats } from '../feed/seats.ts';
import { limits } from '../limits.ts';
import { type ShownErrors, shownErrors } from './errors.ts';
import type { Graphql } from './graphql.ts';
import type { GraphqlRequest, Operation } from './operation.ts';

/** One socket: who is at its other end, once that is known. */
export interface Connection {
  readonly requestId: string;
  principal: Principal | null;
  /** Of its cookie, until another one is given. */
  token: string | null;
  leaveSeat: () => void;
  isOpen(): boolean;
  close(code: number, reason: string): void;
}

export interface ProtocolDependencies {
  readonly authentication: Pick<Authentication, 'fromToken' | 'verifyAgain'>;
  readonly seats: Seats;
  readonly limits: FeedLimits;
  readonly useCaseOf: (principal: Principal) => UseCase;
  readonly onDefect: (error: unknown) => void;
}

/** What graphql-transport-ws says and when; who comes, what they may ask for, and what they are told when it fails. */
export function createProtocol(graphql: Graphql, dependencies: ProtocolDependencies): Server<Connection> {
  function show(connection: Connection, error: unknown): ShownErrors['errors'] {
    const { requestId } = connection;
    const { causes, errors } = shownErrors(error, { requestId, translateError: graphql.translateError });
    for (const { refusal, error: cause } of causes) if (refusal === null) dependencies.onDefect(cause);
    return errors;
  }

  return makeServer<Record<string, unknown>, Connection>({
    connectionInitWaitTimeout: dependencies.limits.authenticateMs,
    async onConnect({ connectionParams, extra: connection }) {
      connection.token = tokenOf(connectionParams ?? {}) ?? connection.token;
      return admit(connection, dependencies);
    },
    onSubscribe({ extra: connection, subscriptions }, _id, payload) {
      try {
        const operation = prepared(graphql, payload, Object.keys(subscriptions).length);
        const { principal } = connection;
        if (principal === null) throw new Refusal('UNAUTHENTICATED', 'Expected to know who subscribes');
        return {
          schema: graphql.schema,
          document: operation.document,
          operationName: operation.operationName,
          variableValues: operation.variables,
          contextValue: graphql.contextFor(dependencies.useCaseOf(principal)),
        };
      } catch (error) {
        return show(connection, error).map(asGraphqlError);
      }
    },
    onNext(
      { extra: connection },
      _id,
      _payload,
      _args,
      { data, errors },
    ): FormattedExecutionResult | undefined {
      if (errors === undefined) return undefined;
      return { ...(data === undefined ? {} : { data }), errors: show(connection, errors) };
    },
    onError: ({ extra: connection }, _id, _payload, errors) =>
      errors.some(isShown) ? errors.map((error) => error.toJSON()) : show(connection, errors),
  });
}

/** Lets somebody in whose token is good, and again whenever it is looked at anew. False: the socket is closed. */
export async function admit(
  connection: Connection,
  { authentication, seats, limits: allowed }: ProtocolDependencies,
): Promise<boolean> {
  try {
    const isNew = connection.principal === null;
    const principal = await authentication[isNew ? 'fromToken' : 'verifyAgain'](connection.token);
    // Nobody would give back the seat of a socket that closed meanwhile.
    if (!connection.isOpen()) return false;
    const before = connection.principal;
    if (before === null) {
      const leave = seats.take(principal.tenantId, principal.userId);
      if (leave === null) {
        connection.close(feedCloseCodes.policy, `Expected at most ${allowed.sockets} sockets of one user`);
        return false;
      }
      connection.leaveSeat = leave;
    }
    // What was subscribed to may not be allowed any more: whoever comes again finds out.
    if (before !== null && !mayTheSame(before, principal)) {
      connection.close(feedCloseCodes.tryLater, 'Permissions have changed');
      return false;
    }
    connection.principal = principal;
    return true;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    // Nobody can tell now whether somebody who was known is still welcome.
    if (connection.principal !== null && error.code === 'UNAVAILABLE') return true;
    connection.close(closeCodeOf(error), error.message);
    return false;
  }
}

function mayTheSame(before: Principal, now: Principal): boolean {
  const { size } = before.permissions;
  return size === now.permissions.size && [...before.permissions].every((each) => now.permissions.has(each));
}

function prepared(graphql: Graphql, payload: GraphqlRequest, subscriptions: number): Operation {
  const { subscriptionsPerSocket } = limits.graphql;
  if (subscriptions > subscriptionsPerSocket) {
    const message = `Expected at most ${subscriptionsPerSocket} subscriptions of a socket, but found more`;
    throw limitExceeded(message, subscriptionsPerSocket);
  }
  const operation = graphql.prepare(payload);
  if (operation.definition.operation === OperationTypeNode.SUBSCRIPTION) return operation;
  throw new Refusal('VALIDATION_FAILED', 'Expected a subscription; queries and mutations go over POST');
}

/** `{"authorization": "Bearer …"}` or `{"token": "…"}`. */
function tokenOf(payload: Readonly<Record<string, unknown>>): string | null {
  const { authorization = payload['Authorization'], token } = payload;
  if (typeof token === 'string') return token;
  if (typeof authorization !== 'string') return null;
  return bearerOf(authorization) ?? '';
}

function asGraphqlError({ message, extensions }: GraphQLFormattedError): GraphQLError {
  return new GraphQLError(message, extensions === undefined ? {} : { extensions });
}

function isShown(error: GraphQLError): boolean {
  return 'request_id' in error.extensions;
}
