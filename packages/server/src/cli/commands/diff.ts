import { diffBpmn, diffText, emptyBpmn, isEmptyDiff, type ModelDiff } from '@wbpm/notation';
import type { Command } from 'commander';
import { CliError } from '../cli-error.ts';
import { exitWith, withTroubleCode } from '../exit.ts';
import { type CliSurroundings, sessionOf } from '../session.ts';
import { unreadableFile } from '../unreadable-file.ts';

/** Exit codes: 0 the same, 1 different, 2 trouble. Git hands over seven or more arguments and wants 0. */
export function addDiff(program: Command, surroundings: CliSurroundings): void {
  const command = program
    .command('diff')
    .description('compare two BPMN files by what they mean; needs no server; also a diff driver of Git')
    .argument('<file...>', 'before and after, or what Git hands to a diff driver');
  const compare = withTroubleCode(command, surroundings, async (files) => {
    const [before, after] = files;
    if (files.length !== 2 || before === undefined || after === undefined) {
      throw new CliError(`Expected two files, but found ${files.length}`);
    }
    const diff = await compareFiles(before, after, surroundings);
    sessionOf(command, surroundings).output.result(diff, diffText(diff).trimEnd() || 'No differences.');
    if (!isEmptyDiff(diff)) exitWith(1);
  });
  command.action((files: readonly string[]) =>
    isFromGit(files) ? showForGit(files, surroundings) : compare(files),
  );
}

/** `path old-file old-hex old-mode new-file new-hex new-mode`, and two more for a renamed file. */
function isFromGit(files: readonly string[]): boolean {
  return files.length === 1 || files.length === 7 || files.length === 9;
}

/** Anything but success would keep Git from showing the other files. */
async function showForGit(files: readonly string[], surroundings: CliSurroundings): Promise<void> {
  const [path = '', before, , , after, , , renamed] = files;
  const title = renamed === undefined ? path : `${path} → ${renamed}`;
  if (before === undefined || after === undefined) {
    surroundings.out(`bpmn ${title}\nNot merged yet.\n`);
    return;
  }
  try {
    const text = diffText(await compareFiles(before, after, surroundings));
    surroundings.out(`bpmn ${title}\n${text === '' ? 'Written differently, the same model.\n' : text}`);
  } catch (error) {
    surroundings.out(`bpmn ${title}\n${error instanceof Error ? error.message : String(error)}\n`);
  }
}

async function compareFiles(
  before: string,
  after: string,
  surroundings: CliSurroundings,
): Promise<ModelDiff> {
  // Where Git has no file there is /dev/null.
  const read = async (file: string) => (file === '/dev/null' ? emptyBpmn : surroundings.readFile(file));
  const compared = diffBpmn(await read(before), await read(after));
  if (compared.kind === 'compared') return compared.diff;
  const file = compared.version === 'before' ? before : after;
  throw unreadableFile(file, compared.findings);
}
