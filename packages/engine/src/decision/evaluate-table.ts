import type { TextExpression } from '../model/expression.ts';
import { DecisionError, inDecision } from './decision-error.ts';
import type { DecisionRule, DecisionTable, InputClause, OutputClause } from './decision-model.ts';
import { fromText, nameOfType } from './decision-type.ts';
import { compute, type Owner, passesTests, type Surroundings, testing, typed } from './evaluation.ts';
import { applyHitPolicy, type Hit, type Row, rowValue } from './hit-policy.ts';
import { innerScope } from './scope.ts';

/** The result of a table, and the rows it was made from. */
export interface TableResult {
  readonly value: unknown;
  readonly rows: readonly Row[];
}

/** Looks the inputs up in the table and combines the rules that match as its hit policy says. */
export function evaluateTable(table: DecisionTable, surroundings: Surroundings): TableResult {
  const { evaluation, owner } = surroundings;
  const columns = table.inputs.map((input) => columnOf(input, surroundings));
  const hits: Hit[] = [];
  for (const [index, rule] of table.rules.entries()) {
    if (!matches(columns, rule, index, owner)) continue;
    hits.push({ index, row: rowOf(table, rule.entries, index, surroundings) });
    if (table.hitPolicy === 'FIRST') break;
  }
  const { chosen, rows, value } = applyHitPolicy(table, hits, surroundings);
  for (const { index } of chosen) {
    evaluation.matchedRules.push({ decisionId: owner.id, ruleId: table.rules[index]?.id ?? '', index });
  }
  if (hits.length > 0 || !table.outputs.some(({ defaultEntry }) => defaultEntry !== null)) {
    return { value, rows };
  }
  return defaultResult(table, surroundings);
}

function inputValue(input: InputClause, surroundings: Surroundings): unknown {
  const { owner } = surroundings;
  return inDecision(owner.name, `input '${input.label}'`, null, () => {
    const raw = fromText(compute(input.expression, surroundings), input.type);
    const value = typed(raw, input.type, surroundings);
    if (value === undefined) {
      throw new DecisionError(
        owner.name,
        `expected input '${input.label}' to be a ${nameOfType(input.type)}, found another type or value`,
        { hint: 'Look at the variables the decision is asked with, and at the type of the column' },
      );
    }
    if (input.values !== null && value !== null && !passesTests(input.values, value, surroundings)) {
      throw new DecisionError(
        owner.name,
        `expected input '${input.label}' to be one of its input values, found another`,
        { hint: 'Look at the input values of the column' },
      );
    }
    return value;
  });
}

/** One input with its value, and what the cells below it see; the same for all rules. */
interface Column {
  readonly place: string;
  readonly passes: (tests: TextExpression) => boolean;
}

function columnOf(input: InputClause, surroundings: Surroundings): Column {
  const value = inputValue(input, surroundings) ?? null;
  const scope = innerScope(surroundings.scope, new Map([[input.variable, value]]));
  return { place: `input '${input.label}'`, passes: testing(value, { ...surroundings, scope }) };
}

function matches(columns: readonly Column[], rule: DecisionRule, index: number, owner: Owner): boolean {
  return columns.every(({ place, passes }, column) => {
    const tests = rule.tests[column];
    if (tests === undefined || tests.source === '-' || tests.source === '') return true;
    return inDecision(owner.name, place, index + 1, () => passes(tests));
  });
}

function rowOf(
  table: DecisionTable,
  entries: DecisionRule['entries'],
  index: number,
  surroundings: Surroundings,
): Row {
  const row = new Map<string, unknown>();
  for (const [column, output] of table.outputs.entries()) {
    const entry = entries[column];
    const value = inDecision(surroundings.owner.name, `output '${output.name}'`, index + 1, () =>
      entry === undefined || entry.source === '' ? null : compute(entry, surroundings),
    );
    row.set(output.name, outputValue(output, value, index + 1, surroundings));
  }
  return row;
}

function outputValue(
  output: OutputClause,
  value: unknown,
  rule: number | undefined,
  surroundings: Surroundings,
): unknown {
  const { owner } = surroundings;
  const place = rule === undefined ? {} : { rule };
  const conformed = typed(value, output.type, surroundings);
  if (conformed === undefined) {
    throw new DecisionError(
      owner.name,
      `expected output '${output.name}' to be a ${nameOfType(output.type)}, found another type or value`,
      { ...place, hint: 'Look at the output entry and at the type of the column' },
    );
  }
  const { values } = output;
  if (values === null || conformed === null || passesTests(values, conformed, surroundings)) return conformed;
  throw new DecisionError(
    owner.name,
    `expected output '${output.name}' to be one of its output values, found another`,
    { ...place, hint: 'Look at the output values of the column' },
  );
}

function defaultResult(table: DecisionTable, surroundings: Surroundings): TableResult {
  const row = new Map<string, unknown>();
  for (const output of table.outputs) {
    const { defaultEntry } = output;
    const value = inDecision(surroundings.owner.name, `the default of '${output.name}'`, null, () =>
      defaultEntry === null ? null : compute(defaultEntry, surroundings),
    );
    row.set(output.name, outputValue(output, value, undefined, surroundings));
  }
  return { value: rowValue(row), rows: [row] };
}
