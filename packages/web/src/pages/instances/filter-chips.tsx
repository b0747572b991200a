import { Button } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import type { ProcessSummary } from '@wbpm/contract';
import classes from './filter-chips.module.css';
import type { InstancesSearch } from './instances-search.ts';

interface FilterChipsProps {
  readonly search: InstancesSearch;
  readonly processes: readonly ProcessSummary[];
  readonly onChange: (search: InstancesSearch) => void;
}

/** The filters in force, each to be taken away, for a list that came out empty. */
export function FilterChips({ search, processes, onChange }: FilterChipsProps) {
  const { status, process, key } = search;
  const processName = processes.find((each) => each.process_id === process)?.name ?? process;
  const chips = [
    ...(status === undefined
      ? []
      : [{ label: `state is ${status}`, without: withoutPart(search, 'status') }]),
    ...(process === undefined
      ? []
      : [{ label: `process is ${processName}`, without: withoutPart(search, 'process') }]),
    ...(key === undefined ? [] : [{ label: `business key is ${key}`, without: withoutPart(search, 'key') }]),
  ];
  return (
    <div className={classes.chips}>
      {chips.map((chip) => (
        <Button
          key={chip.label}
          variant="default"
          radius="xl"
          rightSection={<IconX size={14} stroke={1.5} aria-hidden />}
          aria-label={`Remove filter: ${chip.label}`}
          onClick={() => onChange(chip.without)}
        >
          {chip.label}
        </Button>
      ))}
      <Button variant="subtle" onClick={() => onChange({})}>
        Clear filters
      </Button>
    </div>
  );
}

function withoutPart(search: InstancesSearch, part: keyof InstancesSearch): InstancesSearch {
  const { [part]: _removed, ...others } = search;
  return others;
}
