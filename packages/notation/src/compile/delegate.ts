import { errorAt, type Report, warningAt } from '../finding.ts';
import { labelOf, type ModdleElement, tagOf, textOf } from '../moddle.ts';
import type { SourceNode } from '../source-graph.ts';

/** Attributes that name Java code, in the order in which Camunda looks at them. */
const codeAttributes = ['camunda:class', 'camunda:delegateExpression'] as const;

/** Attributes that put code in the place of an element's work. */
export const workAttributes: readonly string[] = [...codeAttributes, 'camunda:expression'];

const working: ReadonlySet<string> = new Set(['serviceTask', 'sendTask', 'businessRuleTask']);
const evaluating: ReadonlySet<string> = new Set(['serviceTask', 'businessRuleTask']);

/** Code that would have to run in the engine, on an element whose work neither a worker nor an expression can do. */
export function foreignCode(element: ModdleElement): readonly string[] {
  const tag = tagOf(element);
  const throws = tag === 'messageEventDefinition' && element.$parent?.$instanceOf('bpmn:ThrowEvent') === true;
  return workAttributes.filter((name) => {
    if (textOf(element, name) === null) return false;
    return name === 'camunda:expression' ? !evaluating.has(tag) : !(working.has(tag) || throws);
  });
}

/** Code beside what does the work of the element already; Camunda passes over it as well. */
export function unusedCode(element: ModdleElement): readonly string[] {
  const written = workAttributes.filter(
    (name) => textOf(element, name) !== null && !foreignCode(element).includes(name),
  );
  const worked = otherWork.some((name) => textOf(element, name) !== null);
  return worked ? written : written.slice(1);
}

const otherWork = ['camunda:type', 'camunda:decisionRef', 'apg:jobType'];

/**
 * The job type of work that Camunda 7 hands to a Java class or bean: the name as it stands there, so that a
 * worker can take its place and the model stays as it is. Null where neither is named.
 */
export function delegateJobType(node: SourceNode, holder: ModdleElement, report: Report): string | null {
  const attribute = codeAttributes.find((name) => textOf(holder, name) !== null);
  if (attribute === undefined || foreignCode(holder).includes(attribute)) return null;
  const written = textOf(holder, attribute) ?? '';
  const where = `on ${node.tag} '${labelOf(node.element)}'`;
  const jobType = attribute === 'camunda:class' ? className(written) : beanName(written);
  if (jobType === null) {
    const expected = attribute === 'camunda:class' ? 'the name of a class' : 'one plain name such as ${bean}';
    const found = `found '${written.slice(0, 200)}' ${where}`;
    report(errorAt(node.id, 'delegate', `Expected ${attribute} to be ${expected}, but ${found}`));
    return node.id;
  }
  const instead = `no Java runs here: a worker has to take its jobs of type '${jobType}'`;
  report(
    warningAt(node.id, 'delegate', `Expected work for a worker, but found ${attribute} ${where}; ${instead}`),
  );
  return jobType;
}

function className(text: string): string | null {
  return text.length <= 255 && /^[\p{L}_$][\p{L}\p{N}_$]*(?:\.[\p{L}_$][\p{L}\p{N}_$]*)*$/u.test(text)
    ? text
    : null;
}

function beanName(text: string): string | null {
  return /^[$#]\{\s*([\p{L}_][\p{L}\p{N}_]{0,254})\s*\}$/u.exec(text)?.[1] ?? null;
}
