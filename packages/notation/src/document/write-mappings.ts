import type { ModdleElement } from '../moddle.ts';
import type { ExpressionText } from './expression-text.ts';
import { make, type Writing } from './writing.ts';
import { textOfExpression } from './written-text.ts';

export type Mappings = Readonly<Record<string, ExpressionText>>;

/** Inputs and outputs as Camunda writes them: the one place where lists and maps have a form. */
export function writeMappings(
  {
    inputs = {},
    outputs = {},
  }: { readonly inputs?: Mappings | undefined; readonly outputs?: Mappings | undefined },
  writing: Writing,
): readonly ModdleElement[] {
  const parameters = (type: string, mappings: Mappings) =>
    Object.entries(mappings).map(([name, value]) => parameter(type, name, value, writing));
  const inputParameters = parameters('camunda:InputParameter', inputs);
  const outputParameters = parameters('camunda:OutputParameter', outputs);
  if (inputParameters.length + outputParameters.length === 0) return [];
  return [make(writing, 'camunda:InputOutput', { inputParameters, outputParameters })];
}

function parameter(type: string, name: string, value: ExpressionText, writing: Writing): ModdleElement {
  const text = isEmptyLiteral(value) ? null : textOfExpression(value);
  if (text !== null) return make(writing, type, { name, value: text === '' ? null : text });
  return make(writing, type, { name, definition: definition(value, writing) });
}

/** A parameter without text is null, a value without text is an empty text. */
function isEmptyLiteral(value: ExpressionText): boolean {
  return typeof value === 'object' && 'literal' in value && value.literal === '';
}

function definition(value: ExpressionText, writing: Writing): ModdleElement {
  if (typeof value === 'object' && 'list' in value) {
    return make(writing, 'camunda:List', { items: value.list.map((item) => definition(item, writing)) });
  }
  if (typeof value === 'object' && 'map' in value) {
    const entries = Object.entries(value.map).map(([key, part]) =>
      make(writing, 'camunda:Entry', entryOf(key, part, writing)),
    );
    return make(writing, 'camunda:Map', { entries });
  }
  return make(writing, 'camunda:Value', { value: textOfExpression(value) });
}

function entryOf(key: string, value: ExpressionText, writing: Writing) {
  const text = isEmptyLiteral(value) ? null : textOfExpression(value);
  return text === null ? { key, definition: definition(value, writing) } : { key, value: text };
}
