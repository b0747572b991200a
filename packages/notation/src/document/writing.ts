import { errorAt, type Report } from '../finding.ts';
import type { BpmnModdle, ModdleElement } from '../moddle.ts';
import type { ExpressionText } from './expression-text.ts';
import type { FreeId } from './free-ids.ts';
import type { RootElements } from './root-elements.ts';
import { textOfCondition, textOfExpression } from './written-text.ts';

/** What the writers of single elements look up, and where they put what is wrong. */
export interface Writing {
  readonly moddle: BpmnModdle;
  readonly roots: RootElements;
  readonly freeId: FreeId;
  /** What the file holds by id: activities of all processes, then flows and data as they are written. */
  readonly elements: Map<string, ModdleElement>;
  /** Where in the document each element comes from (RFC 6901). */
  readonly pointers: Map<string, string>;
  readonly report: Report;
}

/** Properties of a BPMN element; null and undefined are left out. */
export type Properties = Readonly<Record<string, unknown>>;

export function fill(element: ModdleElement, properties: Properties): void {
  for (const [name, value] of Object.entries(properties)) {
    if (value !== null && value !== undefined) element.set(name, value);
  }
}

export function make({ moddle }: Writing, type: string, properties: Properties): ModdleElement {
  const element = moddle.create(type, {});
  fill(element, properties);
  return element;
}

/** An expression as the text of an attribute. Lists and maps have none; only mappings take them. */
export function attribute(
  expression: ExpressionText | undefined,
  pointer: string,
  writing: Writing,
  textOf = textOfExpression,
): string | null {
  if (expression === undefined) return null;
  const text = textOf(expression);
  if (text === null) {
    const found = 'but found a list or map; only inputs and outputs take those';
    const message = `Expected ${pointer} to be a text or one expression, ${found}`;
    writing.report({ ...errorAt(null, 'expression-form', message), pointer });
  }
  return text;
}

/** An expression element, which without marks is FEEL. */
export function formal(
  expression: ExpressionText | undefined,
  pointer: string,
  writing: Writing,
  textOf = textOfCondition,
): ModdleElement | null {
  const body = attribute(expression, pointer, writing, textOf);
  return body === null ? null : make(writing, 'bpmn:FormalExpression', { body });
}

export function documentation(text: string | undefined, writing: Writing): readonly ModdleElement[] | null {
  return text === undefined ? null : [make(writing, 'bpmn:Documentation', { text })];
}

export function extensions(values: readonly ModdleElement[], writing: Writing): ModdleElement | null {
  return values.length === 0 ? null : make(writing, 'bpmn:ExtensionElements', { values });
}

/** A flag that is false is not written. */
export function onlyTrue(flag: boolean | undefined): true | null {
  return flag === true ? true : null;
}
