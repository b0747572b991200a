import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ApiError } from '@wbpm/client';
import { decodeJwt } from 'jose';
import { describe, expect, it } from 'vitest';
import { createAuthentication } from '../access/authenticate.ts';
import { secretTokenKey } from '../access/token-key.ts';
import { ConfigError } from '../config.ts';
import { noCallers } from '../testing/authentication.ts';
import { runCli } from './run-cli.ts';
import type { CliSurroundings } from './session.ts';

const secret = 'a-secret-of-at-least-thirty-two-bytes';

interface Sent {
  readonly address: string;
  readonly authorization: string | null;
  readonly type: string | null;
  readonly body: unknown;
}

/** Runs the command against a server that answers everything with `answer`. */
async function run(args: readonly string[], answer: unknown = {}, over: Partial<CliSurroundings> = {}) {
  const sent: Sent[] = [];
  let out = '';
  let err = '';
  const surroundings: CliSurroundings = {
    serve: async () => {
      out += 'serving\n';
    },
    migrate: async () => {
      out += 'migrated\n';
    },
    archive: async (olderThanDays) => {
      out += `archiving ${olderThanDays}\n`;
      return { instances: 7 };
    },
    resetPassword: (tenantId, userId) => Promise.resolve(userId === 'ann' ? `new-for-${tenantId}` : null),
    config: { url: 'http://server', token: null, jwtSecret: secret },
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    colors: false,
    readFile: async (path) => `content of ${path}`,
    writeFile: () => Promise.reject(new Error('Expected nothing to be written')),
    now: () => new Date('2026-01-01T00:00:00Z'),
    fetch: async (url, init) => {
      const headers = new Headers(init?.headers);
      sent.push({
        address: `${init?.method} ${url.toString()}`,
        authorization: headers.get('authorization'),
        type: headers.get('content-type'),
        body: init?.body,
      });
      if (answer instanceof Response) return answer.clone();
      return Response.json({ success: true, data: answer, message: 'OK', errors: [] });
    },
    ...over,
  };
  const code = await runCli(args, surroundings);
  return { code, out, err, sent };
}

function problem(status: number, body: object): Response {
  return Response.json(
    { type: 'urn:wbpm:error:CONFLICT', request_id: 'r', errors: [], status, ...body },
    { status },
  );
}

const deployment = {
  process_id: 'order',
  processes: [{ process_id: 'order', version: 2, definition_id: 'd-2' }],
  warnings: [],
};
const task = {
  id: 't-1',
  name: 'Approve',
  process_name: 'Order',
  assignee: null,
  due_date: '2026-02-01T00:00:00Z',
  priority: 50,
};
const instance = {
  instance_id: 'i-1',
  process_id: 'order',
  version: 2,
  status: 'active',
  open_incidents: 0,
  business_key: null,
  start_time: '2026-01-01T00:00:00Z',
};

describe('wbpm serve and wbpm migrate', () => {
  it('do what they are given', async () => {
    expect(await run(['serve'])).toMatchObject({ code: 0, out: 'serving\n' });
    expect(await run(['migrate'])).toMatchObject({ code: 0, out: 'migrated\n' });
    expect((await run(['archive'])).out).toBe('archiving 90\n7 instances were moved to the archive.\n');
    expect((await run(['archive', '--older-than-days', '7', '--json'])).out).toContain('archiving 7\n');
    expect(await run(['archive', '--older-than-days', 'x'])).toMatchObject({
      code: 1,
      err: expect.stringContaining('Expected --older-than-days to be a whole number of days'),
    });
  });

  it('give a user a new password, once there is such a user', async () => {
    expect((await run(['reset-password', 'ann'])).out).toBe(
      'ann can log in with new-for-default and has to change it then.\n',
    );
    expect((await run(['reset-password', 'ann', '--tenant', 'acme', '--json'])).out).toContain(
      'new-for-acme',
    );
    expect(await run(['reset-password', 'nobody'])).toMatchObject({
      code: 1,
      err: "error: Expected user 'nobody' of tenant 'default' to exist, but found none\n",
    });
  });

  it('tell what is wrong with the configuration in one line', async () => {
    const serve = async () => {
      throw new ConfigError(['Expected PORT', 'Expected HOST']);
    };
    expect(await run(['serve'], {}, { serve })).toMatchObject({
      code: 1,
      err: 'error: Expected PORT; Expected HOST\n',
    });
  });

  it('tell of any other failure in one line too', async () => {
    const serve = () => Promise.reject(new Error('port\n in use'));
    expect((await run(['serve'], {}, { serve })).err).toBe('error: port; in use\n');
  });
});

