import { Refusal } from '../access/refusal.ts';
import { searchColumns, searchedCharacters } from '../store/search-columns.ts';
import { type VariableCondition, variableOperators } from '../store/variable-search.ts';

const written = new RegExp(`^([^\\u0000]{1,255}?):(${variableOperators.join('|')}):([^\\u0000]*)$`, 'su');
const numeral = /^-?\d+(\.\d+)?([eE][+-]?\d{1,3})?$/;

/**
 * A condition on a variable as a query writes it: `amount:gt:100`, `customer:eq:ACME`, `due:lt:2027-01-01`,
 * `name:like:Mar%`. A value that looks like a number or a date is compared as one; in double quotes it is a text.
 */
export function variableCondition(text: string): VariableCondition {
  const [, name = '', operator, given = ''] = written.exec(text) ?? [];
  const known = variableOperators.find((each) => each === operator);
  if (known === undefined) {
    throw invalid(`name:op:value, op one of ${variableOperators.join(', ')}`, text);
  }
  const quoted = /^"(.*)"$/s.exec(given)?.[1];
  const value = known === 'like' || quoted !== undefined ? (quoted ?? given) : comparable(given);
  // Of longer texts only the beginning can be searched, so none of them is found by an equality.
  if (typeof value === 'string' && value.length >= searchedCharacters) {
    throw invalid(`a value of less than ${searchedCharacters} characters`, `${value.length}`);
  }
  return { name, operator: known, value };
}

function comparable(given: string): string | number | Date {
  if (numeral.test(given) && Number.isFinite(Number(given))) return Number(given);
  return searchColumns(given).timeValue ?? given;
}

function invalid(expected: string, found: string): Refusal {
  const message = `Expected variable to be ${expected}, but found ${JSON.stringify(found.slice(0, 100))}`;
  return new Refusal('INVALID_QUERY', message, {
    findings: [{ code: 'INVALID_QUERY', pointer: '?variable', message }],
  });
}
