import type { FormField } from '@wbpm/contract';
import { describe, expect, it } from 'vitest';
import { type FieldValue, fieldFault, formFaults, initialValues, variablesOf } from './field-values.ts';

function field(extra: Partial<FormField>): FormField {
  return {
    id: 'amount',
    label: 'Amount',
    type: 'number',
    required: false,
    readonly: false,
    options: [],
    default_value: null,
    min: null,
    max: null,
    ...extra,
  };
}

describe('initialValues', () => {
  it('prefers the variable over the default', () => {
    expect(initialValues([field({ default_value: 1 })], { amount: 420 })).toEqual({ amount: '420' });
  });

  it('leaves a required question open and an optional one at no', () => {
    const fields = [field({ id: 'a', type: 'boolean', required: true }), field({ id: 'b', type: 'boolean' })];
    expect(initialValues(fields, {})).toEqual({ a: null, b: false });
  });

  it('cuts the time off a date', () => {
    const fields = [field({ id: 'day', type: 'date' })];
    expect(initialValues(fields, { day: '2026-11-25T08:00:00Z' })).toEqual({ day: '2026-11-25' });
  });
});

describe('fieldFault', () => {
  const cases: [string, Partial<FormField>, FieldValue, string | null][] = [
    ['an empty optional field', {}, '', null],
    ['an empty required field', { required: true }, '', 'Amount is required.'],
    ['an unanswered question', { type: 'boolean', required: true }, null, 'Amount is required.'],
    ['a no', { type: 'boolean', required: true }, false, null],
    ['text for a number', {}, '12 apples', 'Enter a number, for example 12.5.'],
    ['a number too small', { min: 5 }, '4', 'Must be at least 5; this is 4.'],
    ['a number too large', { max: 5 }, '6', 'Must be at most 5; this is 6.'],
    ['a number on the limit', { min: 5, max: 5 }, '5', null],
    ['a date that is none', { type: 'date' }, 'tomorrow', 'Enter a date for Amount.'],
    [
      'a value not listed',
      { type: 'select', options: [{ value: 'a', label: 'A' }] },
      'b',
      'Choose one of the listed values.',
    ],
    ['blank required text', { type: 'string', required: true }, '   ', 'Amount is required.'],
    ['text too short', { type: 'text', min: 3 }, 'ab', 'Needs at least 3 characters; this has 2.'],
  ];
  it.each(cases)('judges %s', (_case, extra, value, fault) => {
    expect(fieldFault(field(extra), value)).toBe(fault);
  });
});

describe('formFaults', () => {
  it('never complains about a field that only shows data', () => {
    expect(formFaults([field({ readonly: true, required: true })], { amount: '' })).toEqual({});
  });
});

describe('variablesOf', () => {
  it('sends numbers as numbers, emptied fields as null, and nothing that only shows data', () => {
    const fields = [
      field({}),
      field({ id: 'note', type: 'text' }),
      field({ id: 'ok', type: 'boolean' }),
      field({ id: 'shown', readonly: true }),
    ];
    expect(variablesOf(fields, { amount: '12.5', note: '', ok: true, shown: '1' })).toEqual({
      amount: 12.5,
      note: null,
      ok: true,
    });
  });
});
