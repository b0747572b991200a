import { formatText } from '@wbpm/notation';
import type { Command } from 'commander';
import { CliError } from '../cli-error.ts';
import { formatOf } from '../definition-files.ts';
import { findingLine } from '../finding-line.ts';
import { type CliSurroundings, sessionOf } from '../session.ts';

export function addFmt(program: Command, surroundings: CliSurroundings): void {
  program
    .command('fmt <file...>')
    .description('write files of processes anew in their usual shape; needs no server')
    .option('--check', 'write nothing, and fail when something would be written')
    .action(async (files: readonly string[], { check }: { readonly check?: boolean }, command: Command) => {
      const changed: string[] = [];
      for (const file of files) {
        const text = await surroundings.readFile(file);
        const formatted = formatText(text, formatOf(file, text));
        if (formatted.kind === 'refused') {
          for (const finding of formatted.findings) surroundings.err(findingLine(file, finding));
          throw new CliError(`Expected ${file} to be readable, but found errors`);
        }
        if (formatted.text === text) continue;
        changed.push(file);
        if (check !== true) await surroundings.writeFile(file, formatted.text);
      }
      const { output } = sessionOf(command, surroundings);
      const sentence = changed.length === 0 ? 'All files have their usual shape.' : changed.join('\n');
      output.result({ changed }, sentence);
      if (check === true && changed.length > 0) {
        throw new CliError(`Expected files in their usual shape, but found ${changed.length} in another`);
      }
    });
}
