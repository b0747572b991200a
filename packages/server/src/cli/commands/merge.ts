import { mergeBpmn } from '@wbpm/notation';
import type { Command } from 'commander';
import { CliError } from '../cli-error.ts';
import { exitWith, withTroubleCode } from '../exit.ts';
import { type CliSurroundings, sessionOf } from '../session.ts';
import { unreadableFile } from '../unreadable-file.ts';

/**
 * Exit codes: 0 merged, 1 merged with conflicts, in which the result holds what ours says, 2 trouble, in
 * which nothing is written.
 */
export function addMerge(program: Command, surroundings: CliSurroundings): void {
  const command = program
    .command('merge')
    .description('merge two versions of a BPMN file; needs no server; also a merge driver of Git')
    .argument('<file...>', 'base, ours and theirs')
    .option('-o, --output <file>', 'where the merged document goes; printed without it');
  command.action(
    withTroubleCode(command, surroundings, async (files) => {
      const [base, ours, theirs] = files;
      if (files.length !== 3 || base === undefined || ours === undefined || theirs === undefined) {
        throw new CliError(`Expected base, ours and theirs, but found ${files.length} files`);
      }
      const read = (file: string) => surroundings.readFile(file);
      const merge = await mergeBpmn(await read(base), await read(ours), await read(theirs));
      if (merge.kind === 'refused') {
        const file = { base, ours, theirs }[merge.version];
        throw unreadableFile(file, merge.findings);
      }
      const { bpmnXml, conflicts, notes } = merge;
      for (const { id, path, message } of conflicts) {
        surroundings.err(`conflict: ${id}${path === null ? '' : ` ${path}`}: ${message}\n`);
      }
      for (const { id, message } of notes) surroundings.err(`note: ${id}: ${message}\n`);
      const { output, json } = command.optsWithGlobals<{
        readonly output?: string;
        readonly json?: boolean;
      }>();
      if (output !== undefined) await surroundings.writeFile(output, bpmnXml);
      if (json === true) {
        const printed = output === undefined ? { bpmn_xml: bpmnXml } : {};
        sessionOf(command, surroundings).output.result({ ...printed, conflicts, notes }, '');
      } else if (output === undefined) surroundings.out(bpmnXml);
      if (conflicts.length > 0) exitWith(1);
    }),
  );
}
