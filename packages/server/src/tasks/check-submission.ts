import type { Finding } from '@wbpm/contract';
import type { Form, FormField, Json, JsonObject } from '@wbpm/engine';
import { Refusal } from '../access/refusal.ts';

/**
 * What the task page checks is checked again here. Only values that were sent are judged: a caller of
 * the API may complete a task without filling in its form, a wrong value is refused on every road.
 */
export function checkSubmission(form: Form | null, variables: JsonObject): void {
  if (form?.kind !== 'fields') return;
  const findings = form.fields.flatMap((field) => {
    const value = variables[field.id];
    const fault = value === undefined ? null : faultOf(field, value);
    return fault === null ? [] : [finding(field, fault)];
  });
  const [first] = findings;
  if (first !== undefined) throw new Refusal('VALIDATION_FAILED', first.message, { findings });
}

function finding(field: FormField, fault: string): Finding {
  return {
    code: 'VALIDATION_FAILED',
    pointer: `/variables/${field.id.replaceAll('~', '~0').replaceAll('/', '~1')}`,
    message: `${field.label}: ${fault}`,
  };
}

function faultOf(field: FormField, value: Json): string | null {
  if (value === null || value === '') return field.required ? 'Expected a value, but found none' : null;
  switch (field.type) {
    case 'string':
    case 'text':
      return typeof value === 'string' ? null : `Expected text, but found ${typeName(value)}`;
    case 'date':
      return typeof value === 'string' && !Number.isNaN(Date.parse(value))
        ? null
        : `Expected an ISO 8601 date, but found ${typeName(value)}`;
    case 'boolean':
      return typeof value === 'boolean' ? null : `Expected true or false, but found ${typeName(value)}`;
    case 'number':
      return numberFault(field, value);
    case 'select':
      return field.options.some((option) => option.value === value)
        ? null
        : `Expected one of ${field.options.map((option) => option.value).join(', ')}`;
  }
}

function numberFault({ min, max }: FormField, value: Json): string | null {
  if (typeof value !== 'number') return `Expected a number, but found ${typeName(value)}`;
  if (min !== null && value < min) return `Expected at least ${min}, but found ${value}`;
  if (max !== null && value > max) return `Expected at most ${max}, but found ${value}`;
  return null;
}

function typeName(value: Json): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'a list' : `a ${typeof value}`;
}
