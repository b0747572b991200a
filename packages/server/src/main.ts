#!/usr/bin/env node
import { readFile, writeFile } from 'node:fs/promises';
import { runCli } from './cli/run-cli.ts';
import { readCliConfig, readConfig } from './config.ts';
import { archiveCompletedProcesses } from './history/archive-completed-processes.ts';
import { rescueUser } from './identity/rescue-user.ts';
import { createLogs } from './observability/logs.ts';
import { startServer } from './server.ts';
import { startBanner } from './start-banner.ts';
import type { Database } from './store/database.ts';
import { databaseNow } from './store/database-time.ts';
import { openDatabase } from './store/open-database.ts';

/** After its patience a server still cuts connections and gives leases back. */
const cutOffMs = 3000;

/** The `wbpm` command; without arguments it serves. */
const args = process.argv.slice(2);
const exitCode = await runCli(args.length === 0 ? ['serve'] : args, {
  serve,
  migrate,
  archive,
  resetPassword,
  config: readCliConfig(process.env),
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  colors: process.stdout.isTTY && process.env['NO_COLOR'] === undefined,
  readFile: (path) => readFile(path, 'utf8'),
  writeFile,
  now: () => new Date(),
});
if (exitCode !== 0) process.exit(exitCode);

async function serve(): Promise<void> {
  const config = readConfig(process.env);
  const logs = createLogs(config.logs);
  const server = await startServer({
    config,
    logs,
    samples: !config.production,
    onDataDirectoryLost(reason) {
      logs.server.fatal({ err: reason }, 'The data directory was taken by another process');
      process.exit(1);
    },
  });
  process.stdout.write(startBanner(server, config));

  let stopping = false;
  const stop = (signal: NodeJS.Signals): void => {
    // A second signal means: now.
    if (stopping) process.exit(1);
    stopping = true;
    logs.server.info({ signal }, 'Stopping');
    const { delayMs, timeoutMs } = config.shutdown;
    setTimeout(
      () => {
        logs.server.fatal(
          `Expected everything to be finished ${timeoutMs} ms after the delay, but it is not`,
        );
        process.exit(1);
      },
      delayMs + timeoutMs + cutOffMs,
    ).unref();
    server.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        logs.server.fatal({ err: error }, 'Stopping failed');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

function archive(olderThanDays: number): Promise<{ readonly instances: number }> {
  return withDatabase(async (database) => {
    const now = new Date(await databaseNow(database));
    return archiveCompletedProcesses({ database, now, isStopping: () => false }, { olderThanDays });
  });
}

function resetPassword(tenantId: string, userId: string): Promise<string | null> {
  return withDatabase((database) => rescueUser(database, tenantId, userId));
}

/** Works on the database itself, beside the servers that may be at work on it. */
async function withDatabase<Result>(work: (database: Database) => Promise<Result>): Promise<Result> {
  const { database } = readConfig(process.env);
  const opened = await openDatabase({
    databaseUrl: database.url,
    dataDir: database.dataDir,
    poolSize: 2,
  });
  try {
    return await work(opened);
  } finally {
    await opened.close();
  }
}

/** Opening a database migrates it. */
async function migrate(): Promise<void> {
  await withDatabase(() => Promise.resolve());
  process.stdout.write('The database has the current schema.\n');
}
