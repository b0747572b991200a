import { once } from 'node:events';
import { startBuiltServer, tokenOf } from './http.ts';
import { createHttpClient, type HttpClient } from './http-client.ts';

/** A built server in a process of its own, and a client of it. */
export interface BenchServer {
  readonly pid: number;
  readonly url: string;
  readonly client: HttpClient;
  /** Its page for Prometheus. */
  metrics(): Promise<string>;
  stop(): Promise<void>;
}

/** Starts as many equal servers on one store; `connections`: of the client to each. */
export async function startServers(
  count: number,
  environment: Readonly<Record<string, string>>,
  connections: number,
): Promise<readonly BenchServer[]> {
  const servers: BenchServer[] = [];
  // One after the other: the first one prepares the store.
  for (let index = 0; index < count; index += 1) servers.push(await start(environment, connections));
  return servers;
}

async function start(
  environment: Readonly<Record<string, string>>,
  connections: number,
): Promise<BenchServer> {
  const server = await startBuiltServer(environment);
  const client = createHttpClient(server.url, await tokenOf(), connections);
  return {
    pid: server.process.pid ?? 0,
    url: server.url,
    client,
    async metrics() {
      return (await fetch(`${server.url}/metrics`)).text();
    },
    async stop() {
      client.close();
      server.process.kill('SIGTERM');
      await once(server.process, 'exit');
    },
  };
}

export async function stopServers(servers: readonly BenchServer[]): Promise<void> {
  await Promise.all(servers.map((server) => server.stop()));
}
