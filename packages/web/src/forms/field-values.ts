import type { FormField, JsonObject, JsonValue } from '@wbpm/contract';

/** What the inputs hold: text as typed, or a choice. `null` is a yes/no question not yet answered. */
export type FieldValue = string | boolean | null;
export type FieldValues = Readonly<Record<string, FieldValue>>;
export type Faults = Readonly<Record<string, string>>;

export function initialValues(fields: readonly FormField[], variables: JsonObject): FieldValues {
  return Object.fromEntries(
    fields.map((field) => [field.id, inputOf(field, variables[field.id] ?? field.default_value)]),
  );
}

function inputOf(field: FormField, value: JsonValue): FieldValue {
  if (field.type === 'boolean') {
    if (typeof value === 'boolean') return value;
    return field.required || field.readonly ? null : false;
  }
  if (value === null) return '';
  if (field.type === 'date' && typeof value === 'string') return value.slice(0, 10);
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function editable(fields: readonly FormField[]): readonly FormField[] {
  return fields.filter((field) => !field.readonly);
}

/** Why a field cannot be sent as it is, in words for the person who fills it in. */
export function fieldFault(field: FormField, value: FieldValue | undefined): string | null {
  if (value === undefined || value === null || value === '') {
    return field.required ? `${field.label} is required.` : null;
  }
  if (typeof value === 'boolean') return null;
  if (field.type === 'number') return numberFault(field, value);
  if (field.type === 'date') return dateFault(field, value);
  if (field.type === 'select') {
    return field.options.some((option) => option.value === value) ? null : `Choose one of the listed values.`;
  }
  return value.trim() === '' && field.required ? `${field.label} is required.` : lengthFault(field, value);
}

function numberFault(field: FormField, text: string): string | null {
  const number = Number(text);
  if (text.trim() === '' || !Number.isFinite(number)) return 'Enter a number, for example 12.5.';
  if (field.min !== null && number < field.min) return `Must be at least ${field.min}; this is ${text}.`;
  if (field.max !== null && number > field.max) return `Must be at most ${field.max}; this is ${text}.`;
  return null;
}

function dateFault(field: FormField, text: string): string | null {
  return Number.isNaN(Date.parse(text)) ? `Enter a date for ${field.label}.` : null;
}

function lengthFault(field: FormField, text: string): string | null {
  if (field.min !== null && text.length < field.min)
    return `Needs at least ${field.min} characters; this has ${text.length}.`;
  if (field.max !== null && text.length > field.max)
    return `Can have at most ${field.max} characters; this has ${text.length}.`;
  return null;
}

export function formFaults(fields: readonly FormField[], values: FieldValues): Faults {
  const faults: Record<string, string> = {};
  for (const field of editable(fields)) {
    const fault = fieldFault(field, values[field.id]);
    if (fault !== null) faults[field.id] = fault;
  }
  return faults;
}

/** The variables to send. An emptied field sends null; what only shows data is not sent back. */
export function variablesOf(fields: readonly FormField[], values: FieldValues): JsonObject {
  return Object.fromEntries(editable(fields).map((field) => [field.id, variableOf(field, values[field.id])]));
}

function variableOf(field: FormField, value: FieldValue | undefined): JsonValue {
  if (value === undefined || value === '') return null;
  return field.type === 'number' && typeof value === 'string' ? Number(value) : value;
}
