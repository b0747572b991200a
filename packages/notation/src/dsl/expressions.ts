import { writtenExpression } from '../compile/written-expression.ts';
import type { ExpressionText } from '../document/expression-text.ts';
import { expressionTextOf } from '../document/written-text.ts';
import { decoded } from './quoted.ts';

/** Where an expression stands: `value` is a text unless it has marks, `condition` is FEEL unless it has. */
export type Position = 'value' | 'condition';

/** `FEEL "…"` and `JUEL "…"`: any source, with the escapes of JSON. */
const named = /^(FEEL|JUEL)\s+("(?:[^"\\]|\\.)*")$/i;

/** The expression a text stands for. In quotes a value is that text; `= …` is FEEL; with `${…}` it is JUEL. */
export function readExpression(written: string, position: Position): ExpressionText {
  const text = written.trim();
  const [, language, quoted] = named.exec(text) ?? [];
  const source = quoted === undefined ? null : decoded(quoted);
  if (language !== undefined && source !== null) {
    return language.toUpperCase() === 'FEEL'
      ? expressionTextOf({ language: 'feel', source })
      : expressionTextOf({ language: 'juel', source });
  }
  if (position === 'value') {
    const literal = decoded(text);
    return literal === null
      ? canonicalText(text)
      : expressionTextOf({ language: 'literal', source: literal });
  }
  const read = writtenExpression(text);
  return expressionTextOf(read.language === 'literal' ? { language: 'feel', source: text } : read);
}

/** An empty text stays one: as a parameter it means null. */
function canonicalText(text: string): ExpressionText {
  return text === '' ? '' : expressionTextOf(writtenExpression(text));
}

/** An expression in the one form that the DSL reads it in. */
export function canonicalExpression(expression: ExpressionText, position: Position): ExpressionText {
  if (typeof expression === 'string') {
    if (position === 'condition') return readExpression(expression, position);
    return canonicalText(expression);
  }
  if ('list' in expression) {
    return { list: expression.list.map((item) => canonicalExpression(item, 'value')) };
  }
  if ('map' in expression) {
    const map: Record<string, ExpressionText> = Object.fromEntries(
      Object.entries(expression.map).map(([name, part]) => [name, canonicalExpression(part, 'value')]),
    );
    return { map };
  }
  if ('feel' in expression) return expressionTextOf({ language: 'feel', source: expression.feel });
  if ('juel' in expression) return expressionTextOf({ language: 'juel', source: expression.juel });
  return position === 'condition'
    ? expressionTextOf({ language: 'feel', source: JSON.stringify(expression.literal) })
    : expressionTextOf({ language: 'literal', source: expression.literal });
}

/** The text that {@link readExpression} reads as the same; null for lists and maps, which need lines of their own. */
export function writeExpression(expression: ExpressionText, position: Position): string | null {
  const wanted = canonicalExpression(expression, position);
  if (typeof wanted === 'object' && ('list' in wanted || 'map' in wanted)) return null;
  const key = JSON.stringify(wanted);
  const fits = (text: string) =>
    (text !== '' || position === 'value') &&
    isPlain(text) &&
    JSON.stringify(readExpression(text, position)) === key;
  return candidates(wanted, position).find(fits) ?? escaped(wanted);
}

function candidates(wanted: ExpressionText, position: Position): readonly string[] {
  if (typeof wanted !== 'string') return 'literal' in wanted ? [JSON.stringify(wanted.literal)] : [];
  const bare = wanted.replace(/^=\s*/, '');
  if (position === 'condition') return [bare, wanted];
  return wanted === '' ? [''] : [JSON.stringify(wanted), wanted];
}

function isPlain(text: string): boolean {
  if (text !== text.trim()) return false;
  if (/\p{Cc}/u.test(text) || /^"(?!(?:[^"\\]|\\.)*")/.test(text)) return false;
  return decoded(text) !== null || !/[\u200b\u2060\ufeff\u2028\u2029]|:$|^(?:\||LIST|MAP)$/iu.test(text);
}

function escaped(wanted: ExpressionText): string {
  if (typeof wanted === 'string') {
    const source = wanted.replace(/^=\s*/, '');
    return `${wanted.startsWith('=') ? 'FEEL' : 'JUEL'} ${JSON.stringify(source)}`;
  }
  if ('feel' in wanted) return `FEEL ${JSON.stringify(wanted.feel)}`;
  if ('juel' in wanted) return `JUEL ${JSON.stringify(wanted.juel)}`;
  return 'literal' in wanted ? JSON.stringify(wanted.literal) : '';
}

/** A value among the words of a statement: in quotes, or with a mark at its beginning. */
export function writeInStatement(expression: ExpressionText): string {
  const text = writeExpression(expression, 'value');
  if (text === null) return `FEEL ${JSON.stringify(feelOf(expression))}`;
  if (text === '' || /^(?:["=]|[$#]\{|(?:FEEL|JUEL) ")/.test(text)) return text;
  return escaped(canonicalExpression(expression, 'value'));
}

/** Lists and maps as FEEL. */
function feelOf(expression: ExpressionText): string {
  if (typeof expression === 'string') {
    const read = writtenExpression(expression);
    return read.language === 'literal' ? JSON.stringify(expression) : read.source;
  }
  if ('list' in expression) return `[${expression.list.map(feelOf).join(', ')}]`;
  if ('map' in expression) {
    const entries = Object.entries(expression.map).map(
      ([key, part]) => `${JSON.stringify(key)}: ${feelOf(part)}`,
    );
    return `{${entries.join(', ')}}`;
  }
  if ('literal' in expression) return JSON.stringify(expression.literal);
  return 'feel' in expression ? expression.feel : expression.juel;
}
