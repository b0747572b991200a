import { existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';

/**
 * The embedded database, in a thread of its own because it computes synchronously: a slow query would
 * otherwise stop the whole server. It speaks PostgreSQL's wire protocol: bytes in, bytes out, one
 * message holding one or more complete requests.
 */
const port = parentPort;
const directory: unknown = workerData;
if (port === null) throw new Error('Expected to run as a worker thread, but there is no parent');

const database =
  typeof directory === 'string'
    ? await openDirectory(directory)
    : await PGlite.create({ dataDir: 'memory://' });

port.on('message', (message: unknown) => {
  if (message instanceof Uint8Array) answer(message);
  else void database.close().finally(() => process.exit(0));
});
port.postMessage('ready');

function answer(request: Uint8Array): void {
  const chunks: Uint8Array[] = [];
  const onRawData = (bytes: Uint8Array) => {
    chunks.push(bytes.slice());
  };
  // Runs to its end before it returns; the promise only waits for file systems that write later.
  void database.execProtocolRawStream(request, { syncToFs: false, onRawData });
  const bytes = new Uint8Array(Buffer.concat(chunks));
  port?.postMessage(bytes, [bytes.buffer]);
}

/**
 * Creating a database writes a thousand files. It happens beside and is renamed when complete, so a
 * process killed meanwhile leaves no half database behind.
 */
async function openDirectory(path: string): Promise<PGlite> {
  if (!existsSync(path)) {
    const unfinished = `${path}.unfinished`;
    await rm(unfinished, { recursive: true, force: true });
    const created = await PGlite.create({ dataDir: unfinished });
    await created.close();
    await rename(unfinished, path);
  }
  return PGlite.create({ dataDir: path });
}
