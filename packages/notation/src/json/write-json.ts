import type { ProcessDocument, ProcessFile } from '../document/process-document.ts';

/** The value that JSON and YAML write: a process without pools and company is written as itself. */
export function shortestForm(file: ProcessFile): ProcessDocument | ProcessFile {
  const [only, ...others] = file.processes;
  const isAlone =
    only !== undefined &&
    others.length === 0 &&
    file.name === undefined &&
    file.pools === undefined &&
    file.message_flows === undefined;
  return isAlone ? only : file;
}

/** A document as JSON text. */
export function writeJson(file: ProcessFile): string {
  return `${JSON.stringify(shortestForm(file), null, 2)}\n`;
}
