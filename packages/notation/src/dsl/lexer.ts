import type { IToken } from 'chevrotain';
import type { Place, ReportAt } from './excerpt.ts';
import { lexHeader } from './lex-header.ts';
import { dslLimits } from './limits.ts';
import { decoded } from './quoted.ts';
import { type Emit, makeToken, tokens } from './tokens.ts';
import { loneKeywords } from './words.ts';

/** A line that is a comment, or a comment at the end of a line; `text` begins with `#`. */
export interface Comment extends Place {
  readonly text: string;
}

export interface Lexed {
  readonly tokens: IToken[];
  readonly comments: readonly Comment[];
}

const attribute = /^((?:[\p{L}_][\p{L}\p{N}_.-]*)|"(?:[^"\\]|\\.)*")[ \t]*:(?=\s|$)[ \t]*/u;

/** Lines to tokens: indentation becomes Indent and Dedent, comments are set aside. */
export function lex(lines: readonly string[], offsets: readonly number[], report: ReportAt): Lexed {
  const found: IToken[] = [];
  const comments: Comment[] = [];
  const stack = [0];
  let line = 0;
  const emit: Emit = (name, column, image, meaning = image) => {
    const place = { line: line + 1, column, endLine: line + 1, endColumn: column + image.length };
    found.push(makeToken(tokens[name], image, (offsets[line] ?? 0) + column - 1, place, meaning));
  };
  const comment = (column: number, text: string) => {
    comments.push({ line: line + 1, column, endLine: line + 1, endColumn: column + text.length, text });
  };
  const here = (column: number, length = 1): Place => ({
    line: line + 1,
    column,
    endLine: line + 1,
    endColumn: column + length,
  });
  for (; line < lines.length; line += 1) {
    const text = lines[line] ?? '';
    const blank = /^[ \t]*/.exec(text)?.[0] ?? '';
    const rest = text.slice(blank.length).trimEnd();
    if (rest === '') continue;
    if (rest.startsWith('#')) {
      comment(blank.length + 1, rest);
      continue;
    }
    if (rest.length > dslLimits.lineLength) {
      report(
        here(1),
        'line-length',
        `Expected at most ${dslLimits.lineLength} characters in a line, but found ${rest.length}`,
      );
      continue;
    }
    if (blank.includes('\t')) {
      report(here(blank.indexOf('\t') + 1), 'tab', 'Expected spaces before the line, but found a tab');
    }
    const width = widthOf(blank);
    if (!indent(width, blank.length + 1)) break;
    const column = blank.length + 1;
    if (rest === '-' || rest.startsWith('- ')) {
      emit('dash', column, '-');
      lexValue(rest.slice(1), column + 1, width);
    } else {
      const key = rest.includes(':') ? attribute.exec(rest) : null;
      if (
        key !== null &&
        !(loneKeywords.has((key[1] ?? '').toUpperCase()) && rest.length === key[0].length)
      ) {
        const name = key[1] ?? '';
        emit('key', column, name, name.startsWith('"') ? (decoded(name) ?? name) : name);
        lexValue(rest.slice(key[0].length), column + key[0].length, width);
      } else {
        lexHeader(rest, column, emit, comment, (at, length, rule, message) =>
          report(here(at, length), rule, message),
        );
      }
    }
    emit('newLine', (lines[line] ?? '').length + 1, '');
  }
  line = Math.max(0, Math.min(line, lines.length) - 1);
  for (let depth = stack.length; depth > 1; depth -= 1) emit('dedent', (lines[line] ?? '').length + 1, '');
  return { tokens: found, comments };

  function indent(width: number, column: number): boolean {
    if (width > (stack.at(-1) ?? 0)) {
      if (stack.length > dslLimits.depth) {
        report(
          here(column),
          'nesting',
          `Expected blocks at most ${dslLimits.depth} deep, but found one deeper`,
        );
        return false;
      }
      stack.push(width);
      emit('indent', column, '');
      return true;
    }
    while (width < (stack.at(-1) ?? 0)) {
      const inner = stack.pop() ?? 0;
      const outer = stack.at(-1) ?? 0;
      if (width > outer) {
        stack.push(width);
        const columns = [...stack.slice(0, -1), inner].slice(-3).join(' or ');
        report(
          here(column),
          'indentation',
          `Expected the line to begin ${columns} columns in, but found ${width}`,
        );
        return true;
      }
      emit('dedent', column, '');
    }
    return true;
  }

  function lexValue(rest: string, column: number, width: number): void {
    const value = rest.trim();
    if (value === '') return;
    const from = column + rest.length - rest.trimStart().length;
    if (value === '|') {
      lexTextBlock(from, width);
      return;
    }
    const hidden = value.startsWith('"') ? null : /[\p{Cc}\u200b\u2060\ufeff]/u.exec(value);
    if (hidden !== null) {
      const code = hidden[0].codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0') ?? '';
      report(
        here(from + hidden.index),
        'hidden-character',
        `Expected visible characters, but found U+${code}`,
      );
    }
    if (value.startsWith('"') && !/^"(?:[^"\\]|\\.)*"/.test(value)) {
      report(
        here(from, value.length),
        'unterminated-text',
        'Expected " at the end of the text, but found the end of the line',
      );
    }
    emit('value', from, value);
  }

  function lexTextBlock(column: number, width: number): void {
    const block: string[] = [];
    let within: number | null = null;
    const first = line;
    while (line + 1 < lines.length) {
      const next = lines[line + 1] ?? '';
      const spaces = /^ */.exec(next)?.[0].length ?? 0;
      if (next.trim() !== '') {
        if (spaces <= width) break;
        within ??= spaces;
      }
      block.push(next);
      line += 1;
    }
    while (block.at(-1)?.trim() === '') block.pop();
    const end = line;
    line = first;
    const meaning = block
      .map((text) => text.slice(Math.min(within ?? 0, /^ */.exec(text)?.[0].length ?? 0)))
      .join('\n');
    emit('textBlock', column, '|', meaning);
    line = end;
  }
}

/** Columns of indentation; a tab, which is refused, counts up to the next even column. */
function widthOf(blank: string): number {
  let width = 0;
  for (const character of blank) width += character === '\t' ? 2 - (width % 2) : 1;
  return width;
}
