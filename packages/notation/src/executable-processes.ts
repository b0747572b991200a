import { errorAt, type Report, warningAt } from './finding.ts';
import { childrenOf, flagOf, idOf, labelOf, type ModdleElement } from './moddle.ts';

/** The processes to deploy, and those that are only drawn. */
export interface ChosenProcesses {
  readonly executable: readonly ModdleElement[];
  readonly skipped: readonly ModdleElement[];
}

/**
 * Processes marked executable are meant to run. A single process without a mark is taken to be meant,
 * too; among several it would be a guess.
 */
export function chooseProcesses(definitions: ModdleElement, report: Report): ChosenProcesses {
  const processes = childrenOf(definitions, 'rootElements').filter(
    (element) => element.$type === 'bpmn:Process',
  );
  const marked = processes.filter((process) => flagOf(process, 'isExecutable'));
  const [only] = processes;
  if (
    marked.length === 0 &&
    processes.length === 1 &&
    only?.get('isExecutable') === undefined &&
    only !== undefined
  ) {
    const message = `Expected isExecutable on process '${labelOf(only)}', but found none; it is taken as executable`;
    report(warningAt(idOf(only), 'executable-process', message));
    return { executable: [only], skipped: [] };
  }
  if (marked.length === 0) {
    const found = processes.map((process) => `'${labelOf(process)}'`).join(', ');
    const message = `Expected a process with isExecutable="true", but found ${found === '' ? 'no process' : `only ${found}`}`;
    report(errorAt(only === undefined ? null : idOf(only), 'executable-process', message));
  }
  return { executable: marked, skipped: processes.filter((process) => !marked.includes(process)) };
}
