export interface Lines {
  /** Without their ends, and without a byte order mark. */
  readonly lines: readonly string[];
  /** Where each begins in the text. */
  readonly offsets: readonly number[];
}

export function linesOf(text: string): Lines {
  const lines: string[] = [];
  const offsets: number[] = [];
  let from = text.startsWith('\ufeff') ? 1 : 0;
  for (const end of text.matchAll(/\r\n|\n|\r/g)) {
    lines.push(text.slice(from, end.index));
    offsets.push(from);
    from = end.index + end[0].length;
  }
  lines.push(text.slice(from));
  offsets.push(from);
  return { lines, offsets };
}
