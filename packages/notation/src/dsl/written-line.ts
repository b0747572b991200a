/** A line of a text in the making, and the lines that belong below it. */
export interface WrittenLine {
  readonly head: string;
  readonly block: WrittenLine[];
  /** Lines of text below it, which keep their own indentation. */
  readonly text?: readonly string[];
  /** Says nothing without lines below it, so that it is left out. */
  readonly isImplied?: boolean;
}

export function writtenLine(...parts: readonly (string | null | undefined)[]): WrittenLine {
  return {
    head: parts.filter((part) => part !== null && part !== undefined && part !== '').join(' '),
    block: [],
  };
}

export function printLines(lines: readonly WrittenLine[]): string {
  const printed: string[] = [];
  print(lines, '', printed);
  return printed.join('\n');
}

function print(lines: readonly WrittenLine[], indentation: string, printed: string[]): void {
  for (const { head, block, text, isImplied } of lines) {
    if (isImplied === true && block.length === 0) continue;
    printed.push(indentation + head);
    for (const row of text ?? []) printed.push(row === '' ? '' : `${indentation}  ${row}`);
    print(block, `${indentation}  `, printed);
  }
}

/** Whether a text can stand on lines of its own and be read as the same. */
export function fitsLines(text: string): boolean {
  const rows = text.split('\n');
  return (
    rows.length > 1 &&
    /^\S/.test(rows[0] ?? '') &&
    (rows.at(-1) ?? '').trim() !== '' &&
    !/[\r]/.test(text) &&
    rows.every((row) => row === '' || row.trim() !== '')
  );
}

export function linesOfText(head: string, text: string): WrittenLine {
  return { head: `${head} |`, block: [], text: text.split('\n') };
}
