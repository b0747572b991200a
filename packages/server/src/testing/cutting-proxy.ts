import { once } from 'node:events';
import { createServer, connect as dial, type Socket } from 'node:net';

export interface CuttingProxy {
  readonly port: number;
  /**
   * Cuts every connection when a client next sends bytes that hold `word`: before they reach the
   * server, or right after, so that the server acts on them and its answer is lost.
   */
  cutAt(word: string, moment: 'before-forwarding' | 'after-forwarding'): void;
  /** Connections there are stay open, and nothing ever gets through on them again; new ones work. */
  fallSilent(): void;
  close(): Promise<void>;
}

/** A TCP proxy on loopback that can break a connection at a chosen moment, or let it fall silent. */
export async function openCuttingProxy(targetPort: number): Promise<CuttingProxy> {
  const sockets = new Set<Socket>();
  const silent = new WeakSet<Socket>();
  let cut: { readonly word: string; readonly moment: 'before-forwarding' | 'after-forwarding' } | undefined;

  // The end of one side is not heard by the other when nothing gets through: it has to end by itself.
  const server = createServer({ allowHalfOpen: true }, (client) => {
    const target = dial(targetPort, '127.0.0.1');
    for (const [from, to] of [
      [client, target],
      [target, client],
    ] as const) {
      sockets.add(from);
      from.on('error', () => undefined);
      from.on('end', () => {
        if (!silent.has(from)) to.end();
      });
      from.on('close', () => {
        sockets.delete(from);
        if (!silent.has(from)) to.destroy();
      });
    }
    target.on('data', (bytes) => {
      if (!silent.has(target)) client.write(bytes);
    });
    client.on('data', (bytes) => {
      if (silent.has(client)) return;
      if (cut === undefined || !bytes.includes(cut.word)) {
        target.write(bytes);
        return;
      }
      const { moment } = cut;
      cut = undefined;
      client.destroy();
      if (moment === 'after-forwarding') target.end(bytes);
      else target.destroy();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('Expected a TCP port, but got none');

  return {
    port: address.port,
    cutAt(word, moment) {
      cut = { word, moment };
    },
    fallSilent() {
      for (const socket of sockets) silent.add(socket);
    },
    async close() {
      server.close();
      for (const socket of sockets) socket.destroy();
      await once(server, 'close');
    },
  };
}
