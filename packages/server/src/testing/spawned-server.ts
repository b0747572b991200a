import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface SpawnedServer {
  readonly url: string;
  readonly pid: number;
  /** As `kill -9`: nothing is flushed, finished or given back. */
  kill(): Promise<void>;
  /** As `kill -STOP`: it stands still with all it holds, and knows nothing of it when it goes on. */
  pause(): void;
  resume(): void;
  /** Asks it to stop; resolves with its exit code. */
  terminate(): Promise<number | null>;
  /** Everything it printed. */
  output(): string;
}

const root = fileURLToPath(new URL('../../../..', import.meta.url));
const readyWithinMs = 60_000;

/** Builds what `npm start` runs, without the web application. Call it once before spawning. */
export function buildTestServer(): string {
  const folder = join(root, 'node_modules/.cache/wbpm-test-server');
  execFileSync(process.execPath, [join(root, 'scripts/build-server.mjs'), folder], { stdio: 'pipe' });
  return join(folder, 'main.js');
}

/** The built server as a process of its own; resolves when it says it is ready. */
export async function spawnServer(
  main: string,
  port: number,
  environment: Readonly<Record<string, string>>,
): Promise<SpawnedServer> {
  const child = spawn(process.execPath, [main], {
    env: {
      PATH: process.env['PATH'] ?? '',
      LOG_LEVEL: 'ERROR',
      FILE_STORAGE_PATH: join(tmpdir(), 'wbpm-spawned-files'),
      ...environment,
      PORT: String(port),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (text: Buffer) => {
      printed = (printed + text.toString()).slice(-20_000);
    });
  }
  const url = `http://127.0.0.1:${port}`;
  const killOnExit = () => child.kill('SIGKILL');
  process.on('exit', killOnExit);
  child.once('exit', () => process.off('exit', killOnExit));
  await ready(child, url, () => printed);
  const { pid } = child;
  if (pid === undefined) throw new Error('Expected a process that answers to have an id');
  return {
    url,
    pid,
    output: () => printed,
    async kill() {
      await end(child, 'SIGKILL');
    },
    pause: () => void child.kill('SIGSTOP'),
    resume: () => void child.kill('SIGCONT'),
    terminate: () => end(child, 'SIGTERM'),
  };
}

function hasExited({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (!hasExited(child)) {
    const exited = once(child, 'exit');
    child.kill(signal);
    await exited;
  }
  return child.exitCode;
}

async function ready(child: ChildProcess, url: string, output: () => string): Promise<void> {
  const deadline = performance.now() + readyWithinMs;
  while (!hasExited(child) && performance.now() < deadline) {
    try {
      if ((await fetch(`${url}/ready`)).ok) return;
    } catch {
      // Not listening yet: asked again in a moment.
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  child.kill('SIGKILL');
  throw new Error(`Expected the server to become ready at ${url}, but it printed:\n${output()}`);
}
