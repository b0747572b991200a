import { randomUUID } from 'node:crypto';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import cors from '@fastify/cors';
import websocket from '@fastify/websocket';
import { feedProtocol } from '@wbpm/contract';
import {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyRequest,
  fastify,
  LogController,
} from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { GRAPHQL_TRANSPORT_WS_PROTOCOL } from 'graphql-ws';
import helmet from 'helmet';
import type { Authentication } from '../access/authenticate.ts';
import { Refusal } from '../access/refusal.ts';
import type { Config } from '../config.ts';
import type { Logs } from '../observability/logs.ts';
import type { Metrics } from '../observability/metrics.ts';
import { createRouteBook, type RouteBook } from './allowed-methods.ts';
import { answerInTime } from './answer-in-time.ts';
import { authenticateRequests } from './authenticate-requests.ts';
import { boundHeads } from './bound-heads.ts';
import { boundRequests } from './bound-requests.ts';
import { answerClientError } from './client-errors.ts';
import { isSaneRequestId } from './context.ts';
import { registerDocs } from './docs.ts';
import { limits } from './limits.ts';
import { problemAnswer, problemType, refusalOf } from './problem.ts';
import { limitRates } from './rates/limit-rates.ts';
import type { Rates } from './rates/rates.ts';
import { readJsonBody, readXmlBody } from './read-body.ts';
import { readFormBody } from './read-form.ts';
import { countResults, createRequestLog } from './request-log.ts';
import { bareHeaders, securityHeaders } from './security-headers.ts';
import { sendAway } from './send-away.ts';
import type { SessionCookie } from './session-cookie.ts';
import { validatorCompiler } from './validate.ts';

/** A Fastify instance whose routes take zod schemas. */
export type App = FastifyInstance<
  Server,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  ZodTypeProvider
>;

export interface AppSettings {
  readonly config: Pick<Config, 'production' | 'http' | 'apiDocs' | 'metrics'> & {
    readonly overload: Pick<Config['overload'], 'maxRequestsInFlight' | 'maxRequestsPerTenant'>;
  };
  readonly logs: Logs;
  readonly metrics: Metrics;
  readonly authentication: Authentication;
  readonly cookie: SessionCookie;
  /** Without them everybody may come as often as they like. */
  readonly rates?: Rates;
  /** The server was told to stop: connections are given up with their next answer. */
  readonly isStopping?: () => boolean;
  /** Adds the routes that are reached with a principal only. */
  readonly registerSecured: (app: App) => void | Promise<void>;
  /** Adds the routes anybody reaches. */
  readonly registerOpen: (app: App) => void | Promise<void>;
  /** Turns errors of the layers below into refusals; null for those it does not know. */
  readonly translateError?: (error: unknown) => Refusal | null;
}

const subprotocols = [feedProtocol, GRAPHQL_TRANSPORT_WS_PROTOCOL];

/** Builds the HTTP server, ready to listen. What the routes do is not its concern. */
export async function createApp(settings: AppSettings): Promise<App> {
  const { config, metrics } = settings;
  const app = createServer(settings);
  const book = createRouteBook();
  app.addHook('onRoute', (route) => book.add(route));
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(() => JSON.stringify);
  acceptBodies(app);
  answerErrors(app, settings, book);
  observeRequests(app, settings);
  app.addHook('onRequest', answerInTime);
  app.addHook('onRequest', boundHeads);
  // Made once: Fastify's own plugin puts the policy together for every request.
  const protect = helmet(securityHeaders(config.production));
  app.addHook('onRequest', (request, reply, done) => protect(request.raw, reply.raw, () => done()));
  if (config.http.corsOrigins.length > 0) {
    await app.register(cors, {
      origin: [...config.http.corsOrigins],
      credentials: true,
      methods: ['GET', 'POST', 'PATCH', 'PUT', 'DELETE'],
      exposedHeaders: ['x-request-id', 'retry-after', 'idempotent-replayed', 'etag'],
      maxAge: 600,
    });
  }
  await app.register(websocket, {
    options: {
      maxPayload: limits.webSocket.frameBytes,
      handleProtocols: (offered) => subprotocols.find((name) => offered.has(name)) ?? false,
    },
    preClose(done) {
      sendAway(this.websocketServer);
      done();
    },
  });
  if (config.apiDocs) await registerDocs(app, settings.cookie.name);
  if (config.metrics.enabled) {
    app.get(config.metrics.path, { schema: { hide: true } }, async (_request, reply) => {
      const text = await metrics.text();
      return reply.type(metrics.contentType).send(text);
    });
  }
  await app.register(async (open: App) => {
    await open.register(async (secured: App) => {
      const bounds = boundRequests(config.overload, metrics);
      secured.addHook('onRequest', bounds.arrive);
      secured.addHook(
        'onRequest',
        authenticateRequests(settings.authentication, settings.cookie, config.http.corsOrigins),
      );
      secured.addHook('onRequest', bounds.identify);
      if (settings.rates !== undefined) {
        secured.addHook(
          'onRequest',
          limitRates(settings.rates, { metrics, security: settings.logs.security }),
        );
      }
      await settings.registerSecured(secured);
    });
    await settings.registerOpen(open);
  });
  await app.ready();
  return app;
}

