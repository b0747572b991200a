import { conditions } from './conditions.ts';
import type { Parameter, Transaction } from './database.ts';
import type { InstanceSource } from './instance-source.ts';

export const variableOperators = ['eq', 'ne', 'gt', 'ge', 'lt', 'le', 'like'] as const;
type VariableOperator = (typeof variableOperators)[number];

/** What an instance's own variable has to be; it is compared as what the value is. */
export interface VariableCondition {
  readonly name: string;
  readonly operator: VariableOperator;
  /** A text compares by code points; `like` takes `%` and `_`. */
  readonly value: string | number | Date;
}

const variableTables = { current: 'wbpm_variables', archive: 'wbpm_variables_archive' } as const;

const comparisons: Readonly<Record<VariableOperator, string>> = {
  eq: '=',
  ne: '<>',
  gt: '>',
  ge: '>=',
  lt: '<',
  le: '<=',
  like: 'LIKE',
};

/** As many are sorted at once; of more, the newest are looked for one after the other. */
const mostSorted = 5000;

/** The typed column with its comparison; `?` is the value. */
function comparison({ operator, value }: VariableCondition): string {
  const compares = comparisons[operator];
  if (typeof value === 'number') return `v.number_value IS NOT NULL AND v.number_value ${compares} ?`;
  if (value instanceof Date) return `v.time_value IS NOT NULL AND v.time_value ${compares} ?::timestamptz`;
  return `v.text_value IS NOT NULL AND v.text_value COLLATE "C" ${compares} ?`;
}

/** What an index of the variables can be asked: their own scope, and names it has room for. */
const indexed = 'v.scope_id = v.instance_id AND octet_length(v.name) <= 512';

type AddParameter = (value: Parameter) => string;

function variableWhere(condition: VariableCondition, parameter: AddParameter): string {
  const where = [
    'v.tenant_id = $1',
    indexed,
    `v.name = ${parameter(condition.name)}`,
    comparison(condition).replaceAll('?', parameter(condition.value)),
  ];
  const prefix = prefixOf(condition);
  if (prefix !== null) {
    where.push(`v.text_value COLLATE "C" >= ${parameter(prefix.from)}`);
    where.push(`v.text_value COLLATE "C" < ${parameter(prefix.to)}`);
  }
  return where.join(' AND ');
}

/** The instances whose variable is so, before one of them; the tenant is the first parameter of the statement. */
export function variableRows(
  source: InstanceSource,
  condition: VariableCondition,
  parameter: AddParameter,
  before: string | null,
): string {
  const earlier = before === null ? '' : `AND v.instance_id < ${parameter(before)}`;
  return `SELECT v.instance_id FROM ${variableTables[source]} v WHERE ${variableWhere(condition, parameter)} ${earlier}`;
}

/**
 * Whether instance `i` has the variable so, asked of one instance after the other. `OFFSET` and `IS TRUE` keep the
 * planner from looking for all the instances that have it first: it takes them for few, whatever they are.
 */
export function variableExists(
  source: InstanceSource,
  condition: VariableCondition,
  parameter: AddParameter,
): string {
  return `EXISTS (SELECT FROM ${variableTables[source]} v
    WHERE v.tenant_id = $1 AND v.instance_id = i.instance_id AND v.scope_id = i.instance_id
      AND v.name = ${parameter(condition.name)}
      AND (${comparison(condition).replaceAll('?', parameter(condition.value))}) IS TRUE OFFSET 0)`;
}

/** A condition with every instance that meets it. */
interface FewInstances {
  readonly condition: VariableCondition;
  readonly instanceIds: readonly string[];
}

/**
 * The condition that the fewest instances meet, when those are few enough to sort them all; null when there is
 * none, and the newest instances are soon found by asking one after the other.
 */
export async function fewestMeet(
  transaction: Transaction,
  tenantId: string,
  source: InstanceSource,
  wanted: readonly VariableCondition[],
): Promise<FewInstances | null> {
  let fewest: FewInstances | null = null;
  for (const condition of wanted) {
    const filters = conditions();
    filters.parameter(tenantId);
    const found = variableRows(source, condition, (value) => filters.parameter(value), null);
    const rows = await transaction.query<{ instance_id: string }>(
      `${found} LIMIT ${filters.parameter(mostSorted + 1)}`,
      filters.parameters,
    );
    if (rows.length <= mostSorted && (fewest === null || rows.length < fewest.instanceIds.length)) {
      fewest = { condition, instanceIds: rows.map((row) => row.instance_id) };
    }
  }
  return fewest;
}

/** Where texts that begin like the pattern stand in the index. */
function prefixOf({
  operator,
  value,
}: VariableCondition): { readonly from: string; readonly to: string } | null {
  if (operator !== 'like' || typeof value !== 'string') return null;
  const [from = ''] = /^[^%_\\]*/.exec(value) ?? [];
  const characters = Array.from(from);
  const last = characters.pop()?.codePointAt(0);
  // Behind the last code point there is none; before the surrogates none that is a character.
  if (last === undefined || last >= 0x10ffff || last === 0xd7ff) return null;
  return { from, to: `${characters.join('')}${String.fromCodePoint(last + 1)}` };
}
