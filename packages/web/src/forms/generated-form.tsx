import { ErrorSummary } from './error-summary.tsx';
import { FieldInput, fieldInputId } from './field-input.tsx';
import classes from './generated-form.module.css';
import { ReadonlyFields } from './readonly-fields.tsx';
import type { Fields } from './use-fields.ts';

interface GeneratedFormProps {
  readonly state: Fields;
  readonly disabled?: boolean;
}

/** The inputs a process model asks for, below what it only shows. */
export function GeneratedForm({ state, disabled = false }: GeneratedFormProps) {
  const items = state.fields.flatMap((field) => {
    const fault = state.faults[field.id];
    return fault === undefined ? [] : [{ target: fieldInputId(field), label: field.label, fault }];
  });
  return (
    <div className={classes.form}>
      <ReadonlyFields fields={state.fields} values={state.values} />
      <ErrorSummary items={items} />
      {state.fields
        .filter((field) => !field.readonly)
        .map((field, index) => (
          <FieldInput
            first={index === 0}
            key={field.id}
            field={field}
            value={state.values[field.id] ?? null}
            fault={state.faults[field.id]}
            disabled={disabled}
            onChange={(value) => state.set(field.id, value)}
            onLeave={() => state.leave(field.id)}
          />
        ))}
    </div>
  );
}
