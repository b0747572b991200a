import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, chownSync, constants, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import pg from 'pg';

export interface PostgresCluster {
  /** The superuser's connection string without a database: append `/name`. */
  readonly url: string;
  readonly port: number;
  /** The postmaster, for tests that kill it. Undefined while it is down. */
  readonly pid: number | undefined;
  createDatabase(name: string, template?: string): Promise<string>;
  dropDatabase(name: string): Promise<void>;
  /** As `kill -9` of the postmaster; its children notice and leave by themselves. */
  kill(): Promise<void>;
  /** As `pg_ctl stop -m immediate`: everybody is sent away at once, nothing is finished. */
  stopImmediately(): Promise<void>;
  /** Starts the postmaster again on the same data and port. */
  start(): Promise<void>;
  /** Starts it when it has ended by itself. */
  ensureRunning(): Promise<void>;
  stop(): Promise<void>;
}

/** The newest PostgreSQL server installed here, or undefined. Debian keeps it off the PATH. */
export function findPostgresBinaries(): string | undefined {
  const debian = '/usr/lib/postgresql';
  const versions = readableEntries(debian).sort((a, b) => Number(b) - Number(a));
  const candidates = [
    ...versions.map((version) => join(debian, version, 'bin')),
    ...(process.env['PATH'] ?? '').split(delimiter),
  ];
  return candidates.find(
    (folder) => isExecutable(join(folder, 'initdb')) && isExecutable(join(folder, 'postgres')),
  );
}

/**
 * Starts a throw-away cluster in a temporary directory, on a free loopback port and on a unix socket.
 * Without `fsync` it is fast and right for tests; benchmarks and crash tests want it on.
 */
export async function startPostgresCluster(options: {
  readonly fsync: boolean;
  /** Where it lives; in the system's folder for temporary files otherwise. */
  readonly parent?: string;
  /** Further settings, such as `max_wal_size=32MB`. */
  readonly settings?: readonly string[];
}): Promise<PostgresCluster> {
  const binaries = findPostgresBinaries();
  if (binaries === undefined) {
    throw new Error(
      'Expected a PostgreSQL server, but found no initdb and postgres in /usr/lib/postgresql or on PATH',
    );
  }
  const folder = mkdtempSync(join(options.parent ?? tmpdir(), 'wbpm-postgres-'));
  const account = unprivilegedAccount();
  if (account !== undefined) chownSync(folder, account.uid, account.gid);
  const data = join(folder, 'data');
  const postgres = join(binaries, 'postgres');
  execFileSync(
    join(binaries, 'initdb'),
    ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync'],
    { ...account, cwd: folder, stdio: 'pipe' },
  );
  const port = await freePort();
  const url = `postgres://postgres@127.0.0.1:${port}`;
  let postmaster: ChildProcess | undefined;

  const release = cleanUpAfterUs(folder, account);

  async function start() {
    const settings = [
      `port=${port}`,
      'listen_addresses=127.0.0.1',
      `unix_socket_directories=${folder}`,
      'max_connections=200',
      'shared_buffers=128MB',
      ...(options.fsync ? [] : ['fsync=off', 'full_page_writes=off']),
      ...(options.settings ?? []),
    ];
    const args = ['-D', data, ...settings.flatMap((setting) => ['-c', setting])];
    // A killed postmaster leaves children and a lock file behind for a moment: start until it stays.
    for (let attempt = 0; ; attempt++) {
      const child = spawn(postgres, args, {
        ...account,
        cwd: folder,
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      let log = '';
      child.stderr.on('data', (text) => {
        log = (log + String(text)).slice(-4000);
      });
      postmaster = child;
      if (await accepts(url, child)) return;
      if (attempt === 100)
        throw new Error(`Expected PostgreSQL to start in ${folder}, but it answered:\n${log}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  async function end(signal: NodeJS.Signals) {
    const child = postmaster;
    postmaster = undefined;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill(signal);
    await exited;
  }

  async function administer(sql: string) {
    const client = new pg.Client({ connectionString: `${url}/postgres` });
    await client.connect();
    try {
      await client.query(sql);
    } finally {
      await client.end();
    }
  }

  await start();
  return {
    url,
    port,
    get pid() {
      return postmaster?.pid;
    },
    async createDatabase(name, template = 'template1') {
      await administer(
        `create database ${pg.escapeIdentifier(name)} template ${pg.escapeIdentifier(template)}`,
      );
      return `${url}/${name}`;
    },
    dropDatabase: (name) => administer(`drop database if exists ${pg.escapeIdentifier(name)} with (force)`),
    kill: () => end('SIGKILL'),
    stopImmediately: () => end('SIGQUIT'),
    start,
    async ensureRunning() {
      if (postmaster?.exitCode !== null || postmaster.signalCode !== null) await start();
    },
    async stop() {
      await end('SIGINT');
      rmSync(folder, { recursive: true, force: true });
      release();
    },
  };
}

/**
 * A test run may be killed in any way. This small process outlives us by a moment: it reads a pipe
 * that closes when we are gone, and then ends what it still finds.
 */
function cleanUpAfterUs(folder: string, account: { readonly uid: number; readonly gid: number } | undefined) {
  const script = `cat >/dev/null; test -d "$0" || exit 0
    kill -QUIT "$(head -n 1 "$0/data/postmaster.pid")" 2>/dev/null && sleep 1; rm -rf "$0"`;
  const watcher = spawn('sh', ['-c', script, folder], {
    ...account,
    cwd: '/',
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  watcher.unref();
  return () => watcher.stdin.end();
}

/** PostgreSQL refuses to run as root; Debian's package brings the account `postgres`. */
function unprivilegedAccount(): { readonly uid: number; readonly gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

async function accepts(url: string, postmaster: ChildProcess): Promise<boolean> {
  while (postmaster.exitCode === null && postmaster.signalCode === null) {
    const client = new pg.Client({ connectionString: `${url}/postgres` });
    try {
      await client.connect();
      await client.end();
      return true;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
  return false;
}

export async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('Expected a TCP port, but got none');
  return address.port;
}

function readableEntries(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    // A folder of the search path need not exist.
    return [];
  }
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
