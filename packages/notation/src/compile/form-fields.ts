import type { FormField, FormOption, Json } from '@wbpm/engine';
import { errorAt, type Report, warningAt } from '../finding.ts';
import { childOf, childrenOf, flagOf, type ModdleElement, textOf } from '../moddle.ts';
import { checkedVariable } from './variable-name.ts';

type FieldType = FormField['type'];

const apgTypes: ReadonlyMap<string, FieldType> = new Map<string, FieldType>([
  ['string', 'string'],
  ['text', 'text'],
  ['number', 'number'],
  ['boolean', 'boolean'],
  ['date', 'date'],
  ['select', 'select'],
]);

const camundaTypes: ReadonlyMap<string, FieldType> = new Map<string, FieldType>([
  ['string', 'string'],
  ['long', 'number'],
  ['double', 'number'],
  ['boolean', 'boolean'],
  ['date', 'date'],
  ['enum', 'select'],
]);

/** A field as written, before its texts are understood. */
interface WrittenField {
  readonly id: string;
  readonly label: string;
  readonly type: string;
  readonly required: boolean;
  readonly readonly: boolean;
  readonly options: readonly FormOption[];
  readonly defaultValue: string | null;
  readonly min: string | null;
  readonly max: string | null;
}

export function apgFields(form: ModdleElement, elementId: string, report: Report): readonly FormField[] {
  const written = childrenOf(form, 'fields').map(
    (field): WrittenField => ({
      id: textOf(field, 'id') ?? '',
      label: textOf(field, 'label') ?? textOf(field, 'id') ?? '',
      type: textOf(field, 'type') ?? 'string',
      required: flagOf(field, 'required'),
      readonly: flagOf(field, 'readonly'),
      options: childrenOf(field, 'options').map((option) => optionOf(option, 'value', 'label')),
      defaultValue: textOf(field, 'defaultValue'),
      min: textOf(field, 'min'),
      max: textOf(field, 'max'),
    }),
  );
  return understand(written, apgTypes, elementId, report);
}

const camundaConstraints: ReadonlySet<string> = new Set(['required', 'readonly', 'min', 'max']);

export function camundaFields(form: ModdleElement, elementId: string, report: Report): readonly FormField[] {
  const written = childrenOf(form, 'fields').map((field): WrittenField => {
    const id = textOf(field, 'id') ?? '';
    const validation = childOf(field, 'validation');
    const constraints = new Map<string, string>();
    for (const constraint of validation === null ? [] : childrenOf(validation, 'constraints')) {
      const name = textOf(constraint, 'name') ?? '';
      constraints.set(name, textOf(constraint, 'config') ?? 'true');
      if (camundaConstraints.has(name)) continue;
      const message = `Expected one of the constraints required, readonly, min and max, but found '${name}' on the form field '${id}'; it has no effect here`;
      report(warningAt(elementId, 'ignored-extension', message));
    }
    return {
      id,
      label: textOf(field, 'label') ?? id,
      type: textOf(field, 'type') ?? '',
      required: constraints.get('required') === 'true',
      readonly: constraints.get('readonly') === 'true',
      options: childrenOf(field, 'values').map((option) => optionOf(option, 'id', 'name')),
      defaultValue: textOf(field, 'defaultValue'),
      min: constraints.get('min') ?? null,
      max: constraints.get('max') ?? null,
    };
  });
  return understand(written, camundaTypes, elementId, report);
}

function optionOf(option: ModdleElement, valueProperty: string, labelProperty: string): FormOption {
  const value = textOf(option, valueProperty) ?? '';
  return { value, label: textOf(option, labelProperty) ?? value };
}

const fieldLimit = 500;

function understand(
  written: readonly WrittenField[],
  types: ReadonlyMap<string, FieldType>,
  elementId: string,
  report: Report,
): readonly FormField[] {
  if (written.length > fieldLimit) {
    report(formError(elementId, `Expected at most ${fieldLimit} form fields, but found ${written.length}`));
  }
  const seen = new Set<string>();
  return written.flatMap((field) => {
    if (checkedVariable(field.id, 'the id of a form field', elementId, report) === null) return [];
    if (seen.has(field.id)) {
      report(formError(elementId, `Expected every form field once, but found '${field.id}' again`));
    }
    seen.add(field.id);
    const type = types.get(field.type);
    if (type === undefined) {
      const allowed = [...types.keys()].join(', ');
      const message = `Expected the type of the form field '${field.id}' to be one of ${allowed}, but found '${field.type}'`;
      report(formError(elementId, message));
      return [];
    }
    return understandField(field, type, elementId, report);
  });
}

function understandField(field: WrittenField, type: FieldType, elementId: string, report: Report): FormField {
  const number = (text: string | null, what: string) => {
    if (text === null || Number.isFinite(Number(text))) return text === null ? null : Number(text);
    const message = `Expected ${what} of the form field '${field.id}' to be a number, but found '${text}'`;
    report(formError(elementId, message));
    return null;
  };
  const min = number(field.min, 'min');
  const max = number(field.max, 'max');
  if (min !== null && max !== null && min > max) {
    const message = `Expected min of the form field '${field.id}' not to exceed max, but found ${min} and ${max}`;
    report(formError(elementId, message));
  }
  if (type === 'select' && field.options.length === 0) {
    const message = `Expected the form field '${field.id}' to offer options, but found none`;
    report(formError(elementId, message));
  }
  const text = field.defaultValue;
  if (text !== null && /[$#]\{/.test(text)) {
    const message = `Expected the default of the form field '${field.id}' to be a value, but found the expression '${text}'`;
    report(formError(elementId, message));
  }
  const defaultValue: Json =
    type === 'number'
      ? number(text, 'the default')
      : type === 'boolean' && text !== null
        ? text === 'true'
        : text;
  return { ...field, type, min, max, defaultValue };
}

function formError(elementId: string, message: string) {
  return errorAt(elementId, 'form-field', message);
}
