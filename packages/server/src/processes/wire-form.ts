import type { Form as WireForm } from '@wbpm/contract';
import type { Form } from '@wbpm/engine';

/** A form as clients draw it. `key` is the resolved key of a form that lives elsewhere. */
export function wireForm(form: Form | null, key: string | null): WireForm | undefined {
  if (form === null) return undefined;
  switch (form.kind) {
    case 'fields':
      return {
        fields: form.fields.map((field) => ({
          id: field.id,
          label: field.label,
          type: field.type,
          required: field.required,
          readonly: field.readonly,
          options: field.options.map((option) => ({ ...option })),
          default_value: field.defaultValue,
          min: field.min,
          max: field.max,
        })),
      };
    case 'key':
      return { key: key ?? form.key.source };
  }
}
