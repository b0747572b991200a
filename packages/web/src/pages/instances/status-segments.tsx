import { useMediaQuery } from '@mantine/hooks';
import { Segments } from '../../ui/segments.tsx';
import { type StatusChoiceProps, StatusSelect } from './status-select.tsx';
import { statusChoices } from './status-words.ts';

/** All states side by side; a select where there is no room for that. */
export function StatusSegments({ value, onChange }: StatusChoiceProps) {
  const wide = useMediaQuery('(min-width: 64em)', false, { getInitialValueInEffect: false });
  if (!wide) return <StatusSelect value={value} onChange={onChange} />;
  return (
    <Segments
      label="Status"
      value={value ?? 'all'}
      segments={[{ value: 'all' as const, label: 'All' }, ...statusChoices]}
      onChange={(chosen) => onChange(chosen === 'all' ? undefined : chosen)}
    />
  );
}
