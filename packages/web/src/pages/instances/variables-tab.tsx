import { TextInput } from '@mantine/core';
import type { JsonObject } from '@wbpm/contract';
import { useState } from 'react';
import { JsonValueView } from '../../components/json-value-view.tsx';
import table from '../../ui/table.module.css';
import classes from './variables-tab.module.css';

const searchFrom = 8;

export function VariablesTab({ variables }: { readonly variables: JsonObject }) {
  const [query, setQuery] = useState('');
  const all = Object.entries(variables);
  const shown = all.filter(([name]) => name.toLowerCase().includes(query.toLowerCase()));
  if (all.length === 0) return <p className={classes.none}>This instance has no variables.</p>;
  return (
    <>
      {all.length < searchFrom ? null : (
        <TextInput
          className={classes.search}
          aria-label="Search variables"
          placeholder="Search by name"
          value={query}
          onChange={(event) => setQuery(event.currentTarget.value)}
        />
      )}
      <table className={table.table}>
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Type</th>
            <th scope="col">Value</th>
          </tr>
        </thead>
        <tbody>
          {shown.map(([name, value]) => (
            <tr key={name}>
              <td>
                <code>{name}</code>
              </td>
              <td className={table.quiet}>{typeWord(value)}</td>
              <td className={`${table.wrap} ${classes.value}`}>
                <JsonValueView value={value} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {shown.length === 0 ? <p className={classes.none}>No variable is named like “{query}”.</p> : null}
    </>
  );
}

function typeWord(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'list';
  return typeof value === 'string' ? 'text' : typeof value;
}
