import { errorAt, type Report, warningAt } from './finding.ts';
import { childrenOf, flagOf, idOf, labelOf, type ModdleElement } from './moddle.ts';

/** The processes to deploy, and those that are only drawn. */
export interface ChosenProcesses {
  readonly executable: readonly ModdleElement[];
  readonly skipped: readonly ModdleElement[];
}

/**
 * Processes marked executable are meant to run. Where no process of the file says anything about it,
 * all of them are taken to be meant.
 */
export function chooseProcesses(definitions: ModdleElement, report: Report): ChosenProcesses {
  const processes = childrenOf(definitions, 'rootElements').filter(
    (element) => element.$type === 'bpmn:Process',
  );
  const marked = processes.filter((process) => flagOf(process, 'isExecutable'));
  const [only] = processes;
  if (only !== undefined && processes.every((process) => process.get('isExecutable') === undefined)) {
    for (const process of processes) {
      const message = `Expected isExecutable on process '${labelOf(process)}', but found none; it is taken as executable`;
      report(warningAt(idOf(process), 'executable-process', message));
    }
    return { executable: processes, skipped: [] };
  }
  if (marked.length === 0) {
    const found = processes.map((process) => `'${labelOf(process)}'`).join(', ');
    const message = `Expected a process with isExecutable="true", but found ${found === '' ? 'no process' : `only ${found}`}`;
    report(errorAt(only === undefined ? null : idOf(only), 'executable-process', message));
  }
  return { executable: marked, skipped: processes.filter((process) => !marked.includes(process)) };
}
