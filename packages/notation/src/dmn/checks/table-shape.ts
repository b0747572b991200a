import type { DecisionTable } from '@wbpm/engine';
import { errorAt, type Finding } from '../../finding.ts';
import { logicOf } from '../walk.ts';
import type { DmnCheck } from './check.ts';

/** Every rule has a cell to a column, and the hit policy has what it needs. */
export const tableShape: DmnCheck = ({ model }) =>
  logicOf(model).flatMap(({ elementId, ownerName, logic }) =>
    logic.kind === 'decisionTable' ? shapeOf(logic, elementId, ownerName) : [],
  );

function shapeOf(table: DecisionTable, elementId: string, owner: string): readonly Finding[] {
  const { inputs, outputs, rules } = table;
  const findings: Finding[] = [];
  const expect = (fulfilled: boolean, id: string, message: string) => {
    if (!fulfilled) findings.push(errorAt(id, 'table-shape', message));
  };
  expect(outputs.length > 0, elementId, `Expected the table of '${owner}' to have an output, but found none`);
  for (const [index, { id, tests, entries }] of rules.entries()) {
    const rule = `Expected rule ${index + 1} of '${owner}' to have`;
    expect(
      tests.length === inputs.length,
      id,
      `${rule} ${inputs.length} input entries, but found ${tests.length}`,
    );
    expect(
      entries.length === outputs.length,
      id,
      `${rule} ${outputs.length} output entries, but found ${entries.length}`,
    );
  }
  for (const { id, label, expression } of inputs) {
    expect(
      expression.source !== '',
      id ?? elementId,
      `Expected input '${label}' of '${owner}' to have an expression, but found none`,
    );
  }
  const names = new Set(outputs.map(({ name }) => name));
  expect(
    names.size === outputs.length,
    elementId,
    `Expected the outputs of '${owner}' to have names of their own`,
  );
  expect(
    table.aggregation === null || outputs.length === 1,
    elementId,
    `Expected one output of '${owner}' to aggregate, but found ${outputs.length}`,
  );
  const ordered = table.hitPolicy === 'PRIORITY' || table.hitPolicy === 'OUTPUT ORDER';
  expect(
    !ordered || outputs.some(({ values }) => values !== null),
    elementId,
    `Expected output values that give '${owner}' an order, as hit policy ${table.hitPolicy} needs, but found none`,
  );
  return findings;
}
