import { ApiError } from '@wbpm/client';
import { Command, CommanderError } from 'commander';
import { createColors } from 'picocolors';
import { ConfigError } from '../config.ts';
import { CliError } from './cli-error.ts';
import { addArchive } from './commands/archive.ts';
import { addCheck } from './commands/check.ts';
import { addConvert } from './commands/convert.ts';
import { addDeploy } from './commands/deploy.ts';
import { addDiff } from './commands/diff.ts';
import { addFmt } from './commands/fmt.ts';
import { addInstances } from './commands/instances.ts';
import { addMerge } from './commands/merge.ts';
import { addResetPassword } from './commands/reset-password.ts';
import { addStart } from './commands/start.ts';
import { addTasks } from './commands/tasks.ts';
import { addToken } from './commands/token.ts';
import type { CliSurroundings } from './session.ts';

/**
 * Runs the `wbpm` command with the arguments after the program's name. Resolves to the exit code; what
 * went wrong is told in one line.
 */
export async function runCli(args: readonly string[], surroundings: CliSurroundings): Promise<number> {
  try {
    await createProgram(surroundings).parseAsync([...args], { from: 'user' });
    return 0;
  } catch (error) {
    // Commander has told about those itself; showing help ends in code 0.
    if (error instanceof CommanderError) return error.exitCode;
    const { red } = createColors(surroundings.colors);
    surroundings.err(`${red('error:')} ${lineOf(error)}\n`);
    return 1;
  }
}

function createProgram(surroundings: CliSurroundings): Command {
  const program = new Command('wbpm')
    .description('Workflow and business process management')
    .option('--json', 'print JSON')
    .option('--url <address>', 'the server; WBPM_URL without it')
    .option('--token <token>', 'who you are; WBPM_TOKEN without it')
    .exitOverride()
    .configureOutput({ writeOut: surroundings.out, writeErr: surroundings.err });
  program
    .command('serve')
    .description('start the server')
    .action(() => surroundings.serve());
  program
    .command('migrate')
    .description('bring the database to the current schema')
    .action(() => surroundings.migrate());
  addArchive(program, surroundings);
  addResetPassword(program, surroundings);
  addDeploy(program, surroundings);
  addCheck(program, surroundings);
  addConvert(program, surroundings);
  addFmt(program, surroundings);
  addStart(program, surroundings);
  addTasks(program, surroundings);
  addInstances(program, surroundings);
  addToken(program, surroundings);
  addDiff(program, surroundings);
  addMerge(program, surroundings);
  return program;
}

function lineOf(error: unknown): string {
  if (error instanceof ApiError) return oneLine(`${error.message}${moreOf(error)}`);
  if (error instanceof CliError || error instanceof ConfigError) return oneLine(error.message);
  return oneLine(error instanceof Error ? error.message : JSON.stringify(error));
}

/** Where the first finding is, and how many there are besides. */
function moreOf(error: ApiError): string {
  const [first, ...others] = error.problem?.errors ?? [];
  if (first === undefined) return '';
  const place =
    first.element_id ?? (first.line === undefined ? null : `line ${first.line}:${first.column ?? 1}`);
  const shown = first.message === error.message ? '' : `: ${first.message}`;
  return `${shown}${place === null ? '' : ` (${place})`}${others.length === 0 ? '' : ` and ${others.length} more`}`;
}

function oneLine(text: string): string {
  return text.trim().replaceAll(/\s*\n\s*/g, '; ');
}
