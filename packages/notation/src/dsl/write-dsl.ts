import type { ProcessDocument, ProcessFile } from '../document/process-document.ts';
import { messageFlowAttributes, processAttributes } from './attributes.ts';
import { writtenId } from './words.ts';
import { writeAttributes } from './write-attributes.ts';
import { writeLane, writeNote } from './write-data.ts';
import { type Naming, namingOf } from './write-naming.ts';
import { writeSteps } from './write-steps.ts';
import { printLines, type WrittenLine, writtenLine } from './written-line.ts';

/**
 * Writes a file in the APG DSL, in its canonical form: branches, handlers and subprocesses as blocks where the
 * flows have that structure, arrows everywhere else. Reading it gives the same document, except that ids that
 * were left open are filled in and flows stand in the order of the elements they leave.
 */
export function writeDsl(file: ProcessFile): string {
  const naming = namingOf(file);
  const parts: (readonly WrittenLine[])[] = [];
  const { name, pools = [], message_flows: messageFlows = [] } = file;
  if (name !== undefined) parts.push([writtenLine('COLLABORATION', JSON.stringify(name))]);
  if (pools.length > 0) {
    parts.push(
      pools.map((pool) =>
        writtenLine(
          'POOL',
          naming.head(pool.id, pool.name, 'pool'),
          pool.process_id === undefined ? null : `RUNS ${writtenId(pool.process_id)}`,
        ),
      ),
    );
  }
  if (messageFlows.length > 0) {
    parts.push(
      messageFlows.map((flow) => ({
        ...writtenLine(
          'MESSAGE_FLOW',
          flow.id === undefined ? null : writtenId(flow.id),
          flow.name === undefined ? null : JSON.stringify(flow.name),
          `FROM ${writtenId(flow.from)} TO ${writtenId(flow.to)}`,
        ),
        block: [...writeAttributes(flow, messageFlowAttributes)],
      })),
    );
  }
  for (const process of file.processes) parts.push(writeProcess(process, naming));
  return `${parts.map(printLines).join('\n\n')}\n`;
}

function writeProcess(process: ProcessDocument, naming: Naming): readonly WrittenLine[] {
  const head = writtenLine('WORKFLOW', naming.head(naming.processId(process), process.name, 'process'));
  return [
    { ...head, block: [...writeAttributes(process, processAttributes)] },
    ...writeSteps(process, naming, true),
    ...(process.lanes ?? []).map(writeLane),
    ...(process.notes ?? []).map(writeNote),
  ];
}
