import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface RunningServer {
  readonly origin: string;
  readonly port: number;
  /** The first group of a pattern in what the server prints, as soon as it has printed it. */
  printed(pattern: RegExp): Promise<string>;
  stop(): Promise<void>;
}

/** Another build can be tested by naming its main file. */
export const serverMain =
  process.env['E2E_SERVER_MAIN'] ?? join(import.meta.dirname, '../../packages/server/dist/main.js');
const patienceMs = 60_000;

interface ServerOptions {
  readonly port?: number;
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts the built server with an empty data directory. */
export async function startServer(options: ServerOptions = {}): Promise<RunningServer> {
  const port = options.port ?? (await freePort());
  const data = await mkdtemp(join(tmpdir(), 'wbpm-e2e-'));
  const { NODE_ENV: _unset, ...environment } = process.env;
  const child = spawn(process.execPath, [serverMain], {
    env: {
      ...environment,
      PORT: String(port),
      HOST: '127.0.0.1',
      DATA_DIR: data,
      ENABLE_TEST_CLOCK: 'true',
      ...options.env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const collect = (chunk: Buffer) => {
    output += chunk.toString();
  };
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  const origin = `http://127.0.0.1:${port}`;
  await untilHealthy(origin, child, () => output);
  return {
    origin,
    port,
    async printed(pattern) {
      for (const deadline = Date.now() + patienceMs; Date.now() < deadline; ) {
        const found = pattern.exec(output)?.[1];
        if (found !== undefined) return found;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      throw new Error(`Expected the server to print ${pattern}, but found:\n${output}`);
    },
    async stop() {
      if (child.exitCode === null) {
        const ended = new Promise((resolve) => child.once('exit', resolve));
        child.kill('SIGTERM');
        await ended;
      }
      await rm(data, { recursive: true, force: true });
    },
  };
}

async function untilHealthy(origin: string, child: ChildProcess, output: () => string): Promise<void> {
  const deadline = Date.now() + patienceMs;
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`The server ended with ${child.exitCode}:\n${output()}`);
    const answer = await fetch(`${origin}/health`).catch(() => null);
    if (answer?.ok === true) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`The server did not become healthy:\n${output()}`);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => {
        if (address === null || typeof address === 'string') reject(new Error('No port was assigned'));
        else resolve(address.port);
      });
    });
  });
}
