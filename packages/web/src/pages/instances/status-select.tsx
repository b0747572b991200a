import { NativeSelect } from '@mantine/core';
import { type StatusFilter, statusFilters } from './instances-search.ts';
import { statusChoices } from './status-words.ts';

export interface StatusChoiceProps {
  readonly value: StatusFilter | undefined;
  readonly onChange: (value: StatusFilter | undefined) => void;
}

export function StatusSelect({ value, onChange }: StatusChoiceProps) {
  return (
    <NativeSelect
      aria-label="Status"
      data={[{ value: 'all', label: 'All states' }, ...statusChoices]}
      value={value ?? 'all'}
      onChange={(event) => onChange(statusFilters.find((status) => status === event.currentTarget.value))}
    />
  );
}
