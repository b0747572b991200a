import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { firstFreePort } from './free-port.ts';

test('a port that somebody listens on is passed over', async () => {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('Expected a TCP port');
  expect(await firstFreePort('127.0.0.1', address.port)).toBeGreaterThan(address.port);
  server.close();
  await once(server, 'close');
  expect(await firstFreePort('127.0.0.1', address.port)).toBe(address.port);
});
