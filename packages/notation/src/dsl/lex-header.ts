import { decoded } from './quoted.ts';
import type { Emit } from './tokens.ts';
import { beforeExpression } from './words.ts';

type ReportColumn = (column: number, length: number, rule: string, message: string) => void;

const word = /[\p{L}\p{N}_][\p{L}\p{N}_.@-]*/uy;
const text = /"(?:[^"\\]|\\.)*"/y;
const quotedId = /`[^`]*`/y;

/** The words, texts and expressions of one statement. */
export function lexHeader(
  line: string,
  column: number,
  emit: Emit,
  comment: (column: number, text: string) => void,
  report: ReportColumn,
): void {
  let at = 0;
  const match = (pattern: RegExp): string | null => {
    pattern.lastIndex = at;
    return pattern.exec(line)?.[0] ?? null;
  };
  while (at < line.length) {
    const start = column + at;
    const first = line[at] ?? '';
    if (first === ' ' || first === '\t') {
      at += 1;
    } else if (first === '#' && line[at + 1] !== '{') {
      comment(start, line.slice(at));
      return;
    } else if (line.startsWith('->', at)) {
      emit('arrow', start, '->');
      at += 2;
    } else if (first === '"') {
      takeText(start);
    } else if (first === '`') {
      const quoted = match(quotedId) ?? line.slice(at);
      if (!quoted.endsWith('`') || quoted.length < 2) {
        report(
          start,
          quoted.length,
          'unterminated-id',
          'Expected ` at the end of the id, but found the end of the line',
        );
      }
      const inner = quoted.slice(1, quoted.endsWith('`') && quoted.length > 1 ? -1 : undefined);
      emit('quotedId', start, quoted, decoded(`"${inner}"`) ?? inner);
      at += quoted.length;
    } else if (first === ':') {
      emit('colon', start, ':');
      at += 1;
    } else if (first === '=' || line.startsWith('${', at) || line.startsWith('#{', at)) {
      takeExpression();
    } else {
      takeWord(start);
    }
  }

  function takeText(start: number): void {
    const quoted = match(text);
    if (quoted === null) {
      const rest = line.slice(at);
      report(
        start,
        rest.length,
        'unterminated-text',
        'Expected " at the end of the text, but found the end of the line',
      );
      emit('text', start, rest, rest.slice(1).replace(/:$/, ''));
      at = line.length;
      return;
    }
    const meaning = decoded(quoted);
    if (meaning === null) {
      const message =
        'Expected a text with the escapes of JSON (\\" \\\\ \\n \\t \\u0041), but found another one';
      report(start, quoted.length, 'text-escape', message);
    }
    emit('text', start, quoted, meaning ?? quoted.slice(1, -1));
    at += quoted.length;
  }

  function takeWord(start: number): void {
    const found = match(word);
    if (found === null) {
      const character = String.fromCodePoint(line.codePointAt(at) ?? 0);
      const shown = /[\p{Cc}\p{Cf}\p{Z}]/u.test(character)
        ? `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
        : character;
      report(
        start,
        character.length,
        'character',
        `Expected a keyword, a name in double quotes or an id, but found ${shown}`,
      );
      at += character.length;
      return;
    }
    emit('word', start, found);
    at += found.length;
    if (beforeExpression.has(found.toUpperCase())) takeExpression();
  }

  /** Up to the end of the line, but for the colon that opens a block. */
  function takeExpression(): void {
    const rest = line.slice(at).replace(/[ \t]*:$/, '');
    const body = rest.trim();
    if (body !== '') emit('expression', column + at + rest.length - rest.trimStart().length, body);
    at += rest.length;
  }
}