describe('wbpm deploy', () => {
  it.each([
    ['order.bpmn', 'application/xml', 'content of order.bpmn'],
    ['order.XML', 'application/xml', 'content of order.XML'],
    ['order.json', 'application/json', { definition: 'content of order.json', format: 'json' }],
    ['order.yml', 'application/json', { definition: 'content of order.yml', format: 'yaml' }],
    ['order.dsl', 'application/json', { definition: 'content of order.dsl', format: 'apg_dsl' }],
    ['order.wf', 'application/json', { definition: 'content of order.wf', format: 'auto' }],
    [
      'dir/order.txt',
      'application/json',
      { definition: 'content of dir/order.txt', format: 'natural_language', name: 'order' },
    ],
  ])('sends %s as it is written', async (file, type, body) => {
    const { code, sent } = await run(['deploy', file], deployment);
    expect(code).toBe(0);
    expect(sent[0]).toMatchObject({ address: 'POST http://server/api/v1/processes', type });
    expect(typeof body === 'string' ? sent[0]?.body : JSON.parse(String(sent[0]?.body))).toEqual(body);
  });

  it('shows a table for people', async () => {
    const warned = { ...deployment, warnings: [{ code: 'W', message: 'w' }] };
    const { out } = await run(['deploy', 'a.bpmn', 'b.bpmn'], warned);
    expect(out).toBe(
      [
        'DEPLOYED  VERSION  DEFINITION  WARNINGS',
        'order     2        d-2         1',
        'order     2        d-2         1',
        '',
      ].join('\n'),
    );
  });

  it('sends a DMN file to the decisions', async () => {
    const decisions = [{ decision_id: 'tax', definition_id: 'd-3', version: 4, name: 'Tax' }];
    const { out, sent } = await run(['deploy', 'tax.DMN'], { decisions, warnings: [] });
    expect(sent).toMatchObject([
      {
        address: 'POST http://server/api/v1/decisions',
        type: 'application/xml',
        body: 'content of tax.DMN',
      },
    ]);
    expect(out).toContain('tax       4        d-3         none');
  });

  it('shows JSON for scripts', async () => {
    expect(JSON.parse((await run(['deploy', 'a.bpmn', '--json'], deployment)).out)).toEqual([deployment]);
  });

  it('of a file that is not there fails', async () => {
    const readFile = () => Promise.reject(new Error("ENOENT: no such file or directory, open 'x.bpmn'"));
    expect(await run(['deploy', 'x.bpmn'], {}, { readFile })).toMatchObject({
      code: 1,
      err: "error: ENOENT: no such file or directory, open 'x.bpmn'\n",
    });
  });
});

describe('wbpm start', () => {
  const started = { instance_id: 'i-1', process_id: 'order', version: 2, status: 'active' };

  it('sends variables, the single ones over the object', async () => {
    const args = ['start', 'order', '--variables', '{"a":1,"b":[true]}', '--business-key', 'K-1'];
    const { out, sent } = await run(
      [...args, '--var', 'a=2', '--var', 'name=Bob', '--var', 'x=null', '--var', 'e='],
      started,
    );
    expect(sent[0]?.address).toBe('POST http://server/api/v1/processes/order/instances');
    expect(JSON.parse(String(sent[0]?.body))).toEqual({
      variables: { a: 2, b: [true], name: 'Bob', x: null, e: '' },
      business_key: 'K-1',
    });
    expect(out).toBe('Started instance i-1 of order version 2: active\n');
  });

  it.each([
    [['--var', 'novalue'], 'Expected --var to be name=value, but found "novalue"'],
    [['--variables', '[1]'], 'Expected --variables to be a JSON object, but found something else'],
    [['--variables', '{'], 'Expected --variables to be a JSON object, but found something else'],
  ])('refuses %j', async (args, message) => {
    expect(await run(['start', 'order', ...args], started)).toMatchObject({
      code: 1,
      err: `error: ${message}\n`,
      sent: [],
    });
  });
});

