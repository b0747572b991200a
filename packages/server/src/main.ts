#!/usr/bin/env node
import { readFile } from 'node:fs/promises';
import { runCli } from './cli/run-cli.ts';
import { readCliConfig, readConfig } from './config.ts';
import { archiveCompletedProcesses } from './history/archive-completed-processes.ts';
import { createLogs } from './observability/logs.ts';
import { startServer } from './server.ts';
import { startBanner } from './start-banner.ts';
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
  config: readCliConfig(process.env),
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  colors: process.stdout.isTTY && process.env['NO_COLOR'] === undefined,
  readFile: (path) => readFile(path, 'utf8'),
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

/** Works on the database itself, beside the servers that may be at work on it. */
async function archive(olderThanDays: number): Promise<{ readonly instances: number }> {
  const { database } = readConfig(process.env);
  const opened = await openDatabase({
    databaseUrl: database.url,
    dataDir: database.dataDir,
    poolSize: 2,
  });
  try {
    const now = new Date(await databaseNow(opened));
    return await archiveCompletedProcesses(
      { database: opened, now, isStopping: () => false },
      { olderThanDays },
    );
  } finally {
    await opened.close();
  }
}

/** Opening a database migrates it. */
async function migrate(): Promise<void> {
  const { database } = readConfig(process.env);
  const opened = await openDatabase({
    databaseUrl: database.url,
    dataDir: database.dataDir,
    poolSize: 2,
  });
  await opened.close();
  process.stdout.write('The database has the current schema.\n');
}