function createServer({ config, logs }: AppSettings): App {
  const loggerInstance: FastifyBaseLogger = logs.api;
  const bare = bareHeaders(config.production);
  return fastify({
    loggerInstance,
    logController: new LogController({ disableRequestLogging: true }),
    // One logger for all requests: a child each would be made even when nothing is logged.
    childLoggerFactory: (logger) => logger,
    bodyLimit: limits.bodyBytes,
    requestTimeout: limits.requestMs,
    trustProxy: config.http.trustedProxies.length > 0 && [...config.http.trustedProxies],
    keepAliveTimeout: limits.keepAliveMs,
    // What still comes on an open connection was sent before its sender could know: it is served.
    return503OnClosing: false,
    http: { headersTimeout: limits.headersMs, maxHeaderSize: limits.headerBytes },
    routerOptions: { maxParamLength: limits.pathPartLength },
    genReqId: (request) => {
      const given = request.headers['x-request-id'];
      return isSaneRequestId(given, limits.requestIdLength) ? given : randomUUID();
    },
    clientErrorHandler: (error, socket) => answerClientError(error, socket, randomUUID(), bare),
    // Addresses the router cannot read: no route, so no hook and no error handler of ours runs.
    frameworkErrors: (error, request, reply) => {
      const { status, body } = problemAnswer(refusalOf(error), request);
      reply.hijack();
      reply.raw.writeHead(status, { ...bare, 'content-type': problemType, 'x-request-id': request.id });
      reply.raw.end(JSON.stringify(body));
    },
  });
}

function acceptBodies(app: App): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, bytes: Buffer, done) => {
    done(null, readJsonBody(request.headers, bytes));
  });
  app.addContentTypeParser(
    ['application/xml', 'text/xml'],
    { parseAs: 'buffer' },
    (request, bytes: Buffer, done) => {
      if (request.routeOptions.config.acceptsXml !== true) {
        const message = 'Expected Content-Type application/json, but found XML';
        throw new Refusal('UNSUPPORTED_MEDIA_TYPE', message);
      }
      done(null, readXmlBody(request.headers, bytes));
    },
  );
  app.addContentTypeParser(
    'multipart/form-data',
    { parseAs: 'buffer' },
    async (request: FastifyRequest, bytes: Buffer) => {
      if (request.routeOptions.config.acceptsXml === true) return readFormBody(request.headers, bytes);
      throw new Refusal('UNSUPPORTED_MEDIA_TYPE', 'Expected Content-Type application/json, but found a form');
    },
  );
}

function answerErrors(app: App, settings: AppSettings, book: RouteBook): void {
  const requestLog = createRequestLog(settings.logs, settings.metrics);
  app.setErrorHandler((error: Error, request, reply) => {
    const refusal = settings.translateError?.(error) ?? refusalOf(error);
    if (refusal === null) requestLog.defect(request, error);
    else requestLog.refused(request, refusal);
    const answer = problemAnswer(refusal, request);
    return reply.code(answer.status).headers(answer.headers).type(problemType).send(answer.body);
  });
  app.setNotFoundHandler((request) => {
    const methods = book.methodsOf(pathOf(request.url));
    if (methods.length === 0) throw new Refusal('NOT_FOUND', 'Nothing with this address exists');
    const allow = methods.join(', ');
    const message = `Expected one of the methods ${allow}, but found ${request.method}`;
    throw new Refusal('METHOD_NOT_ALLOWED', message, { headers: { allow } });
  });
}

function pathOf(url: string): string {
  const end = url.indexOf('?');
  return end < 0 ? url : url.slice(0, end);
}

function observeRequests(app: App, { logs, metrics, isStopping = () => false }: AppSettings): void {
  const requestLog = createRequestLog(logs, metrics);
  app.decorateRequest('principal', null);
  app.decorateRequest('arrivedAt', 0);
  app.decorateRequest('resultCount', null);
  app.addHook('onRequest', (request, reply, done) => {
    request.arrivedAt = performance.now();
    reply.header('x-request-id', request.id);
    // Answers are for who asked and for now; files of the web pages say otherwise.
    reply.header('cache-control', 'no-store');
    if (isStopping()) reply.header('connection', 'close');
    requestLog.started(request);
    done();
  });
  app.addHook('onResponse', (request, reply, done) => {
    requestLog.answered(request, reply);
    done();
  });
  if (logs.api.isLevelEnabled('debug')) {
    app.addHook('preSerialization', (request, _reply, payload, done) => {
      request.resultCount = countResults(payload);
      done(null, payload);
    });
  }
}