describe('wbpm tasks and wbpm complete', () => {
  it('list', async () => {
    const args = ['tasks', '--process', 'order', '--instance', 'i', '--limit', '5'];
    const { out, sent } = await run(args, { tasks: [task, { ...task, assignee: 'ann', due_date: null }] });
    expect(sent[0]?.address).toBe('GET http://server/api/v1/tasks?process_id=order&instance_id=i&limit=5');
    expect(out).toContain('TASK  NAME     PROCESS  ASSIGNEE  DUE                   PRIORITY');
    expect(out).toContain('t-1   Approve  Order    -         2026-02-01T00:00:00Z  50');
    expect(out).toContain('t-1   Approve  Order    ann       -                     50');
  });

  it('say when there is nothing', async () => {
    expect((await run(['tasks'], { tasks: [] })).out).toBe('Nothing found.\n');
    expect((await run(['--json', 'tasks'], { tasks: [] })).out).toBe('[]\n');
  });

  it('complete', async () => {
    const { out, sent } = await run(['complete', 't-1', '--var', 'approved=true'], { task_id: 't-1' });
    expect(JSON.parse(String(sent[0]?.body))).toEqual({ variables: { approved: true } });
    expect(out).toBe('Completed task t-1\n');
  });
});

describe('wbpm instances', () => {
  it('lists', async () => {
    const args = [
      'instances',
      '--process',
      'order',
      '--status',
      'active',
      '--business-key',
      'K',
      '--limit',
      '1',
    ];
    const { out, sent } = await run(args, { instances: [instance, { ...instance, business_key: 'K' }] });
    expect(sent[0]?.address).toBe(
      'GET http://server/api/v1/instances?status=active&process_id=order&business_key=K&limit=1',
    );
    expect(out).toContain('i-1       order v2  active  0          -             2026-01-01T00:00:00Z');
    expect((await run(['instances'], { instances: [] })).sent[0]?.address).toBe(
      'GET http://server/api/v1/instances',
    );
  });

  it('knows the states', async () => {
    expect((await run(['instances', '--status', 'gone'])).err).toBe(
      'error: Expected --status to be one of active, suspended, completed, failed, terminated, but found "gone"\n',
    );
  });
});

describe('wbpm token', () => {
  it('signs a token the server takes', async () => {
    const args = [
      'token',
      '--user',
      'ann',
      '--tenant',
      'acme',
      '--role',
      'operator',
      '--role',
      'user',
      '--group',
      'g',
    ];
    const { out } = await run([...args, '--expires', '2d']);
    const token = out.trim();
    const now = Date.parse('2026-01-01T00:00:00Z');
    expect(decodeJwt(token).exp).toBe(now / 1000 + 172_800);
    const log = { info: () => undefined, warn: () => undefined };
    const authentication = createAuthentication({
      auth: { mode: 'jwt', tokens: { keys: [secretTokenKey(secret)], issuer: null, audience: null } },
      callers: noCallers,
      log,
      now: () => now,
    });
    expect(await authentication.fromToken(token)).toMatchObject({
      tenantId: 'acme',
      userId: 'ann',
      roles: ['operator', 'user'],
      groups: ['g'],
    });
  });

  it('is for the default user and an hour unless told otherwise', async () => {
    const { out } = await run(['token', '--json']);
    const answer: { token: string; expires_at: string } = JSON.parse(out);
    expect(answer.expires_at).toBe('2026-01-01T01:00:00.000Z');
    expect(decodeJwt(answer.token)).toMatchObject({
      tenant_id: 'default',
      user_id: 'api_user',
      roles: ['user'],
    });
  });

  it('needs the secret and a duration', async () => {
    const config = { url: 'http://server', token: null, jwtSecret: null };
    expect((await run(['token'], {}, { config })).err).toBe(
      'error: Expected JWT_SECRET to be set, but found nothing\n',
    );
    expect((await run(['token', '--expires', 'soon'])).err).toBe(
      'error: Expected --expires such as 30m, 12h or 7d, but found "soon"\n',
    );
  });
});

