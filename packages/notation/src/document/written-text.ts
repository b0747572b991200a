import type { Expression } from '@wbpm/engine';
import { readDuration } from '../compile/times.ts';
import { writtenExpression } from '../compile/written-expression.ts';
import type { ExpressionText } from './expression-text.ts';

/** The text that the compiler reads as this expression; null for lists and maps, which have none. */
export function textOfExpression(expression: ExpressionText): string | null {
  if (typeof expression === 'string') return expression;
  if ('feel' in expression) return `= ${expression.feel}`;
  if ('juel' in expression) return juelText(expression.juel);
  if (!('literal' in expression)) return null;
  const { literal } = expression;
  return writtenExpression(literal).language === 'literal' ? literal : `= ${JSON.stringify(literal)}`;
}

/** A text that begins with `=` would be FEEL. */
function juelText(source: string): string {
  return source.trimStart().startsWith('=') ? source.replace('=', "${'='}") : source;
}

/** Like {@link textOfExpression} where BPMN takes a text without marks for FEEL: conditions and counts. */
export function textOfCondition(expression: ExpressionText): string | null {
  if (typeof expression === 'string' || !('literal' in expression)) return textOfExpression(expression);
  return `= ${JSON.stringify(expression.literal)}`;
}

/** Short durations such as `2h` are ISO 8601 from here on; everything else is judged by the compiler. */
export function textOfTime(expression: ExpressionText): string | null {
  const text = textOfExpression(expression);
  if (text === null) return null;
  const read = readDuration(text);
  return read.kind === 'duration' ? read.iso : text;
}

/** A compiled expression as people write it: as a text wherever the text says it all. */
export function expressionTextOf(expression: Expression): ExpressionText {
  switch (expression.language) {
    case 'list':
      return { list: expression.items.map(expressionTextOf) };
    case 'map':
      return {
        map: Object.fromEntries(expression.entries.map(({ key, value }) => [key, expressionTextOf(value)])),
      };
    case 'feel': {
      const text = `= ${expression.source}`;
      return readsAs(text, expression) ? text : { feel: expression.source };
    }
    case 'juel':
      return readsAs(expression.source, expression) ? expression.source : { juel: expression.source };
    case 'literal':
      return readsAs(expression.source, expression) && expression.source !== ''
        ? expression.source
        : { literal: expression.source };
  }
}

function readsAs(text: string, { language, source }: Expression): boolean {
  const read = writtenExpression(text);
  return read.language === language && read.source === source;
}
