import { connect } from 'node:net';

const patienceMs = 10_000;

/**
 * Sends bytes as they are over a connection of its own and answers everything that comes back until it ends. Rejects
 * when the server keeps it open and says nothing for 10 s.
 */
export function sendRaw(serverUrl: string, bytes: string | Uint8Array): Promise<string> {
  const { hostname, port } = new URL(serverUrl);
  return new Promise((resolve, reject) => {
    let received = '';
    const socket = connect(Number(port), hostname, () => socket.write(bytes));
    socket.setTimeout(patienceMs, () => socket.destroy(new Error('Expected an answer, but found silence')));
    socket.on('data', (data) => {
      received += data.toString('latin1');
    });
    socket.on('close', () => resolve(received));
    socket.on('error', reject);
  });
}

/** Status of each answer on the connection, in their order. */
export function statusesIn(received: string): number[] {
  return [...received.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status));
}
