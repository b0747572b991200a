import {
  deployRequestSchema,
  envelopeSchema,
  startedInstanceSchema,
  startInstanceSchema,
  taskListSchema,
  taskQuerySchema,
} from '@wbpm/contract';
import { z } from 'zod';
import { createAuthentication } from '../access/authenticate.ts';
import { Refusal } from '../access/refusal.ts';
import { requirePermission } from '../access/require-permission.ts';
import { type Config, readConfig } from '../config.ts';
import { createLogs, type Logger } from '../observability/logs.ts';
import { createMetrics } from '../observability/metrics.ts';
import { noCallers } from '../testing/authentication.ts';
import { type App, createApp } from './app.ts';
import { contextOf } from './context.ts';
import { success } from './envelope.ts';
import { idempotencyKeyOf } from './idempotency-key.ts';
import { createRates } from './rates/rates.ts';
import { sessionCookie } from './session-cookie.ts';

export const secret = 'a-secret-of-at-least-thirty-two-bytes';

/** An app with a few routes of every kind, and what it logged. */
export interface Fixture {
  readonly app: App;
  entries(): Record<string, unknown>[];
}

/** Environment variables and log level of a test. */
export interface FixtureSettings {
  readonly environment?: Record<string, string>;
  readonly level?: 'debug' | 'info';
  readonly translateError?: (error: unknown) => Refusal | null;
}

/** Builds the app as the server does, with routes of the tests' own. */
export async function createFixture(settings: FixtureSettings = {}): Promise<Fixture> {
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  const logs = createLogs({ level: settings.level ?? 'info', file: null, destination });
  const config: Config = readConfig({ JWT_SECRET: secret, ...settings.environment });
  const app = await createApp({
    config,
    logs,
    metrics: createMetrics(),
    authentication: createAuthentication({ auth: config.auth, callers: noCallers, log: logs.security }),
    cookie: sessionCookie(config.production),
    rates: createRates(config.rates, null),
    registerSecured: (secured) => addSecuredRoutes(secured, logs.api),
    registerOpen: (open) => addOpenRoutes(open, logs.api),
    ...(settings.translateError === undefined ? {} : { translateError: settings.translateError }),
  });
  return { app, entries: () => lines.map((line) => JSON.parse(line)) };
}

function addSecuredRoutes(secured: App, log: Logger): void {
  secured.post(
    '/api/v1/processes/:id/instances',
    {
      schema: {
        params: z.object({ id: z.string().regex(/^[a-z-]+$/) }),
        body: startInstanceSchema,
        response: { 200: envelopeSchema(startedInstanceSchema) },
      },
    },
    (request) =>
      success({
        id: 'i',
        instance_id: 'i',
        process_id: request.params.id,
        definition_id: 'd',
        version: 1,
        status: 'active' as const,
        variables: request.body.variables,
      }),
  );
  secured.post(
    '/api/v1/processes',
    {
      config: { acceptsXml: true },
      schema: { body: { content: { 'application/json': { schema: deployRequestSchema } } } },
    },
    (request) => success({ deployed: request.body }),
  );
  secured.get(
    '/api/v1/tasks',
    { schema: { querystring: taskQuerySchema, response: { 200: envelopeSchema(taskListSchema) } } },
    (request) => success({ tasks: [], next_cursor: null, limit: request.query.limit }),
  );
  secured.get('/api/v1/whoami', (request) => {
    const { principal, requestId, log: own } = contextOf(request, log);
    own.debug('Asked who calls');
    return success({ tenant: principal.tenantId, user: principal.userId, requestId });
  });
  secured.delete('/api/v1/processes/:id', (request) => {
    requirePermission(contextOf(request, log).principal, 'process', 'delete');
    return success({});
  });
  secured.post('/api/v1/keys', { config: { acceptsXml: true } }, (request) =>
    success(idempotencyKeyOf(request)),
  );
}

function addOpenRoutes(open: App, log: Logger): void {
  open.get('/open/context', (request) => contextOf(request, log));
  open.get('/open/echo', { websocket: true }, (socket) => {
    socket.on('message', (data: Buffer) => socket.send(data.toString()));
  });
  open.get('/open/address', (request) => ({ address: request.ip }));
  open.get('/open/endless', { config: { handlerMs: 20 } }, () => new Promise(() => {}));
  open.get('/open/defect', () => {
    throw new Error('SELECT secret FROM /var/lib failed');
  });
  open.get('/open/not-an-error', () => {
    const thrown: unknown = 'just text';
    throw thrown;
  });
  open.get('/open/busy', () => {
    throw new Refusal('UNAVAILABLE', 'Come back later', { retryAfterSeconds: 3, cause: new Error('full') });
  });
  open.get('/open/status/:status', (request) => {
    const { status } = z.object({ status: z.coerce.number() }).parse(request.params);
    throw Object.assign(new Error('a plugin says no'), { statusCode: status });
  });
}
