import { randomUUID } from 'node:crypto';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Client, createClient } from '@wbpm/client';
import { inject } from 'vitest';
import type { Identity } from '../access/principal.ts';
import { issueToken } from '../access/token.ts';
import { readConfig } from '../config.ts';
import { createLogs } from '../observability/logs.ts';
import { type ServerOptions, startServer } from '../server.ts';
import { type Api, connectApi } from './api.ts';
import { createPostgres } from './test-databases.ts';

export interface TestServerSettings {
  readonly database: 'postgres' | 'pglite';
  readonly authMode?: 'dev' | 'jwt';
  readonly testClock?: boolean;
  readonly samples?: boolean;
  /** Of a database that exists already, to put a second node on it. */
  readonly databaseUrl?: string;
  /** Further keys of the environment. */
  readonly environment?: Readonly<Record<string, string>>;
  /** What is logged; errors alone without it. */
  readonly logLevel?: 'debug' | 'info';
  readonly openDatabase?: ServerOptions['openDatabase'];
}

export interface TestServer {
  readonly url: string;
  /** Null on the embedded database. */
  readonly databaseUrl: string | null;
  /** Calls as they are, answers as they come. Without identity: no token. */
  api(identity?: Partial<Identity>): Promise<Api>;
  /** The SDK, which throws for everything but success. */
  client(identity?: Partial<Identity>): Promise<Client>;
  /** Log entries of level error and above: none of them may be caused by a client. */
  errors(): readonly string[];
  /** Everything that was logged, an entry each. */
  logs(): readonly string[];
  /** Stops the server and removes its database, unless the database was given. */
  stop(): Promise<void>;
}

const jwtSecret = 'a-secret-of-at-least-thirty-two-bytes';

/** The server as `main.ts` composes it, in this process, on a free port and a fresh database. */
export async function startTestServer(settings: TestServerSettings): Promise<TestServer> {
  const store = await openStore(settings);
  const logged: string[] = [];
  const server = await startServer({
    config: readConfig({
      PORT: '0',
      AUTH_MODE: settings.authMode ?? 'dev',
      JWT_SECRET: jwtSecret,
      // No proxy has to hear of it.
      SHUTDOWN_DELAY_MS: '0',
      ENABLE_TEST_CLOCK: String(settings.testClock ?? false),
      ...store.environment,
      ...settings.environment,
    }),
    logs: createLogs({
      level: settings.logLevel ?? 'error',
      file: null,
      destination: { write: (line: string) => void logged.push(line) },
    }),
    samples: settings.samples ?? false,
    ...(settings.openDatabase === undefined ? {} : { openDatabase: settings.openDatabase }),
    onDataDirectoryLost(reason) {
      throw reason;
    },
  });
  const baseUrl = server.url;
  return {
    url: baseUrl,
    databaseUrl: store.environment['DATABASE_URL'] ?? null,
    errors: () => logged.filter((line) => /^\{"level":"(error|fatal)"/.test(line)),
    logs: () => logged,
    async api(identity) {
      return connectApi(baseUrl, identity === undefined ? null : await tokenOf(identity));
    },
    async client(identity) {
      const token = identity === undefined ? null : await tokenOf(identity);
      return createClient({ baseUrl, token: () => token });
    },
    async stop() {
      await server.stop();
      await store.remove();
    },
  };
}

export function tokenOf(identity: Partial<Identity>): Promise<string> {
  const issuedAt = new Date();
  const expiresAt = new Date(issuedAt.getTime() + 3_600_000);
  const nobody = { tenantId: 'default', userId: 'ada', roles: ['user'], groups: [], permissions: [] };
  return issueToken({ ...nobody, ...identity }, jwtSecret, { issuedAt, expiresAt });
}

interface Store {
  readonly environment: Readonly<Record<string, string>>;
  remove(): Promise<void>;
}

async function openStore({ database, databaseUrl }: TestServerSettings): Promise<Store> {
  if (databaseUrl !== undefined) {
    return { environment: withFiles(databaseUrl), remove: async () => {} };
  }
  if (database === 'postgres') {
    const fresh = await createPostgres();
    const environment = withFiles(fresh.url);
    return {
      environment,
      async remove() {
        await fresh.drop();
        rmSync(environment.FILE_STORAGE_PATH, { recursive: true, force: true });
      },
    };
  }
  const dataDir = join(mkdtempSync(join(tmpdir(), 'wbpm-server-')), randomUUID());
  cpSync(inject('pgliteTemplate'), join(dataDir, 'postgres'), { recursive: true });
  return {
    environment: { DATA_DIR: dataDir },
    remove: async () => rmSync(join(dataDir, '..'), { recursive: true, force: true }),
  };
}

/** Nodes on one database share a folder. */
function withFiles(databaseUrl: string) {
  const name = new URL(databaseUrl).pathname.slice(1);
  return { DATABASE_URL: databaseUrl, FILE_STORAGE_PATH: join(tmpdir(), 'wbpm-files', name) };
}

/** For `describe.each`: the stores this machine has. */
export const testStores: readonly (readonly ['postgres' | 'pglite'])[] =
  inject('postgresUrl') === null ? [['pglite']] : [['postgres'], ['pglite']];
