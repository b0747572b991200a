import { describe, expect, it } from 'vitest';
import {
  changedVariables,
  emptyRow,
  parseVariables,
  rowFault,
  rowsOf,
  type VariableRow,
  variablesOfRows,
} from './variable-rows.ts';

const row = (extra: Partial<VariableRow>): VariableRow => ({
  key: 0,
  name: 'a',
  type: 'text',
  text: '',
  ...extra,
});

describe('rowsOf and variablesOfRows', () => {
  it('are each other’s way back', () => {
    const variables = { name: 'Ada', amount: 420, paid: false, lines: [{ sku: 'x' }], nothing: null };
    expect(variablesOfRows(rowsOf(variables))).toEqual(variables);
  });

  it('leave out rows without a name', () => {
    expect(variablesOfRows([row({ name: ' ' }), row({ key: 1, name: 'b', text: '1' })])).toEqual({ b: '1' });
  });
});

describe('emptyRow', () => {
  it('takes a key no other row has', () => {
    expect(emptyRow([row({ key: 4 })]).key).toBe(5);
  });
});

describe('rowFault', () => {
  it.each([
    [row({}), null],
    [row({ name: '', text: 'x' }), 'Give the variable a name.'],
    [row({ type: 'number', text: 'x' }), 'a must be a number.'],
    [row({ type: 'number', text: '' }), 'a must be a number.'],
    [row({ type: 'boolean', text: 'true' }), null],
  ])('judges %o', (candidate, fault) => {
    expect(rowFault(candidate, [candidate])).toBe(fault);
  });

  it('sees a name that is there twice', () => {
    const twin = row({ key: 1 });
    expect(rowFault(twin, [row({}), twin])).toBe('a is there twice.');
  });

  it('says that text is not JSON', () => {
    const broken = row({ type: 'json', text: '{' });
    expect(rowFault(broken, [broken])).toMatch(/^a is not JSON: /);
  });
});

describe('parseVariables', () => {
  it('reads nothing from nothing', () => {
    expect(parseVariables(' ')).toEqual({ variables: {}, fault: null });
  });

  it('wants an object', () => {
    expect(parseVariables('[1]').fault).toBe('Expected an object such as {"amount": 420}.');
  });
});

describe('changedVariables', () => {
  it('keeps what is new or different', () => {
    expect(changedVariables({ a: 1, b: [1] }, { a: 1, b: [2], c: null })).toEqual({ b: [2], c: null });
  });
});
