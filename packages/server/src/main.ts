#!/usr/bin/env node
import { readFile } from 'node:fs/promises';
import { runCli } from './cli/run-cli.ts';
import { readCliConfig, readConfig } from './config.ts';
import { createLogs } from './observability/logs.ts';
import { startServer } from './server.ts';
import { startBanner } from './start-banner.ts';
import { openDatabase } from './store/open-database.ts';

/** The `wbpm` command; without arguments it serves. */
const args = process.argv.slice(2);
const exitCode = await runCli(args.length === 0 ? ['serve'] : args, {
  serve,
  migrate,
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
