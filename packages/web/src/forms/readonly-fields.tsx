import type { FormField } from '@wbpm/contract';
import { Facts } from '../ui/facts.tsx';
import { calendarDay } from '../words/moments.ts';
import type { FieldValue, FieldValues } from './field-values.ts';
import classes from './readonly-fields.module.css';

/** What a form shows without asking: facts, not greyed inputs. */
export function ReadonlyFields({
  fields,
  values,
}: {
  readonly fields: readonly FormField[];
  readonly values: FieldValues;
}) {
  const facts = fields
    .filter((field) => field.readonly)
    .map((field) => ({ term: field.label, value: factWords(field, values[field.id]) }));
  if (facts.length === 0) return null;
  return (
    <div className={classes.facts}>
      <Facts facts={facts} />
    </div>
  );
}

function factWords(field: FormField, value: FieldValue | undefined): string {
  if (value === undefined || value === null || value === '') return '–';
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  if (field.type === 'date') return calendarDay(value);
  return field.options.find((option) => option.value === value)?.label ?? value;
}
