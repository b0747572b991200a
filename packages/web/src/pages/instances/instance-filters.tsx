import { NativeSelect, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import type { ProcessSummary } from '@wbpm/contract';
import { useEffect, useState } from 'react';
import classes from './instance-filters.module.css';
import type { InstancesSearch } from './instances-search.ts';
import { StatusSegments } from './status-segments.tsx';

interface InstanceFiltersProps {
  readonly search: InstancesSearch;
  readonly processes: readonly ProcessSummary[];
  readonly onChange: (search: InstancesSearch) => void;
}

/** Each filter leaves the others as they are. */
export function InstanceFilters({ search, processes, onChange }: InstanceFiltersProps) {
  const [key, setKey] = useState(search.key ?? '');
  useEffect(() => setKey(search.key ?? ''), [search.key]);
  const searchKey = useDebouncedCallback((text: string) => {
    const { key: _before, ...others } = search;
    onChange(text === '' ? others : { ...others, key: text });
  }, 250);

  return (
    <search className={classes.filters} aria-label="Filter instances">
      <StatusSegments
        value={search.status}
        onChange={(status) => {
          const { status: _before, ...others } = search;
          onChange(status === undefined ? others : { ...others, status });
        }}
      />
      <NativeSelect
        aria-label="Process"
        data={[
          { value: '', label: 'All processes' },
          ...processes.map((process) => ({ value: process.process_id, label: process.name })),
        ]}
        value={search.process ?? ''}
        onChange={(event) => {
          const { process: _before, ...others } = search;
          const process = event.currentTarget.value;
          onChange(process === '' ? others : { ...others, process });
        }}
      />
      <TextInput
        aria-label="Business key"
        placeholder="Business key"
        leftSection={<IconSearch size={16} stroke={1.5} aria-hidden />}
        data-page-filter
        value={key}
        onChange={(event) => {
          setKey(event.currentTarget.value);
          searchKey(event.currentTarget.value.trim());
        }}
      />
    </search>
  );
}
