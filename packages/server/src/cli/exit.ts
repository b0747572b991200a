import { type Command, CommanderError } from 'commander';
import { createColors } from 'picocolors';
import type { CliSurroundings } from './session.ts';

/** Ends the command with a code; what there is to tell has been told. */
export function exitWith(code: number): never {
  throw new CommanderError(code, 'wbpm.exit', `Ended with exit code ${code}`);
}

/** Trouble, for commands in which 1 is an answer: wrong arguments, files that cannot be read. */
const trouble = 2;

/** Makes every error of a command end in exit code 2. */
export function withTroubleCode(
  command: Command,
  surroundings: CliSurroundings,
  action: (files: readonly string[]) => Promise<void>,
): (files: readonly string[]) => Promise<void> {
  command.exitOverride((error) => {
    throw error.exitCode === 0 ? error : new CommanderError(trouble, error.code, error.message);
  });
  return async (files) => {
    try {
      await action(files);
    } catch (error) {
      if (error instanceof CommanderError) throw error;
      const { red } = createColors(surroundings.colors);
      const message = error instanceof Error ? error.message : JSON.stringify(error);
      surroundings.err(`${red('error:')} ${message.trim()}\n`);
      exitWith(trouble);
    }
  };
}
