import { compileText } from '@wbpm/notation';
import type { Command } from 'commander';
import { CliError } from '../cli-error.ts';
import { formatOf } from '../definition-files.ts';
import { placeOf } from '../finding-line.ts';
import { type CliSurroundings, sessionOf } from '../session.ts';

export function addCheck(program: Command, surroundings: CliSurroundings): void {
  program
    .command('check <file...>')
    .description('read processes in any form and tell what is wrong with them; needs no server')
    .action(async (files: readonly string[], _options, command: Command) => {
      const { output } = sessionOf(command, surroundings);
      const found = await Promise.all(
        files.map(async (file) => {
          const text = await surroundings.readFile(file);
          const format = formatOf(file, text);
          const { findings } = await compileText(text, format);
          return { file, format, findings };
        }),
      );
      const rows = found.flatMap(({ file, findings }) =>
        findings.map((finding) => [
          `${file}${placeOf(finding)}`,
          finding.severity,
          finding.rule,
          finding.message,
        ]),
      );
      if (rows.length === 0)
        output.result(found, `${files.length === 1 ? 'Nothing is' : 'In none is anything'} wrong.`);
      else output.table(found, ['WHERE', 'SEVERITY', 'RULE', 'WHAT'], rows);
      const errors = found.flatMap(({ findings }) => findings).filter(({ severity }) => severity === 'error');
      if (errors.length > 0) {
        throw new CliError(`Expected no errors, but found ${errors.length}`);
      }
    });
}
