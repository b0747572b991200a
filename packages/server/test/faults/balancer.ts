import { once } from 'node:events';
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';

export interface Balancer {
  readonly url: string;
  /** Requests that got no answer, or one that tells of a failure of the server. */
  readonly failed: readonly string[];
  readonly forwarded: number;
  /** Resolves when the node is sent requests. */
  sends(port: number): Promise<void>;
  close(): Promise<void>;
}

interface Node {
  readonly port: number;
  readonly agent: Agent;
  ready: boolean;
}

const checkEveryMs = 50;

/**
 * What stands before several nodes: sends each request to the next one that is ready, over connections it
 * keeps. A node that refuses the connection was sent nothing, so the request goes on to another; whatever
 * was sent is never sent again.
 */
export async function openBalancer(ports: readonly number[]): Promise<Balancer> {
  const nodes: Node[] = ports.map((port) => ({ port, agent: new Agent({ keepAlive: true }), ready: false }));
  const failed: string[] = [];
  let forwarded = 0;
  let turn = 0;

  async function check(node: Node): Promise<void> {
    try {
      const { ok } = await fetch(`http://127.0.0.1:${node.port}/ready`, { headers: { connection: 'close' } });
      node.ready = ok;
    } catch {
      node.ready = false;
    }
  }
  let closed = false;
  // One after the other: an answer that comes late may not count for more than a later one.
  const checks = nodes.map(async (node) => {
    while (!closed) {
      await check(node);
      await new Promise((resolve) => setTimeout(resolve, checkEveryMs));
    }
  });

  const server = createServer((incoming, outgoing) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of incoming) chunks.push(chunk as Buffer);
      forwarded += 1;
      const begin = turn++;
      const inTurn = nodes.map((_node, index) => nodes[(begin + index) % nodes.length]);
      const ready = inTurn.filter((node) => node !== undefined).filter((node) => node.ready);
      forward(incoming, outgoing, Buffer.concat(chunks), ready);
    })();
  });

  function forward(
    incoming: IncomingMessage,
    outgoing: ServerResponse,
    body: Buffer,
    [node, ...others]: readonly Node[],
  ): void {
    const what = `${incoming.method} ${incoming.url}`;
    function fail(why: string): void {
      failed.push(`${what}: ${why}`);
      if (outgoing.headersSent) outgoing.destroy();
      else outgoing.writeHead(502).end();
    }
    if (node === undefined) {
      fail('no node is ready');
      return;
    }
    const { connection: _mine, ...headers } = incoming.headers;
    const sent = request(
      {
        port: node.port,
        host: '127.0.0.1',
        agent: node.agent,
        method: incoming.method,
        path: incoming.url,
        headers,
      },
      (answer) => {
        const { connection: _theirs, ...given } = answer.headers;
        const status = answer.statusCode ?? 0;
        if (status >= 500) failed.push(`${what}: ${status} of ${node.port}`);
        outgoing.writeHead(status, given);
        answer.on('error', (error) => fail(String(error)));
        answer.pipe(outgoing);
      },
    );
    sent.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNREFUSED') forward(incoming, outgoing, body, others);
      else fail(`${error.message} of ${node.port}`);
    });
    sent.end(body);
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('Expected a TCP port, but got none');
  return {
    url: `http://127.0.0.1:${address.port}`,
    failed,
    get forwarded() {
      return forwarded;
    },
    async sends(port) {
      while (nodes.find((node) => node.port === port)?.ready !== true)
        await new Promise((resolve) => setTimeout(resolve, checkEveryMs));
    },
    async close() {
      closed = true;
      await Promise.all(checks);
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
      for (const { agent } of nodes) agent.destroy();
    },
  };
}
