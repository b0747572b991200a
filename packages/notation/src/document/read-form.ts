import type { FormField as ModelField, Form as ModelForm } from '@wbpm/engine';
import type { ExpressionText } from './expression-text.ts';
import type { Form, FormField } from './form.ts';
import { given, onlyIf } from './reading.ts';
import { expressionTextOf } from './written-text.ts';

/** A form of our own, or the key of another. */
export function formFrom(form: ModelForm | null): {
  readonly form: Form | undefined;
  readonly form_key: ExpressionText | undefined;
} {
  if (form === null) return { form: undefined, form_key: undefined };
  if (form.kind === 'key') return { form: undefined, form_key: expressionTextOf(form.key) };
  return { form: { fields: form.fields.map(fieldFrom) }, form_key: undefined };
}

function fieldFrom(field: ModelField): FormField {
  const { id, label, type, options, defaultValue, min, max } = field;
  const isValue =
    typeof defaultValue === 'string' || typeof defaultValue === 'number' || typeof defaultValue === 'boolean';
  return given({
    id,
    label: label === id ? undefined : label,
    type: type === 'string' ? undefined : type,
    required: onlyIf(field.required),
    readonly: onlyIf(field.readonly),
    options:
      options.length === 0
        ? undefined
        : options.map((option) => (option.label === option.value ? option.value : { ...option })),
    default_value: isValue ? defaultValue : undefined,
    min: min ?? undefined,
    max: max ?? undefined,
  });
}
