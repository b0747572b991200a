// Does the built server work under the Node that runs this file? It starts on an empty embedded store,
// gets a process, runs one instance of it to its end over HTTP, and stops when asked to.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../packages/server/dist/main.js', import.meta.url));
const patienceMs = 60_000;

/** Touches what differs most between versions of Node: workers, WebAssembly, expressions, JSON. */
const definition = {
  name: 'Smoke',
  process_id: 'smoke',
  activities: [
    { id: 'start', type: 'startEvent' },
    { id: 'review', type: 'userTask', name: 'Review' },
    { id: 'total', type: 'scriptTask', script: 'amount * 2', result_variable: 'doubled' },
    { id: 'large', type: 'exclusiveGateway' },
    { id: 'done', type: 'endEvent' },
    { id: 'never', type: 'endEvent' },
  ],
  flows: [
    { from: 'start', to: 'review' },
    { from: 'review', to: 'total' },
    { from: 'total', to: 'large' },
    { from: 'large', to: 'done', condition: '=doubled > 80' },
    { from: 'large', to: 'never', condition: '=doubled <= 80' },
  ],
};

const data = mkdtempSync(join(tmpdir(), 'wbpm-smoke-'));
const origin = `http://127.0.0.1:${await freePort()}`;
const server = startServer();
try {
  await until('the server answers', async () => {
    if (server.ended()) throw new Error('The server ended before it answered');
    const health = await fetch(`${origin}/health`).catch(() => null);
    return health?.ok === true;
  });
  await call('POST', '/processes', definition);
  const { instance_id } = await call('POST', '/processes/smoke/instances', { variables: { amount: 41 } });
  const [task] = (await call('GET', `/tasks?instance_id=${instance_id}`)).tasks;
  await call('POST', `/tasks/${task.task_id}/complete`, { variables: { approved: true } });
  let instance;
  await until('the instance ends', async () => {
    instance = await call('GET', `/instances/${instance_id}`);
    return instance.status !== 'running';
  });
  equal('the status of the instance', instance.status, 'completed');
  equal('the variable the script computed', instance.variables.doubled, 82);
  equal('the exit code after SIGTERM', await server.stop(), 0);
  console.log(`Node ${process.version}: one instance started, worked and completed`);
} catch (error) {
  console.error(server.output());
  console.error(`Node ${process.version}: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
  await server.stop();
} finally {
  rmSync(data, { recursive: true, force: true });
}

function startServer() {
  const { NODE_ENV: _unset, DATABASE_URL: _unused, ...environment } = process.env;
  const child = spawn(process.execPath, [main], {
    env: { ...environment, HOST: '127.0.0.1', PORT: new URL(origin).port, DATA_DIR: data, AUTH_MODE: 'dev' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output += chunk;
    });
  }
  const exit = new Promise((resolve) => child.once('exit', (code, signal) => resolve(code ?? signal)));
  return {
    output: () => output,
    ended: () => child.exitCode !== null || child.signalCode !== null,
    async stop() {
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), patienceMs);
      const code = await exit;
      clearTimeout(timer);
      return code;
    },
  };
}

async function call(method, path, body) {
  const response = await fetch(`${origin}/api/v1${path}`, {
    method,
    ...(body === undefined
      ? {}
      : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  const answer = await response.json();
  if (!response.ok)
    throw new Error(`${method} ${path} answered ${response.status}: ${JSON.stringify(answer)}`);
  return answer.data;
}

async function until(what, happened) {
  const deadline = Date.now() + patienceMs;
  while (!(await happened())) {
    if (Date.now() > deadline) throw new Error(`Waited ${patienceMs / 1000} s in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function equal(what, found, expected) {
  if (found !== expected) throw new Error(`Expected ${what} to be ${expected}, but found ${found}`);
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}
