import type { Finding } from '@wbpm/notation';
import { CliError } from './cli-error.ts';

/** What keeps a file from being read, a line a finding, each with its place as compilers write it. */
export function unreadableFile(file: string, findings: readonly Finding[]): CliError {
  const lines = findings.map(({ line, column, message }) => {
    const place = line === null ? '' : `:${line}:${column ?? 1}`;
    return `${file}${place}: ${message}`;
  });
  return new CliError(lines.join('\n'));
}
