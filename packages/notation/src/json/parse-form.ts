import type { JsonField, JsonForm } from './json-process.ts';
import {
  flagIn,
  itemIn,
  type JsonItem,
  type JsonPlace,
  listIn,
  placeOf,
  requiredTextIn,
  textIn,
  textOfItem,
  warnOfUnknownKeys,
} from './json-reader.ts';

/** The keys `form` and `form_key` of an activity. */
export function parseForm(activity: JsonPlace): JsonForm {
  const key = textIn(activity, 'form_key');
  const item = itemIn(activity, 'form');
  const form = item.value === undefined ? null : placeOf(item, activity.report);
  if (form === null) return { fields: [], key };
  warnOfUnknownKeys(form, ['fields']);
  return { fields: listIn(form, 'fields').flatMap((field) => parseField(field, form)), key };
}

const fieldKeys = ['id', 'label', 'type', 'required', 'readonly', 'default_value', 'min', 'max', 'options'];

function parseField(item: JsonItem, form: JsonPlace): readonly JsonField[] {
  const place = placeOf(item, form.report);
  if (place === null) return [];
  warnOfUnknownKeys(place, fieldKeys);
  const id = requiredTextIn(place, 'id');
  if (id === null) return [];
  return [
    {
      id,
      label: textIn(place, 'label'),
      type: textIn(place, 'type') ?? 'string',
      required: flagIn(place, 'required'),
      readonly: flagIn(place, 'readonly'),
      defaultValue: textIn(place, 'default_value'),
      min: textIn(place, 'min'),
      max: textIn(place, 'max'),
      options: listIn(place, 'options').flatMap((option) => parseOption(option, place)),
    },
  ];
}

/** An option is a text, or a value with the label to show for it. */
function parseOption(item: JsonItem, field: JsonPlace): JsonField['options'] {
  if (typeof item.value !== 'object') {
    const text = textOfItem(item, field.report);
    return text === null ? [] : [{ value: text, label: text }];
  }
  const place = placeOf(item, field.report);
  const value = place === null ? null : textIn(place, 'value');
  if (place === null || value === null) return [];
  return [{ value, label: textIn(place, 'label') ?? value }];
}
