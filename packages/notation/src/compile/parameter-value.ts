import type { Expression } from '@wbpm/engine';
import type { CheckExpression } from '../checks/check.ts';
import { childOf, childrenOf, type ModdleElement, tagOf, textOf } from '../moddle.ts';
import { feel, juel, writtenExpression } from './written-expression.ts';

/** The value of a parameter, or in words what of it cannot be executed. */
export type ParameterValue = Expression | { readonly refused: string };

/** Reads the value of a Camunda parameter, list item or map entry: a text, a script, a list or a map. */
export function parameterValue(holder: ModdleElement, check: CheckExpression): ParameterValue {
  const definition = childOf(holder, 'definition');
  if (definition !== null) return definedValue(definition, check);
  const value = textOf(holder, 'value');
  return value === null ? feel('null') : writtenExpression(value);
}

function definedValue(definition: ModdleElement, check: CheckExpression): ParameterValue {
  switch (definition.$type) {
    case 'camunda:List':
      return listOf(childrenOf(definition, 'items'), check);
    case 'camunda:Map':
      return mapOf(childrenOf(definition, 'entries'), check);
    case 'camunda:Script':
      return scriptValue(definition, check);
    case 'camunda:Value':
      return writtenExpression(textOf(definition, 'value') ?? '');
    default:
      return { refused: `a ${tagOf(definition)}` };
  }
}

function listOf(definitions: readonly ModdleElement[], check: CheckExpression): ParameterValue {
  const items: Expression[] = [];
  for (const definition of definitions) {
    const value = definedValue(definition, check);
    if ('refused' in value) return value;
    items.push(value);
  }
  return { language: 'list', source: `[${items.map(({ source }) => source).join(', ')}]`, items };
}

function mapOf(definitions: readonly ModdleElement[], check: CheckExpression): ParameterValue {
  const entries: { key: string; value: Expression }[] = [];
  for (const definition of definitions) {
    const key = textOf(definition, 'key');
    if (key === null) return { refused: 'a camunda:entry without key' };
    const value = parameterValue(definition, check);
    if ('refused' in value) return value;
    entries.push({ key, value });
  }
  const source = `{${entries.map(({ key, value }) => `${key}: ${value.source}`).join(', ')}}`;
  return { language: 'map', source, entries };
}

/** A call, a statement or a closure; an expression of operators alone has none of these. */
const beyondOperators = /[\w$)\]]\s*\(|[;{}`\\]|=>|\+\+|--|\b(?:new|def|var|let|const|function|lambda)\b/;

/**
 * Scripts of other languages run nowhere here; one that is a single expression of operators means the
 * same in `${…}`, and is read as that.
 */
function scriptValue(script: ModdleElement, check: CheckExpression): ParameterValue {
  const format = textOf(script, 'scriptFormat') ?? '';
  const text = textOf(script, 'value') ?? '';
  const refused = { refused: `a camunda:script in '${format}'` };
  if (textOf(script, 'camunda:resource') !== null || textOf(script, 'resource') !== null) {
    return { refused: 'a camunda:script in another file' };
  }
  switch (format.toLowerCase()) {
    case 'feel':
      return feel(text);
    case 'juel':
      return juel(/[$#]\{/.test(text) ? text : `\${${text}}`);
    default: {
      const bare = text
        .replace(/^return\s+/, '')
        .replace(/;\s*$/, '')
        .replace(/([=!]=)=/g, '$1');
      if (bare.trim() === '' || beyondOperators.test(bare)) return refused;
      const expression = juel(`\${${bare.trim()}}`);
      return check(expression) === null ? expression : refused;
    }
  }
}
