import type { Finding } from '../finding.ts';

/** A place in a text: lines and columns count from 1, `endColumn` is the first column after it. */
export interface Place {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** Takes a finding at a place of the text. A message that costs time is a function, called only if it is shown. */
export type ReportAt = (
  place: Place,
  rule: string,
  message: string | (() => string),
  severity?: Finding['severity'],
) => void;

const excerptLength = 100;
const before = 60;

/** The line of the text with a caret below the column: two lines of at most a hundred characters. */
function excerptOf(line: string, column: number): string {
  const from = Math.max(0, Math.min(column - 1 - before, line.length - excerptLength));
  const shown = line
    .slice(from, from + excerptLength)
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, ' ')
    .trimEnd();
  const caret = `${' '.repeat(Math.min(column - 1 - from, excerptLength - 1))}^`;
  return `${shown}\n${caret}`;
}

/** A finding whose message ends with the excerpt. */
export function findingIn(
  lines: readonly string[],
  place: Place,
  rule: string,
  message: string,
  severity: Finding['severity'] = 'error',
): Finding {
  const { line, column } = place;
  return {
    elementId: null,
    line,
    column,
    pointer: null,
    rule,
    severity,
    message: `${message}\n${excerptOf(lines[line - 1] ?? '', column)}`,
  };
}
