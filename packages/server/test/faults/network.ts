import { once } from 'node:events';
import { createServer, connect as dial, type Socket } from 'node:net';

/**
 * - `slow`: every packet is late by `meanMs`, give or take `jitterMs`;
 * - `silent`: connections stay open and nothing gets through, nor ever will on them (half-open);
 * - `down`: connections are broken, new ones are refused.
 */
export type Condition =
  | { readonly kind: 'good' }
  | { readonly kind: 'slow'; readonly meanMs: number; readonly jitterMs: number }
  | { readonly kind: 'silent' }
  | { readonly kind: 'down' };

/** How likely a packet of a client breaks its connection. */
export interface Cuts {
  /** One that holds COMMIT, after it has been forwarded: the answer is lost. */
  readonly afterCommit: number;
  /** Any, after only a part of it has been forwarded. */
  readonly midPacket: number;
}

export interface Network {
  readonly port: number;
  readonly cuts: number;
  become(condition: Condition): void;
  cut(cuts: Cuts): void;
  close(): Promise<void>;
}

const noCuts: Cuts = { afterCommit: 0, midPacket: 0 };

/** The network between one node and its database: a TCP proxy on loopback. */
export async function openNetwork(targetPort: number, random: () => number): Promise<Network> {
  const sockets = new Set<Socket>();
  /** Nothing that was swallowed may be missing in the middle of what comes later. */
  const deaf = new WeakSet<Socket>();
  let condition: Condition = { kind: 'good' };
  let cuts = noCuts;
  let cutCount = 0;

  /** One after the other, however late each is. */
  function pipe(from: Socket, to: Socket): (bytes: Buffer) => void {
    let last = Promise.resolve();
    return (bytes) => {
      if (condition.kind === 'silent' || deaf.has(from)) {
        deaf.add(from).add(to);
        return;
      }
      const { kind } = condition;
      const lateMs = kind === 'slow' ? condition.meanMs + (2 * random() - 1) * condition.jitterMs : 0;
      const arrivesAt = performance.now() + lateMs;
      last = last.then(async () => {
        const leftMs = arrivesAt - performance.now();
        if (leftMs > 0) await new Promise((resolve) => setTimeout(resolve, leftMs));
        if (!to.destroyed) to.write(bytes);
      });
    };
  }

  function breaks(client: Socket, target: Socket, bytes: Buffer): boolean {
    const commits = bytes.includes('commit');
    const middle = random() < cuts.midPacket;
    if (!middle && !(commits && random() < cuts.afterCommit)) return false;
    cutCount += 1;
    client.destroy();
    target.end(middle ? bytes.subarray(0, Math.ceil(bytes.length * random())) : bytes);
    return true;
  }

  const server = createServer((client) => {
    if (condition.kind === 'down') {
      client.destroy();
      return;
    }
    const target = dial(targetPort, '127.0.0.1');
    for (const [from, to] of [
      [client, target],
      [target, client],
    ] as const) {
      sockets.add(from);
      from.on('error', () => undefined);
      from.on('close', () => {
        sockets.delete(from);
        // What has been forwarded is delivered; only then the other side hears of the end.
        if (!deaf.has(from)) to.end();
      });
      const forward = pipe(from, to);
      from.on('data', (bytes) => {
        if (from === client && breaks(client, target, bytes)) return;
        forward(bytes);
      });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('Expected a TCP port, but got none');

  function breakAll(): void {
    for (const socket of sockets) socket.destroy();
  }
  return {
    port: address.port,
    get cuts() {
      return cutCount;
    },
    become(next) {
      condition = next;
      if (next.kind === 'down') breakAll();
    },
    cut(next) {
      cuts = next;
    },
    async close() {
      server.close();
      breakAll();
      await once(server, 'close');
    },
  };
}