describe('every command', () => {
  it('goes to the server and as the user it is told', async () => {
    const config = { url: 'http://server', token: 'from-environment', jwtSecret: null };
    const plain = await run(['tasks'], { tasks: [] }, { config });
    expect(plain.sent[0]).toMatchObject({ authorization: 'Bearer from-environment' });
    const told = await run(['tasks', '--url', 'http://other', '--token', 'mine'], { tasks: [] }, { config });
    expect(told.sent[0]).toMatchObject({
      address: 'GET http://other/api/v1/tasks',
      authorization: 'Bearer mine',
    });
  });

  it('tells in one line what the server refuses', async () => {
    const answer = problem(409, {
      message: 'Expected to complete task t-1, but it is completed',
      errors: [{ code: 'CONFLICT', message: 'Expected to complete task t-1, but it is completed' }],
    });
    expect(await run(['complete', 't-1'], answer)).toMatchObject({
      code: 1,
      out: '',
      err: 'error: Expected to complete task t-1, but it is completed\n',
    });
  });

  it('tells the place of the first finding and the number of others', async () => {
    const withElement = problem(422, {
      message: 'The definition is not valid',
      errors: [
        { code: 'A', message: 'No start event', element_id: 'p1' },
        { code: 'B', message: 'x' },
      ],
    });
    expect((await run(['deploy', 'a.bpmn'], withElement)).err).toBe(
      'error: The definition is not valid: No start event (p1) and 1 more\n',
    );
    const withLine = problem(400, {
      message: 'Not XML',
      errors: [{ code: 'A', message: 'Unclosed', line: 3, column: 9 }],
    });
    expect((await run(['deploy', 'a.bpmn'], withLine)).err).toBe('error: Not XML: Unclosed (line 3:9)\n');
    const withoutColumn = problem(400, {
      message: 'Not XML',
      errors: [{ code: 'A', message: 'Not XML', line: 3 }],
    });
    expect((await run(['deploy', 'a.bpmn'], withoutColumn)).err).toBe('error: Not XML (line 3:1)\n');
  });

  it('tells of a server that cannot be reached', async () => {
    const fetch = () => {
      throw new ApiError({
        status: 0,
        code: 'NETWORK_ERROR',
        message: 'The server cannot be reached',
        problem: null,
        requestId: null,
      });
    };
    const abort = await run(['serve'], {}, { serve: async () => fetch() });
    expect(abort).toMatchObject({ code: 1, err: 'error: The server cannot be reached\n' });
  });

  it('has help, which is no error', async () => {
    const { code, out } = await run(['--help']);
    expect(code).toBe(0);
    for (const name of ['serve', 'migrate', 'deploy', 'start', 'tasks', 'complete', 'instances', 'token']) {
      expect(out).toContain(name);
    }
  });

  it.each([[['fly']], [['start']], [['tasks', '--bogus']], [[]]])(
    'refuses what it does not know: %j',
    async (args) => {
      const { code, err } = await run(args);
      expect(code).toBe(1);
      expect(err).not.toBe('');
    },
  );

  it('is coloured for a terminal', async () => {
    const { out } = await run(['tasks'], { tasks: [task] }, { colors: true });
    expect(out).toContain('\u001b[1mTASK');
    const { err } = await run(['token', '--expires', 'x'], {}, { colors: true });
    expect(err).toContain('\u001b[31merror:');
  });

  it('uses the network when no other is given', async () => {
    const server = createServer((_request, response) => {
      response.end(JSON.stringify({ success: true, data: { tasks: [] }, message: 'OK', errors: [] }));
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const { port } = server.address() as AddressInfo;
    let out = '';
    const code = await runCli(['tasks', '--url', `http://127.0.0.1:${port}`], {
      serve: async () => undefined,
      migrate: async () => undefined,
      archive: async () => ({ instances: 0 }),
      resetPassword: () => Promise.resolve(null),
      config: { url: '', token: null, jwtSecret: null },
      out: (text) => {
        out += text;
      },
      err: () => undefined,
      colors: false,
      readFile: async () => '',
      writeFile: async () => {},
      now: () => new Date(),
    });
    server.close();
    expect({ code, out }).toEqual({ code: 0, out: 'Nothing found.\n' });
  });
});
