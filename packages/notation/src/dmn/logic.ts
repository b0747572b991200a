import type { DecisionLogic, FunctionDefinition } from '@wbpm/engine';
import { errorAt, warningAt } from '../finding.ts';
import { childOf, childrenOf, idOf, type ModdleElement, nameOf, textOf } from '../moddle.ts';
import { expressionIn, inside, type Reading, typedName, typeOf } from './reading.ts';
import { tableIn } from './table.ts';

/** Reads a boxed expression. `ownName` is the name of what it is the value of. */
export function logicIn(element: ModdleElement, ownName: string, outer: Reading): DecisionLogic {
  const reading = inside(outer, element);
  const boxed = { id: idOf(element), type: typeOf(element, reading) };
  switch (element.$type) {
    case 'dmn:DecisionTable':
      return { ...tableIn(element, ownName, reading), type: boxed.type };
    case 'dmn:Context':
      return { kind: 'context', ...boxed, entries: entriesIn(element, reading) };
    case 'dmn:Invocation':
      return {
        kind: 'invocation',
        ...boxed,
        called: partIn(element, 'calledFunction', ownName, reading),
        bindings: childrenOf(element, 'binding').map((binding) => ({
          name: nameOf(childOf(binding, 'parameter') ?? binding) ?? '',
          value: optionalPart(binding, 'bindingFormula', ownName, reading),
        })),
      };
    case 'dmn:List':
      return { kind: 'list', ...boxed, items: itemsIn(element, ownName, reading) };
    case 'dmn:Relation':
      return {
        kind: 'relation',
        ...boxed,
        columns: childrenOf(element, 'column').map((column) => nameOf(column) ?? ''),
        rows: childrenOf(element, 'row').map((row) => itemsIn(row, ownName, reading)),
      };
    case 'dmn:FunctionDefinition':
      return functionIn(element, ownName, reading);
    case 'dmn:Conditional':
      return {
        kind: 'conditional',
        ...boxed,
        condition: branchIn(element, 'if', ownName, reading),
        whenTrue: branchIn(element, 'then', ownName, reading),
        whenFalse: branchIn(element, 'else', ownName, reading),
      };
    case 'dmn:Filter':
      return {
        kind: 'filter',
        ...boxed,
        list: branchIn(element, 'in', ownName, reading),
        match: branchIn(element, 'match', ownName, reading),
      };
    case 'dmn:For':
    case 'dmn:Some':
    case 'dmn:Every': {
      const iteration = iterations[element.$type];
      return {
        kind: 'iteration',
        ...boxed,
        iteration,
        iterator: textOf(element, 'iteratorVariable') ?? 'item',
        list: branchIn(element, 'in', ownName, reading),
        each: branchIn(element, iteration === 'for' ? 'return' : 'satisfies', ownName, reading),
      };
    }
    default:
      return { kind: 'literalExpression', ...boxed, expression: literalIn(element, reading) };
  }
}

const iterations = { 'dmn:For': 'for', 'dmn:Some': 'some', 'dmn:Every': 'every' } as const;

/** The function of a knowledge model, or one inside a boxed expression. */
export function functionIn(element: ModdleElement, ownName: string, outer: Reading): FunctionDefinition {
  const reading = inside(outer, element);
  const kind = textOf(element, 'kind') ?? 'FEEL';
  const isFeel = /^F(?:EEL)?$/i.test(kind);
  if (!isFeel) {
    const message = `Expected a function in FEEL, but found one in ${kind.slice(0, 20)}: calling it yields null`;
    reading.report(warningAt(reading.ownerId, 'foreign-function', message));
  }
  return {
    kind: 'functionDefinition',
    id: idOf(element),
    type: { kind: 'any' },
    parameters: childrenOf(element, 'formalParameter').map((parameter) => typedName(parameter, '', reading)),
    body: isFeel ? optionalPart(element, 'body', ownName, reading) : null,
  };
}

function literalIn(element: ModdleElement, reading: Reading) {
  const expression = expressionIn(element, reading);
  if (expression.source !== '') return expression;
  reading.report(
    errorAt(
      reading.ownerId,
      'missing-logic',
      `Expected an expression in '${reading.ownerId}', but found none`,
    ),
  );
  return expression;
}

function entriesIn(element: ModdleElement, reading: Reading) {
  return childrenOf(element, 'contextEntry').map((entry) => {
    const variable = childOf(entry, 'variable');
    const name = variable === null ? null : nameOf(variable);
    return {
      name,
      type: typeOf(variable, reading),
      value: partIn(entry, 'value', name ?? 'result', reading),
    };
  });
}

function itemsIn(element: ModdleElement, ownName: string, reading: Reading): readonly DecisionLogic[] {
  return childrenOf(element, 'elements').map((item) => logicIn(item, ownName, reading));
}

function branchIn(element: ModdleElement, name: string, ownName: string, reading: Reading): DecisionLogic {
  const branch = childOf(element, name);
  return branch === null ? missing(name, reading) : partIn(branch, 'value', ownName, reading);
}

function partIn(element: ModdleElement, name: string, ownName: string, reading: Reading): DecisionLogic {
  return optionalPart(element, name, ownName, reading) ?? missing(name, reading);
}

function optionalPart(element: ModdleElement, name: string, ownName: string, reading: Reading) {
  const part = childOf(element, name);
  return part === null ? null : logicIn(part, ownName, reading);
}

function missing(name: string, { report, ownerId }: Reading): DecisionLogic {
  report(
    errorAt(
      ownerId,
      'missing-logic',
      `Expected ${name} in '${ownerId}' to have an expression, but found none`,
    ),
  );
  return {
    kind: 'literalExpression',
    id: null,
    type: { kind: 'any' },
    expression: { language: 'feel', source: 'null' },
  };
}
