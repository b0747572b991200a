import { TextInput } from '@mantine/core';

interface FieldProps {
  readonly label: string;
  readonly value: string;
  readonly error: string | undefined;
  readonly onChange: (value: string) => void;
}

interface IdFieldProps extends FieldProps {
  readonly description?: string;
  /** The first field of a form. */
  readonly first?: boolean;
}

/** An id somebody makes up: typed as it is, without the help of the browser. */
export function IdField({ description, first = false, onChange, ...field }: IdFieldProps) {
  return (
    <TextInput
      {...field}
      {...(description === undefined ? {} : { description })}
      {...(first ? { 'data-autofocus': true } : {})}
      required
      withAsterisk={false}
      autoComplete="off"
      autoCapitalize="none"
      spellCheck={false}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

interface NameFieldProps extends Omit<FieldProps, 'label'> {
  readonly label?: string;
  readonly required?: boolean;
}

/** What something is called. */
export function NameField({ label = 'Name', required = false, onChange, ...field }: NameFieldProps) {
  return (
    <TextInput
      {...field}
      label={label}
      required={required}
      withAsterisk={false}
      autoComplete="off"
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
