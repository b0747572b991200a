import { problemSchema } from '@wbpm/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Refusal } from '../access/refusal.ts';
import { issueToken } from '../access/token.ts';
import { createFixture, type Fixture, secret } from './app-fixture.ts';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await createFixture();
});
afterAll(() => fixture.app.close());

function token(roles: readonly string[]): Promise<string> {
  const identity = { tenantId: 'acme', userId: 'ann', roles, groups: [], permissions: [] };
  const lifetime = { issuedAt: new Date(), expiresAt: new Date(Date.now() + 60_000) };
  return issueToken(identity, secret, lifetime);
}

describe('a successful answer', () => {
  it('is the envelope, with a request id and headers that protect', async () => {
    const response = await fixture.app.inject({ method: 'GET', url: '/api/v1/tasks?limit=7' });
    expect(response.statusCode).toBe(200);
    expect(response.json()).toEqual({
      success: true,
      data: { tasks: [], next_cursor: null, limit: 7 },
      message: 'OK',
      errors: [],
    });
    expect(response.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
    expect(response.headers['content-security-policy']).toContain("script-src 'self';");
    expect(response.headers['x-content-type-options']).toBe('nosniff');
    expect(response.headers).not.toHaveProperty('strict-transport-security');
  });

  it('needs no body where all of it is optional', async () => {
    const response = await fixture.app.inject({ method: 'POST', url: '/api/v1/processes/order/instances' });
    expect(response.json().data.variables).toEqual({});
    const empty = await fixture.app.inject({
      method: 'POST',
      url: '/api/v1/processes/order/instances',
      headers: { 'content-type': 'application/json' },
      payload: '',
    });
    expect(empty.statusCode).toBe(200);
  });

  it('promises HTTPS in production', async () => {
    const { app } = await createFixture({
      environment: { NODE_ENV: 'production', ENCRYPTION_KEY: Buffer.alloc(32).toString('base64') },
    });
    const response = await app.inject({ method: 'GET', url: '/api/v1/tasks' });
    expect(response.statusCode).toBe(401);
    expect(response.headers['strict-transport-security']).toContain('max-age=31536000');
    expect((await app.inject('/docs')).statusCode).toBe(404);
    await app.close();
  });
});

describe('a request id', () => {
  it('is taken over from the client', async () => {
    const headers = { 'x-request-id': 'trace-1.a_B' };
    const response = await fixture.app.inject({ method: 'GET', url: '/api/v1/whoami', headers });
    expect(response.headers['x-request-id']).toBe('trace-1.a_B');
    expect(response.json().data.requestId).toBe('trace-1.a_B');
  });

  it.each(['a b', 'x'.repeat(129), 'a\tb', '<script>', 'é', ''])(
    'is replaced when it is not sane: %j',
    async (id) => {
      const headers = { 'x-request-id': id };
      const response = await fixture.app.inject({ method: 'GET', url: '/api/v1/whoami', headers });
      expect(response.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
    },
  );
});

describe('who calls', () => {
  it('is the default context in dev mode', async () => {
    const response = await fixture.app.inject('/api/v1/whoami');
    expect(response.json().data).toMatchObject({ tenant: 'default', user: 'api_user' });
  });

  it('is whom the token names, at first and when the token is known', async () => {
    const headers = { authorization: `Bearer ${await token(['user'])}` };
    for (let time = 0; time < 2; time += 1) {
      const response = await fixture.app.inject({ method: 'GET', url: '/api/v1/whoami', headers });
      expect(response.json().data).toMatchObject({ tenant: 'acme', user: 'ann' });
    }
  });

  it.each(['Bearer x.y.z', 'Basic eA=='])('is refused when it cannot be told: %s', async (authorization) => {
    const response = await fixture.app.inject({
      method: 'GET',
      url: '/api/v1/whoami',
      headers: { authorization },
    });
    expect(response.statusCode).toBe(401);
    expect(response.headers['www-authenticate']).toBe('Bearer');
    expect(response.json()).toMatchObject({
      success: false,
      data: null,
      status: 401,
      title: 'Not authenticated',
    });
  });

  it('without permission gets 403, and the security log says so', async () => {
    const headers = { authorization: `Bearer ${await token(['user'])}` };
    const response = await fixture.app.inject({ method: 'DELETE', url: '/api/v1/processes/order', headers });
    expect(response.statusCode).toBe(403);
    expect(fixture.entries()).toContainEqual(
      expect.objectContaining({
        logger: 'wbpm.security',
        level: 'warn',
        message: 'Access denied: ann attempted delete on process',
        user_id: 'ann',
        operation: 'DELETE /api/v1/processes/:id',
      }),
    );
  });

  it('is nobody on an open route, and asking there is a defect', async () => {
    expect((await fixture.app.inject('/open/context')).statusCode).toBe(500);
  });
});

describe('a failure', () => {
  it('is problem details and envelope in one', async () => {
    const response = await fixture.app.inject({
      method: 'POST',
      url: '/api/v1/processes/order/instances?x=1',
      headers: { 'x-request-id': 'r-1' },
      payload: { variables: [], business_key: 'x'.repeat(300) },
    });
    expect(response.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(response.statusCode).toBe(422);
    expect(problemSchema.parse(response.json())).toEqual({
      type: 'urn:wbpm:error:VALIDATION_FAILED',
      title: 'Invalid content',
      status: 422,
      detail:
        '/variables: Expected an object, but found an array; /business_key: Expected at most 255 characters, but found 300',
      instance: '/api/v1/processes/order/instances',
      success: false,
      message:
        '/variables: Expected an object, but found an array; /business_key: Expected at most 255 characters, but found 300',
      data: null,
      errors: [
        {
          code: 'VALIDATION_FAILED',
          pointer: '/variables',
          message: 'Expected an object, but found an array',
        },
        {
          code: 'LIMIT_EXCEEDED',
          pointer: '/business_key',
          message: 'Expected at most 255 characters, but found 300',
          limit: 255,
          actual: 300,
        },
      ],
      request_id: 'r-1',
    });
  });

  it.each([
    ['GET', '/api/v1/tasks?limit=900', 400, 'INVALID_QUERY'],
    ['GET', '/api/v1/tasks?limit=1&limit=2', 400, 'INVALID_QUERY'],
    ['POST', '/api/v1/processes/A%20B/instances', 404, 'NOT_FOUND'],
    ['GET', '/nowhere', 404, 'NOT_FOUND'],
    ['GET', '/api/v1/nowhere', 404, 'NOT_FOUND'],
    ['GET', '/api/v1/%zz', 400, 'MALFORMED_REQUEST'],
    ['POST', `/api/v1/processes/${'x'.repeat(301)}/instances`, 414, 'URI_TOO_LONG'],
    ['PUT', '/api/v1/tasks?limit=1', 405, 'METHOD_NOT_ALLOWED'],
    ['GET', '/api/v1/processes/order/instances', 405, 'METHOD_NOT_ALLOWED'],
    ['GET', '/open/busy', 503, 'UNAVAILABLE'],
    ['GET', '/open/status/400', 400, 'MALFORMED_REQUEST'],
    ['GET', '/open/status/429', 429, 'RATE_LIMITED'],
    ['GET', '/open/status/503', 503, 'UNAVAILABLE'],
    ['GET', '/open/status/418', 500, 'INTERNAL_ERROR'],
    ['GET', '/open/not-an-error', 500, 'INTERNAL_ERROR'],
  ] as const)('of %s %s is %i %s', async (method, url, status, code) => {
    const response = await fixture.app.inject({ method, url });
    expect(response.statusCode).toBe(status);
    expect(response.headers['content-type']).toContain('application/problem+json');
    const problem = problemSchema.parse(response.json());
    expect(problem.type).toBe(`urn:wbpm:error:${code}`);
    expect(problem.request_id).toBe(response.headers['x-request-id']);
  });

  it('of size alone is a limit that is exceeded', async () => {
    const response = await fixture.app.inject({
      method: 'POST',
      url: '/api/v1/processes/order/instances',
      payload: { business_key: 'x'.repeat(300), variables: { ['n'.repeat(256)]: 1 } },
    });
    expect(response.statusCode).toBe(422);
    expect(problemSchema.parse(response.json())).toMatchObject({
      type: 'urn:wbpm:error:LIMIT_EXCEEDED',
      errors: [
        { code: 'LIMIT_EXCEEDED', limit: 255, actual: 256 },
        { code: 'LIMIT_EXCEEDED', pointer: '/business_key', limit: 255, actual: 300 },
      ],
    });
    const page = (await fixture.app.inject('/api/v1/tasks?limit=900')).json();
    expect(page.errors).toMatchObject([
      { code: 'INVALID_QUERY', pointer: '?limit', limit: 200, actual: 900 },
    ]);
  });

  it('names the query parameters an address has when one is none of them', async () => {
    const response = await fixture.app.inject('/api/v1/tasks?stauts=completed&limit=900');
    expect(response.statusCode).toBe(400);
    expect(problemSchema.parse(response.json()).errors).toEqual([
      {
        code: 'INVALID_QUERY',
        pointer: '?stauts',
        message:
          'Expected one of the parameters limit, cursor, instance_id, process_id, assignee, status, element_id, sort, but found "stauts"',
      },
    ]);
  });

  it('to answer in time says that the outcome is unknown', async () => {
    const response = await fixture.app.inject('/open/endless');
    expect(response.statusCode).toBe(503);
    expect(response.headers['retry-after']).toBe('5');
    expect(response.json().type).toBe('urn:wbpm:error:OUTCOME_UNKNOWN');
  });

  it('says which methods an address has, and when to come back', async () => {
    expect((await fixture.app.inject({ method: 'PUT', url: '/api/v1/tasks' })).headers['allow']).toBe(
      'GET, HEAD',
    );
    expect((await fixture.app.inject('/open/busy')).headers['retry-after']).toBe('3');
    expect((await fixture.app.inject('/open/status/429')).headers['retry-after']).toBe('1');
  });

  it('of ours tells the client nothing and the log everything', async () => {
    const response = await fixture.app.inject('/open/defect');
    expect(response.statusCode).toBe(500);
    expect(response.body).not.toContain('SELECT');
    expect(response.body).not.toContain('/var/lib');
    expect(fixture.entries()).toContainEqual(
      expect.objectContaining({
        level: 'error',
        message: 'Request processing failed',
        error: 'SELECT secret FROM /var/lib failed',
        err: expect.objectContaining({ stack: expect.stringContaining('app-fixture') }),
        request_id: response.json().request_id,
      }),
    );
  });

  it('of a layer below is what its translation says', async () => {
    const { app } = await createFixture({
      translateError: (error) =>
        error instanceof Error && error.message.includes('SELECT')
          ? new Refusal('STORAGE_FULL', 'No room is left')
          : null,
    });
    expect((await app.inject('/open/defect')).statusCode).toBe(507);
    expect((await app.inject('/nowhere')).statusCode).toBe(404);
    await app.close();
  });
});

describe('cross-origin access', () => {
  it('is for the configured origins, never for all', async () => {
    const ask = (origin: string) =>
      fixture.app.inject({ method: 'GET', url: '/api/v1/tasks', headers: { origin } });
    const known = await ask('http://localhost:3000');
    expect(known.headers['access-control-allow-origin']).toBe('http://localhost:3000');
    expect(known.headers['access-control-allow-credentials']).toBe('true');
    const unknown = await ask('https://evil.example');
    expect(unknown.headers).not.toHaveProperty('access-control-allow-origin');
  });

  it('can be off', async () => {
    const { app } = await createFixture({ environment: { ENABLE_CORS: 'false' } });
    const response = await app.inject({
      method: 'GET',
      url: '/api/v1/tasks',
      headers: { origin: 'http://localhost:3000' },
    });
    expect(response.headers).not.toHaveProperty('access-control-allow-origin');
    await app.close();
  });
});

describe('the documentation', () => {
  it('is OpenAPI 3.1 made from the same schemas', async () => {
    const document = (await fixture.app.inject('/openapi.json')).json();
    expect(document.openapi).toBe('3.1.0');
    expect(document.info).toEqual({
      title: 'APG Workflow & Business Process Management API',
      description: 'Enterprise-grade workflow automation and process management',
      version: '1.0.0',
    });
    const deploy = document.paths['/api/v1/processes'].post.requestBody.content;
    expect(Object.keys(deploy)).toEqual(['application/json', 'application/xml']);
    const schemas = Object.keys(document.components.schemas);
    expect(schemas).toContain('StartInstanceInput');
    expect(schemas).toContain('TextDefinitionInput');
    expect(schemas).not.toContain('ActivateJobsInput');
    const named = [...JSON.stringify(document).matchAll(/#\/components\/schemas\/(\w+)/g)].map(
      (match) => match[1],
    );
    expect(schemas).toEqual(expect.arrayContaining(named));
    expect(JSON.stringify(document)).not.toContain('/openapi.json');
  });

  it('has pages whose policy allows their own scripts only', async () => {
    const page = await fixture.app.inject('/docs/');
    expect(page.statusCode).toBe(200);
    expect(page.body).toContain('swagger-ui');
    expect(page.headers['content-security-policy']).toContain("script-src 'self';");
  });
});

describe('the metrics page', () => {
  it('counts requests by the pattern of their route', async () => {
    await fixture.app.inject('/nowhere/at/all');
    const response = await fixture.app.inject('/metrics');
    expect(response.headers['content-type']).toContain('text/plain');
    expect(response.body).toContain('endpoint="unmatched",status_code="404"');
    expect(response.body).toContain('wbpm_api_duration_seconds_count{method="GET",endpoint="/api/v1/tasks"}');
    expect(response.body).not.toContain('/nowhere/at/all');
  });

  it('can be elsewhere or nowhere', async () => {
    const moved = await createFixture({ environment: { METRICS_ENDPOINT: '/internal/metrics' } });
    expect((await moved.app.inject('/internal/metrics')).statusCode).toBe(200);
    await moved.app.close();
    const off = await createFixture({ environment: { ENABLE_METRICS: 'false' } });
    expect((await off.app.inject('/metrics')).statusCode).toBe(404);
    await off.app.close();
  });
});

describe('the request log', () => {
  it('says nothing of successes unless it debugs', async () => {
    const quiet = await createFixture();
    await quiet.app.inject('/api/v1/tasks');
    expect(quiet.entries()).toEqual([]);
    await quiet.app.close();
  });

  it('tells start, success with the number of results, and failure', async () => {
    const { app, entries } = await createFixture({ level: 'debug' });
    await app.inject('/api/v1/tasks');
    await app.inject('/api/v1/whoami');
    await app.inject('/nowhere');
    expect(entries().map((entry) => [entry['message'], entry['result_count'], entry['status_code']])).toEqual(
      [
        ['Processing request started', undefined, undefined],
        ['Request processed successfully', 0, 200],
        ['Processing request started', undefined, undefined],
        ['Asked who calls', undefined, undefined],
        ['Request processed successfully', 1, 200],
        ['Processing request started', undefined, undefined],
        ['Request processing failed', undefined, 404],
      ],
    );
    expect(entries()[1]).toMatchObject({
      logger: 'wbpm.api',
      user_id: 'api_user',
      operation: 'GET /api/v1/tasks',
      request_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    await app.close();
  });
});
