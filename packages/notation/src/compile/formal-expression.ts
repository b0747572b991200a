import type { Expression } from '@wbpm/engine';
import { errorAt, type Report } from '../finding.ts';
import { type ModdleElement, textOf } from '../moddle.ts';
import { feel, juel } from './written-expression.ts';

/**
 * An expression element of BPMN, called `what` in findings. Without marks it is FEEL: BPMN gives
 * expressions a language, and this platform's is FEEL. Null, and a finding, where it cannot be read.
 */
export function formalExpression(
  element: ModdleElement,
  what: string,
  elementId: string,
  report: Report,
): Expression | null {
  const body = textOf(element, 'body');
  const language = textOf(element, 'language') ?? '';
  const resource = textOf(element, 'camunda:resource');
  const refuse = (rule: string, message: string) => {
    report(errorAt(elementId, rule, message));
    return null;
  };
  if (resource !== null) {
    const message = `Expected the ${what} in the file, but found camunda:resource '${resource}'`;
    return refuse('not-executable', message);
  }
  if (!/^$|feel|juel|xpath/i.test(language)) {
    const message = `Expected a ${what} in FEEL or JUEL, but found the language '${language}'`;
    return refuse('not-executable', message);
  }
  if (body === null) {
    return refuse('condition', `Expected a ${what}, but found an empty ${elementName(element)}`);
  }
  if (/feel/i.test(language) || body.startsWith('=')) return feel(body);
  if (/[$#]\{/.test(body)) return juel(body);
  if (language === '') return feel(body);
  const message = `Expected a ${what} in \${…}, but found '${body.slice(0, 100)}' in the language '${language}'`;
  return refuse('not-executable', message);
}

/** Where the expression stands: `conditionExpression`, `completionCondition` … */
function elementName(element: ModdleElement): string {
  const parent = element.$parent;
  const names = [
    'conditionExpression',
    'condition',
    'completionCondition',
    'loopCondition',
    'loopCardinality',
    'activationCondition',
    'transformation',
    'from',
    'to',
  ];
  return names.find((name) => parent?.get(name) === element) ?? 'expression';
}
