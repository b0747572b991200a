import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { SignJWT } from 'jose';
import { z } from 'zod';
import { createHttpClient, type HttpClient } from './http-client.ts';
import { drive, type Figure, peakMemoryMiB, percentile, processorSeconds } from './measure.ts';

const secret = 'a secret of the benchmark, 32 bytes and more';
const taskList = z.object({ data: z.object({ tasks: z.array(z.object({ task_id: z.string() })) }) });

/**
 * Start, list, complete over HTTP with a token, against the built server in a process of its own. A
 * caller starts instances; workers list tasks by the page and complete them, as workers do.
 */
export async function benchHttp(
  databaseUrl: string,
  databasePid: number,
  callers: number,
  instances: number,
  withRates: boolean,
): Promise<Figure> {
  const server = await startBuiltServer({ DATABASE_URL: databaseUrl, ...(withRates && rates) });
  const pid = server.process.pid ?? 0;
  const client = createHttpClient(server.url, await tokenOf(), callers);
  try {
    await client.send('POST', '/api/v1/processes', {
      name: 'bench http',
      process_id: 'bench_http',
      activities: [
        { id: 'start', type: 'startEvent', name: 'Start' },
        { id: 'work', type: 'userTask', name: 'Work' },
        { id: 'end', type: 'endEvent', name: 'End' },
      ],
      flows: [
        { from: 'start', to: 'work' },
        { from: 'work', to: 'end' },
      ],
    });
    await runThrough(client.send, callers, Math.ceil(instances / 5));
    const before = { server: processorSeconds(pid), database: processorSeconds(databasePid) };
    const started = performance.now();
    const sortedMs = await runThrough(client.send, callers, instances);
    const seconds = (performance.now() - started) / 1000;
    return {
      name: `HTTP with token${withRates ? ' and rate limits' : ''}, PostgreSQL`,
      callers,
      instances,
      instancesPerSecond: instances / seconds,
      p50Ms: percentile(sortedMs, 0.5),
      p99Ms: percentile(sortedMs, 0.99),
      cpu: (processorSeconds(pid) - before.server) / seconds,
      databaseCpu: (processorSeconds(databasePid) - before.database) / seconds,
      peakMemoryMiB: peakMemoryMiB(pid),
      batch: null,
      ofRawLimit: null,
    };
  } finally {
    client.close();
    server.process.kill('SIGTERM');
    await once(server.process, 'exit');
  }
}

/** Every request is counted, none is refused. */
const rates = { RATE_LIMIT_PER_USER: '1000000', RATE_LIMIT_PER_TENANT: '1000000' };

type Send = HttpClient['send'];

/** Latencies are those of single requests. */
async function runThrough(send: Send, callers: number, instances: number): Promise<readonly number[]> {
  const starts = await drive(callers, instances, async () => {
    await send('POST', '/api/v1/processes/bench_http/instances', { variables: { order_id: 42 } });
  });
  const times: number[] = [...starts.sortedMs];
  for (let done = 0; done < instances; ) {
    const page = taskList.parse(await send('GET', '/api/v1/tasks?process_id=bench_http&limit=200'));
    const ids = page.data.tasks.map((task) => task.task_id);
    if (ids.length === 0) throw new Error('Expected open tasks');
    done += ids.length;
    const completions = await drive(callers, ids.length, async () => {
      await send('POST', `/api/v1/tasks/${ids.pop() ?? ''}/complete`, { variables: { done: true } });
    });
    times.push(...completions.sortedMs);
  }
  return times.sort((a, b) => a - b);
}

export function tokenOf(claims: Readonly<Record<string, unknown>> = {}): Promise<string> {
  return new SignJWT({
    tenant_id: 'bench',
    user_id: 'bench',
    roles: ['operator'],
    permissions: [],
    ...claims,
  })
    .setProtectedHeader({ alg: 'HS256' })
    .setExpirationTime('6h')
    .sign(new TextEncoder().encode(secret));
}

/** One built elsewhere, to compare two versions, or the one of this tree. */
export function builtServer(): string {
  return (
    process.env['WBPM_BENCH_SERVER'] ??
    fileURLToPath(new URL('../../packages/server/dist/main.js', import.meta.url))
  );
}

export async function startBuiltServer(
  store: Readonly<Record<string, string>>,
): Promise<{ process: ChildProcess; url: string }> {
  const child = spawn(process.execPath, [builtServer()], {
    env: {
      PATH: process.env['PATH'],
      ...store,
      PORT: '0',
      AUTH_MODE: 'jwt',
      JWT_SECRET: secret,
      LOG_LEVEL: 'WARN',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let printed = '';
  for await (const chunk of child.stdout) {
    printed += String(chunk);
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(printed)?.[0];
    if (url !== undefined) return { process: child, url };
  }
  throw new Error(`Expected the server to print its address, but found: ${printed}`);
}
