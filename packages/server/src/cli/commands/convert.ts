import { compileText, type Format, formats, type WrittenForm, writeText, writtenForms } from '@wbpm/notation';
import { type Command, Option } from 'commander';
import { CliError } from '../cli-error.ts';
import { formatOf, formatOfFile } from '../definition-files.ts';
import { findingLine } from '../finding-line.ts';
import { type CliSurroundings, sessionOf } from '../session.ts';

interface ConvertOptions {
  readonly from?: Format;
  readonly to?: WrittenForm;
  readonly output?: string;
}

export function addConvert(program: Command, surroundings: CliSurroundings): void {
  program
    .command('convert <file>')
    .description('write a process in another form; needs no server')
    .addOption(
      new Option('--from <form>', 'what the file holds; its name or text tells otherwise').choices(formats),
    )
    .addOption(
      new Option('--to <form>', 'what to write; the name of the output tells otherwise').choices(
        writtenForms,
      ),
    )
    .option('-o, --output <file>', 'where to write; the screen without it')
    .action(async (file: string, options: ConvertOptions, command: Command) => {
      const text = await surroundings.readFile(file);
      const from = options.from ?? formatOf(file, text);
      const to = options.to ?? targetOf(options.output);
      const compilation = await compileText(text, from);
      for (const finding of compilation.findings) surroundings.err(findingLine(file, finding));
      if (compilation.kind === 'refused') {
        throw new CliError(`Expected ${file} to hold a process as ${from}, but found errors`);
      }
      const written = await writeText(compilation.bpmnXml, to);
      if (options.output === undefined) {
        surroundings.out(written);
        return;
      }
      await surroundings.writeFile(options.output, written);
      sessionOf(command, surroundings).output.result(
        { from, to, output: options.output },
        `Wrote ${options.output} as ${to}.`,
      );
    });
}

function targetOf(output: string | undefined): WrittenForm {
  if (output === undefined) throw new CliError('Expected --to or --output, but found neither');
  const format = formatOfFile(output);
  if (format === null) throw new CliError(`Expected --to, for the name ${output} does not tell`);
  if (format === 'natural_language')
    throw new CliError('Expected a form that can be written, but found plain language');
  return format;
}
