import { once } from 'node:events';
import { createServer } from 'node:net';

const attempts = 20;

/** The first port from `port` on that nobody listens on; `port` itself when all are taken. */
export async function firstFreePort(host: string, port: number): Promise<number> {
  for (let candidate = port; candidate < port + attempts; candidate += 1) {
    if (await isFree(host, candidate)) return candidate;
  }
  return port;
}

async function isFree(host: string, port: number): Promise<boolean> {
  const server = createServer();
  try {
    server.listen(port, host);
    await once(server, 'listening');
  } catch {
    // Taken, or not ours to use: either way another port has to do.
    return false;
  }
  server.close();
  await once(server, 'close');
  return true;
}
