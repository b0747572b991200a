import type { Command } from 'commander';
import { usualArchiveDays } from '../../history/archive-completed-processes.ts';
import { CliError } from '../cli-error.ts';
import { type CliSurroundings, sessionOf } from '../session.ts';

export function addArchive(program: Command, surroundings: CliSurroundings): void {
  program
    .command('archive')
    .description(
      'move instances that ended long ago to the archive, in the database of DATABASE_URL or DATA_DIR',
    )
    .option(
      '--older-than-days <days>',
      'those that ended more than so many days ago',
      String(usualArchiveDays),
    )
    .action(async (options: { readonly olderThanDays: string }, command: Command) => {
      if (!/^\d{1,5}$/.test(options.olderThanDays)) {
        throw new CliError(
          `Expected --older-than-days to be a whole number of days, but found "${options.olderThanDays}"`,
        );
      }
      const { instances } = await surroundings.archive(Number(options.olderThanDays));
      const { output } = sessionOf(command, surroundings);
      output.result({ instances }, `${instances} instances were moved to the archive.`);
    });
}
