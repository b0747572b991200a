import { Checkbox, TextInput } from '@mantine/core';
import { useState } from 'react';
import classes from './pick-list.module.css';

export interface Pick {
  readonly value: string;
  readonly label: string;
  readonly hint?: string;
  /** Why it cannot be picked, or taken away. */
  readonly fixed?: string | undefined;
}

interface PickListProps {
  readonly label: string;
  readonly description?: string | undefined;
  readonly picks: readonly Pick[];
  readonly value: readonly string[];
  readonly error?: string | undefined;
  readonly onChange: (value: string[]) => void;
  /** Said where there is nothing to pick. */
  readonly none: string;
}

/** More than these are searched in. */
const fewEnough = 8;

/** Any number out of a list, all of them to be seen. */
export function PickList({ label, description, picks, value, error, onChange, none }: PickListProps) {
  const [query, setQuery] = useState('');
  const wanted = query.trim().toLowerCase();
  const shown = picks.filter((pick) => `${pick.label} ${pick.value}`.toLowerCase().includes(wanted));
  return (
    <Checkbox.Group
      label={label}
      description={description}
      error={error}
      value={[...value]}
      onChange={onChange}
    >
      <div className={classes.box}>
        {picks.length > fewEnough ? (
          <TextInput
            variant="unstyled"
            className={classes.filter}
            aria-label={`Filter ${label.toLowerCase()}`}
            placeholder="Filter"
            value={query}
            onChange={(event) => setQuery(event.currentTarget.value)}
          />
        ) : null}
        {shown.length === 0 ? (
          <p className={classes.none}>{picks.length === 0 ? none : `Nothing matches “${query}”.`}</p>
        ) : (
          <div className={classes.picks}>
            {shown.map((pick) => (
              <Checkbox
                key={pick.value}
                value={pick.value}
                label={pick.label}
                description={pick.fixed ?? pick.hint}
                classNames={{ description: classes.hint }}
                disabled={pick.fixed !== undefined}
              />
            ))}
          </div>
        )}
      </div>
    </Checkbox.Group>
  );
}
