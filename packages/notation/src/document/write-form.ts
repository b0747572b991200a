import type { ModdleElement } from '../moddle.ts';
import type { Form } from './form.ts';
import { make, type Writing } from './writing.ts';

export function writeForm(form: Form | undefined, writing: Writing): readonly ModdleElement[] {
  if (form === undefined) return [];
  const fields = form.fields.map((field) => {
    const options = (field.options ?? []).map((option) =>
      make(writing, 'apg:Option', typeof option === 'string' ? { value: option } : option),
    );
    return make(writing, 'apg:Field', {
      id: field.id,
      label: field.label,
      type: field.type,
      required: field.required,
      readonly: field.readonly,
      defaultValue: textOf(field.default_value),
      min: textOf(field.min),
      max: textOf(field.max),
      options,
    });
  });
  return [make(writing, 'apg:Form', { fields })];
}

function textOf(value: string | number | boolean | undefined): string | null {
  return value === undefined ? null : String(value);
}
