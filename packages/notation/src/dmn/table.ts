import type { Aggregation, DecisionTable, HitPolicy } from '@wbpm/engine';
import { errorAt } from '../finding.ts';
import { childOf, childrenOf, idOf, type ModdleElement, nameOf, textOf } from '../moddle.ts';
import { vendorAttribute } from './dmn-moddle.ts';
import { expressionIn, inside, type Reading, typeOf } from './reading.ts';

const hitPolicies: readonly HitPolicy[] = [
  'UNIQUE',
  'ANY',
  'PRIORITY',
  'FIRST',
  'COLLECT',
  'RULE ORDER',
  'OUTPUT ORDER',
];
const aggregations: readonly Aggregation[] = ['SUM', 'MIN', 'MAX', 'COUNT'];

/** Reads a decision table. `ownName` names the output of a table that has but one. */
export function tableIn(table: ModdleElement, ownName: string, outer: Reading): DecisionTable {
  const reading = inside(outer, table);
  const outputs = childrenOf(table, 'output');
  return {
    kind: 'decisionTable',
    id: idOf(table),
    type: { kind: 'any' },
    hitPolicy: oneOf(hitPolicies, table, 'hitPolicy', reading) ?? 'UNIQUE',
    aggregation: oneOf(aggregations, table, 'aggregation', reading),
    inputs: childrenOf(table, 'input').map((input) => inputIn(input, inside(reading, input))),
    outputs: outputs.map((output, index) => {
      const fallback = outputs.length === 1 ? ownName : `output ${index + 1}`;
      return outputIn(output, fallback, inside(reading, output));
    }),
    rules: childrenOf(table, 'rule').map((rule, index) => ({
      id: idOf(rule) ?? `rule ${index + 1}`,
      tests: childrenOf(rule, 'inputEntry').map((entry) => expressionIn(entry, inside(reading, rule))),
      entries: childrenOf(rule, 'outputEntry').map((entry) => expressionIn(entry, inside(reading, rule))),
    })),
  };
}

/** The attribute as one of the words DMN knows; null when it is absent. */
function oneOf<Word extends string>(
  words: readonly Word[],
  table: ModdleElement,
  attribute: string,
  { ownerId, report }: Reading,
): Word | null {
  const found = textOf(table, attribute);
  const word = words.find((known) => known === found) ?? null;
  if (found !== null && word === null) {
    const message = `Expected ${attribute} to be one of ${words.join(', ')}, but found '${found.slice(0, 60)}'`;
    report(errorAt(ownerId, 'table-shape', message));
  }
  return word;
}

function inputIn(input: ModdleElement, reading: Reading): DecisionTable['inputs'][number] {
  const written = childOf(input, 'inputExpression');
  const expression = expressionIn(written, reading);
  return {
    id: idOf(input),
    label: textOf(input, 'label') ?? expression.source,
    expression,
    type: typeOf(written, reading),
    values: testsIn(childOf(input, 'inputValues'), reading),
    variable: vendorAttribute(input, 'inputVariable') ?? 'cellInput',
  };
}

function outputIn(
  output: ModdleElement,
  fallback: string,
  reading: Reading,
): DecisionTable['outputs'][number] {
  const defaultEntry = childOf(output, 'defaultOutputEntry');
  const type = typeOf(output, reading);
  const values = testsIn(childOf(output, 'outputValues'), reading);
  return {
    id: idOf(output),
    name: nameOf(output) ?? fallback,
    type,
    values: values ?? allowedBy(type),
    defaultEntry: textOf(defaultEntry, 'text') === null ? null : expressionIn(defaultEntry, reading),
  };
}

/** An order among outputs may come from their type. */
function allowedBy(type: DecisionTable['type']): DecisionTable['outputs'][number]['values'] {
  return type.kind === 'simple' && type.allowed !== null ? { language: 'feel', source: type.allowed } : null;
}

function testsIn(element: ModdleElement | null, reading: Reading) {
  return textOf(element, 'text') === null ? null : expressionIn(element, reading);
}
