import type { JsonObject, JsonValue } from '@wbpm/contract';

export type VariableType = 'text' | 'number' | 'boolean' | 'json';

/** One variable being edited. */
export interface VariableRow {
  readonly key: number;
  readonly name: string;
  readonly type: VariableType;
  readonly text: string;
}

export function rowsOf(variables: JsonObject): readonly VariableRow[] {
  return Object.entries(variables).map(([name, value], key) => ({ key, name, ...typed(value) }));
}

function typed(value: JsonValue): { readonly type: VariableType; readonly text: string } {
  if (typeof value === 'string') return { type: 'text', text: value };
  if (typeof value === 'number') return { type: 'number', text: String(value) };
  if (typeof value === 'boolean') return { type: 'boolean', text: String(value) };
  return { type: 'json', text: JSON.stringify(value) };
}

export function emptyRow(rows: readonly VariableRow[]): VariableRow {
  return { key: Math.max(-1, ...rows.map((row) => row.key)) + 1, name: '', type: 'text', text: '' };
}

/** Why a row cannot become a variable; null where it can. */
export function rowFault(row: VariableRow, rows: readonly VariableRow[]): string | null {
  const name = row.name.trim();
  if (name === '') return row.text === '' ? null : 'Give the variable a name.';
  if (rows.some((other) => other.key !== row.key && other.name.trim() === name))
    return `${name} is there twice.`;
  if (row.type === 'number' && (row.text.trim() === '' || !Number.isFinite(Number(row.text)))) {
    return `${name} must be a number.`;
  }
  if (row.type === 'json') {
    const fault = parseJson(row.text).fault;
    return fault === null ? null : `${name} is not JSON: ${fault}`;
  }
  return null;
}

/** Rows without a name are left out. Only to be called when no row has a fault. */
export function variablesOfRows(rows: readonly VariableRow[]): JsonObject {
  return Object.fromEntries(
    rows.filter((row) => row.name.trim() !== '').map((row) => [row.name.trim(), jsonOf(row)]),
  );
}

function jsonOf(row: VariableRow): JsonValue {
  if (row.type === 'number') return Number(row.text);
  if (row.type === 'boolean') return row.text === 'true';
  return row.type === 'json' ? parseJson(row.text).value : row.text;
}

interface ParsedJson {
  readonly value: JsonValue;
  readonly fault: string | null;
}

function parseJson(text: string): ParsedJson {
  try {
    const value = JSON.parse(text) as JsonValue;
    return { value, fault: null };
  } catch (cause) {
    return { value: null, fault: cause instanceof Error ? cause.message : String(cause) };
  }
}

export type ParsedVariables =
  | { readonly variables: JsonObject; readonly fault: null }
  | { readonly variables: null; readonly fault: string };

/** Variables written as one JSON object; empty text is no variables. */
export function parseVariables(text: string): ParsedVariables {
  if (text.trim() === '') return { variables: {}, fault: null };
  const { value, fault } = parseJson(text);
  if (fault !== null) return { variables: null, fault };
  if (!isNamedValues(value)) {
    return { variables: null, fault: 'Expected an object such as {"amount": 420}.' };
  }
  return { variables: value, fault: null };
}

function isNamedValues(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What `after` adds or alters. */
export function changedVariables(before: JsonObject, after: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(after).filter(([name, value]) => JSON.stringify(before[name]) !== JSON.stringify(value)),
  );
}
