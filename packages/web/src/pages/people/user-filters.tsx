import { NativeSelect, TextInput } from '@mantine/core';
import { useDebouncedCallback, useMediaQuery } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { Segments } from '../../ui/segments.tsx';
import classes from './list.module.css';
import type { UsersSearch } from './people-search.ts';

interface UserFiltersProps {
  readonly q: UsersSearch['q'] | undefined;
  readonly status: UsersSearch['status'] | undefined;
  readonly onChange: (filter: Pick<UsersSearch, 'q' | 'status'>) => void;
}

const choices = [
  { value: 'all', label: 'All' },
  { value: 'active', label: 'Active' },
  { value: 'disabled', label: 'Disabled' },
] as const;

/** Each filter leaves the other as it is. */
export function UserFilters({ q, status, onChange }: UserFiltersProps) {
  const wide = useMediaQuery('(min-width: 48em)', false, { getInitialValueInEffect: false });
  const [text, setText] = useState(q ?? '');
  useEffect(() => setText(q ?? ''), [q]);
  const ofStatus = status === undefined ? {} : { status };
  const search = useDebouncedCallback(
    (wanted: string) => onChange(wanted === '' ? ofStatus : { ...ofStatus, q: wanted }),
    250,
  );
  const chosen = status ?? 'all';
  const choose = (wanted: string) => {
    const next = choices.find((choice) => choice.value === wanted)?.value ?? 'all';
    onChange({ ...(q === undefined ? {} : { q }), ...(next === 'all' ? {} : { status: next }) });
  };
  return (
    <search className={classes.filters} aria-label="Filter users">
      <TextInput
        className={classes.search}
        aria-label="Search users"
        placeholder="Id or name"
        leftSection={<IconSearch size={16} stroke={1.5} aria-hidden />}
        data-page-filter
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          search(event.currentTarget.value.trim());
        }}
      />
      {wide ? (
        <Segments label="Status" value={chosen} segments={choices} onChange={choose} />
      ) : (
        <NativeSelect
          aria-label="Status"
          data={choices.map(({ value, label }) => ({ value, label }))}
          value={chosen}
          onChange={(event) => choose(event.currentTarget.value)}
        />
      )}
    </search>
  );
}
