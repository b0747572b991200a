import { Checkbox, Group, NativeSelect, Radio, Textarea, TextInput } from '@mantine/core';
import type { FormField } from '@wbpm/contract';
import classes from './field-input.module.css';
import type { FieldValue } from './field-values.ts';

interface FieldInputProps {
  readonly field: FormField;
  readonly value: FieldValue;
  readonly fault: string | undefined;
  readonly disabled: boolean;
  /** Where typing begins when the form opens in a sheet. */
  readonly first: boolean;
  readonly onChange: (value: FieldValue) => void;
  readonly onLeave: () => void;
}

export function fieldInputId(field: FormField): string {
  return `field-${field.id}`;
}

/** One input, by the type of its field. Whether it is required is said in words. */
export function FieldInput({ field, value, fault, disabled, first, onChange, onLeave }: FieldInputProps) {
  const id = fieldInputId(field);
  if (field.type === 'boolean') {
    return <YesNo {...{ field, value, fault, disabled, first, onChange, onLeave }} />;
  }
  const common = {
    id,
    label: labelOf(field),
    description: hintOf(field),
    value: typeof value === 'string' ? value : '',
    error: fault,
    disabled,
    'aria-required': field.required,
    onBlur: onLeave,
    autoComplete: 'off',
    'data-autofocus': first || undefined,
  };
  if (field.type === 'text') {
    return <Textarea {...common} rows={4} onChange={(event) => onChange(event.currentTarget.value)} />;
  }
  if (field.type === 'select') {
    return (
      <NativeSelect
        {...common}
        data={[{ value: '', label: 'Choose' }, ...field.options]}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    );
  }
  return (
    <TextInput
      {...common}
      type={field.type === 'date' ? 'date' : 'text'}
      inputMode={field.type === 'number' ? 'decimal' : undefined}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

/** A question that must be answered starts without an answer; an optional one is a plain tick. */
function YesNo({ field, value, fault, disabled, onChange, onLeave }: FieldInputProps) {
  const id = fieldInputId(field);
  if (!field.required) {
    return (
      <Checkbox
        id={id}
        label={field.label}
        checked={value === true}
        error={fault}
        disabled={disabled}
        onBlur={onLeave}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
    );
  }
  return (
    <Radio.Group
      label={labelOf(field)}
      value={value === null ? '' : String(value)}
      error={fault}
      onBlur={onLeave}
      onChange={(choice) => onChange(choice === 'true')}
    >
      <Group gap="lg" mt={4}>
        <Radio id={id} value="true" label="Yes" disabled={disabled} />
        <Radio value="false" label="No" disabled={disabled} />
      </Group>
    </Radio.Group>
  );
}

function labelOf(field: FormField) {
  if (!field.required) return field.label;
  return (
    <>
      {field.label} <span className={classes.required}>required</span>
    </>
  );
}

function hintOf(field: FormField): string | undefined {
  if (field.type !== 'number') return undefined;
  const { min, max } = field;
  if (min !== null && max !== null) return `From ${min.toLocaleString()} to ${max.toLocaleString()}`;
  if (min !== null) return `At least ${min.toLocaleString()}`;
  return max === null ? undefined : `At most ${max.toLocaleString()}`;
}
