import { randomUUID } from 'node:crypto';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import cors from '@fastify/cors';
import websocket from '@fastify/websocket';
import { feedProtocol } from '@wbpm/contract';
import { type FastifyBaseLogger, type FastifyInstance, fastify, LogController } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import helmet from 'helmet';
import type { Authentication } from '../access/authenticate.ts';
import { Refusal } from '../access/refusal.ts';
import type { Config } from '../config.ts';
import type { Logs } from '../observability/logs.ts';
import type { Metrics } from '../observability/metrics.ts';
import { createRouteBook, type RouteBook } from './allowed-methods.ts';
import { boundRequests } from './bound-requests.ts';
import { answerClientError } from './client-errors.ts';
import { isSaneRequestId } from './context.ts';
import { registerDocs } from './docs.ts';
import { limits } from './limits.ts';
import { problemAnswer, problemType, refusalOf } from './problem.ts';
import { readJsonBody, readXmlBody } from './read-body.ts';
import { countResults, createRequestLog } from './request-log.ts';
import { securityHeaders } from './security-headers.ts';
import { sendAway } from './send-away.ts';
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
    readonly overload: Pick<Config['overload'], 'maxRequestsInFlight'>;
  };
  readonly logs: Logs;
  readonly metrics: Metrics;
  readonly authentication: Authentication;
  /** The server was told to stop: connections are given up with their next answer. */
  readonly isStopping?: () => boolean;
  /** Adds the routes that are reached with a principal only. */
  readonly registerSecured: (app: App) => void | Promise<void>;
  /** Adds the routes anybody reaches. */
  readonly registerOpen: (app: App) => void | Promise<void>;
  /** Turns errors of the layers below into refusals; null for those it does not know. */
  readonly translateError?: (error: unknown) => Refusal | null;
}

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
  // Made once: Fastify's own plugin puts the policy together for every request.
  const protect = helmet(securityHeaders(config.production));
  app.addHook('onRequest', (request, reply, done) => protect(request.raw, reply.raw, () => done()));
  if (config.http.corsOrigins.length > 0) {
    await app.register(cors, {
      origin: [...config.http.corsOrigins],
      credentials: true,
      methods: ['GET', 'POST', 'PATCH', 'PUT', 'DELETE'],
      exposedHeaders: ['x-request-id', 'retry-after', 'idempotent-replayed'],
      maxAge: 600,
    });
  }
  await app.register(websocket, {
    options: {
      maxPayload: limits.webSocketFrameBytes,
      handleProtocols: (offered) => (offered.has(feedProtocol) ? feedProtocol : false),
    },
    preClose(done) {
      sendAway(this.websocketServer);
      done();
    },
  });
  if (config.apiDocs) await registerDocs(app);
  if (config.metrics.enabled) {
    app.get(config.metrics.path, { schema: { hide: true } }, async (_request, reply) => {
      const text = await metrics.text();
      return reply.type(metrics.contentType).send(text);
    });
  }
  await app.register(async (open: App) => {
    await open.register(async (secured: App) => {
      secured.addHook('onRequest', boundRequests(config.overload, metrics));
      authenticateRequests(secured, settings.authentication);
      await settings.registerSecured(secured);
    });
    await settings.registerOpen(open);
  });
  await app.ready();
  return app;
}

function createServer({ logs }: AppSettings): App {
  const loggerInstance: FastifyBaseLogger = logs.api;
  return fastify({
    loggerInstance,
    logController: new LogController({ disableRequestLogging: true }),
    // One logger for all requests: a child each would be made even when nothing is logged.
    childLoggerFactory: (logger) => logger,
    bodyLimit: limits.bodyBytes,
    requestTimeout: limits.requestMs,
    keepAliveTimeout: limits.keepAliveMs,
    // What still comes on an open connection was sent before its sender could know: it is served.
    return503OnClosing: false,
    http: { headersTimeout: limits.headersMs, maxHeaderSize: limits.headerBytes },
    routerOptions: { maxParamLength: limits.pathPartLength },
    genReqId: (request) => {
      const given = request.headers['x-request-id'];
      return isSaneRequestId(given, limits.requestIdLength) ? given : randomUUID();
    },
    clientErrorHandler: (error, socket) => answerClientError(error, socket, randomUUID()),
    // Addresses the router cannot read: no route, so no hook and no error handler of ours runs.
    frameworkErrors: (error, request, reply) => {
      const { status, body } = problemAnswer(refusalOf(error), request);
      reply.hijack();
      reply.raw.writeHead(status, { 'content-type': problemType, 'x-request-id': request.id });
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

function authenticateRequests(secured: App, authentication: Authentication): void {
  secured.addHook('onRequest', (request, _reply, done) => {
    const found = authentication.fromHeader(request.headers.authorization);
    if (!(found instanceof Promise)) {
      request.principal = found;
      done();
      return;
    }
    found.then((principal) => {
      request.principal = principal;
      done();
    }, done);
  });
}
