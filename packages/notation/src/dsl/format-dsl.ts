import type { IToken } from 'chevrotain';
import { hasErrors } from '../finding.ts';
import { keywords } from './keywords.ts';
import { type Comment, lex } from './lexer.ts';
import { readDsl } from './read-dsl.ts';
import { linesOf } from './text-lines.ts';
import { meaningOf, tokens } from './tokens.ts';
import { isReserved } from './words.ts';

/** A line of the text as it will stand. */
interface FormattedLine {
  readonly line: number;
  readonly depth: number;
  readonly text: string;
  /** Lines of text below it. */
  readonly rows: readonly string[];
}

/**
 * The same text with two spaces per block, keywords in capitals, one space between words and at most one blank
 * line in a row. Comments stay. A text with errors stays as it is.
 */
export function formatDsl(text: string): string {
  if (hasErrors(readDsl(text).findings)) return text;
  const { lines, offsets } = linesOf(text);
  const lexed = lex(lines, offsets, () => {});
  const written = withComments(codeLines(lexed.tokens), lexed.comments, lines);
  const printed: string[] = [];
  let last = 0;
  for (const { line, depth, text: code, rows } of written) {
    const isApart = last > 0 && lines.slice(last, line - 1).some((between) => between.trim() === '');
    if (isApart) printed.push('');
    const indentation = '  '.repeat(depth);
    printed.push(`${indentation}${code}`);
    for (const row of rows) printed.push(row === '' ? '' : `${indentation}  ${row}`);
    last = line + rows.length;
  }
  return printed.length === 0 ? '' : `${printed.join('\n')}\n`;
}

/** Every line that is not a comment. */
function codeLines(found: readonly IToken[]): readonly FormattedLine[] {
  const written: FormattedLine[] = [];
  let depth = 0;
  let parts: IToken[] = [];
  for (const token of found) {
    if (token.tokenType === tokens.indent) depth += 1;
    else if (token.tokenType === tokens.dedent) depth -= 1;
    else if (token.tokenType !== tokens.newLine) parts.push(token);
    else {
      const block = parts.find(({ tokenType }) => tokenType === tokens.textBlock);
      const meaning = block === undefined ? '' : meaningOf(block);
      const rows = block === undefined || meaning === '' ? [] : meaning.split('\n');
      written.push({ line: parts[0]?.startLine ?? 1, depth, text: textOf(parts), rows });
      parts = [];
    }
  }
  return written;
}

function textOf(parts: readonly IToken[]): string {
  let text = '';
  parts.forEach((token, at) => {
    const { tokenType, image } = token;
    const isFirst = at === 0;
    if (tokenType === tokens.colon) text += ':';
    else if (tokenType === tokens.key) text += `${image}:`;
    else {
      const isWord =
        tokenType === tokens.word &&
        (isFirst ? Object.hasOwn(keywords, image.toUpperCase()) : isReserved(image));
      text += `${isFirst ? '' : ' '}${isWord ? image.toUpperCase() : image}`;
    }
  });
  return text;
}

/** Comments of their own line stand as deep as the lines around them, by how deep they stood. */
function withComments(
  code: readonly FormattedLine[],
  comments: readonly Comment[],
  lines: readonly string[],
): readonly FormattedLine[] {
  const written: FormattedLine[] = [];
  const widths: number[] = [0];
  let next = 0;
  const widthOf = (line: number) => /^ */.exec(lines[line - 1] ?? '')?.[0].length ?? 0;
  const takeCode = (before: number) => {
    for (let line = code[next]; line !== undefined && line.line < before; line = code[next]) {
      widths.length = line.depth + 1;
      widths[line.depth] = widthOf(line.line);
      written.push(line);
      next += 1;
    }
  };
  for (const { line, column, text } of comments) {
    takeCode(line);
    const following = code[next];
    if (following?.line === line) {
      written.push({ ...following, text: `${following.text} ${text}` });
      widths.length = following.depth + 1;
      widths[following.depth] = widthOf(line);
      next += 1;
      continue;
    }
    const around = [...widths];
    if (following !== undefined && following.depth >= around.length) around.push(widthOf(following.line));
    const depth = Math.max(0, around.filter((width) => width <= column - 1).length - 1);
    written.push({ line, depth, text, rows: [] });
  }
  takeCode(Number.POSITIVE_INFINITY);
  return written;
}
