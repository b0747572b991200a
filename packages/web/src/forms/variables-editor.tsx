import { ActionIcon, Button, NativeSelect, Textarea, TextInput, Tooltip } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { Segments } from '../ui/segments.tsx';
import {
  emptyRow,
  parseVariables,
  rowFault,
  rowsOf,
  type VariableRow,
  type VariableType,
  variablesOfRows,
} from './variable-rows.ts';
import classes from './variables-editor.module.css';

interface VariablesEditorProps {
  readonly rows: readonly VariableRow[];
  readonly onChange: (rows: readonly VariableRow[]) => void;
  readonly disabled?: boolean;
}

const types: readonly { readonly value: VariableType; readonly label: string }[] = [
  { value: 'text', label: 'Text' },
  { value: 'number', label: 'Number' },
  { value: 'boolean', label: 'Yes or no' },
  { value: 'json', label: 'JSON' },
];

/** Variables by name, type and value, or as one JSON object. */
export function VariablesEditor({ rows, onChange, disabled = false }: VariablesEditorProps) {
  const [view, setView] = useState<'list' | 'json'>('list');
  const [text, setText] = useState('');
  const fault = view === 'json' ? parseVariables(text).fault : null;

  const show = (next: 'list' | 'json') => {
    if (next === 'json') setText(JSON.stringify(variablesOfRows(rows), null, 2));
    if (next === 'list' && fault !== null) return;
    setView(next);
  };

  return (
    <div className={classes.editor}>
      <Segments
        label="How to enter variables"
        value={view}
        segments={[
          { value: 'list', label: 'Fields' },
          { value: 'json', label: 'JSON' },
        ]}
        onChange={show}
      />
      {view === 'json' ? (
        <Textarea
          label="Variables as JSON"
          classNames={{ input: classes.json }}
          rows={10}
          value={text}
          error={fault}
          disabled={disabled}
          onChange={(event) => {
            const typed = event.currentTarget.value;
            setText(typed);
            const { variables } = parseVariables(typed);
            if (variables !== null) onChange(rowsOf(variables));
          }}
        />
      ) : (
        <>
          {rows.length === 0 ? <p className={classes.none}>No variables yet.</p> : null}
          {rows.map((row) => (
            <Row
              key={row.key}
              row={row}
              fault={rowFault(row, rows)}
              disabled={disabled}
              onChange={(next) => onChange(rows.map((each) => (each.key === row.key ? next : each)))}
              onRemove={() => onChange(rows.filter((each) => each.key !== row.key))}
            />
          ))}
          <Button
            variant="default"
            disabled={disabled}
            leftSection={<IconPlus size={16} stroke={1.5} aria-hidden />}
            onClick={() => onChange([...rows, emptyRow(rows)])}
            className={classes.add}
          >
            Add variable
          </Button>
        </>
      )}
    </div>
  );
}

interface RowProps {
  readonly row: VariableRow;
  readonly fault: string | null;
  readonly disabled: boolean;
  readonly onChange: (row: VariableRow) => void;
  readonly onRemove: () => void;
}

function Row({ row, fault, disabled, onChange, onRemove }: RowProps) {
  const named = row.name === '' ? 'new variable' : row.name;
  return (
    <fieldset className={classes.row} aria-label={`Variable ${named}`}>
      <TextInput
        aria-label="Name"
        placeholder="Name"
        value={row.name}
        disabled={disabled}
        onChange={(event) => onChange({ ...row, name: event.currentTarget.value })}
      />
      <NativeSelect
        aria-label={`Type of ${named}`}
        data={[...types]}
        value={row.type}
        disabled={disabled}
        onChange={(event) => {
          const type = types.find((each) => each.value === event.currentTarget.value)?.value ?? 'text';
          onChange({ ...row, type, text: type === 'boolean' && row.text !== 'true' ? 'false' : row.text });
        }}
      />
      {row.type === 'boolean' ? (
        <NativeSelect
          aria-label={`Value of ${named}`}
          data={[
            { value: 'true', label: 'Yes' },
            { value: 'false', label: 'No' },
          ]}
          value={row.text}
          disabled={disabled}
          onChange={(event) => onChange({ ...row, text: event.currentTarget.value })}
        />
      ) : (
        <TextInput
          aria-label={`Value of ${named}`}
          placeholder="Value"
          value={row.text}
          disabled={disabled}
          onChange={(event) => onChange({ ...row, text: event.currentTarget.value })}
        />
      )}
      <Tooltip label={`Remove ${named}`}>
        <ActionIcon
          variant="subtle"
          size="var(--control)"
          aria-label={`Remove ${named}`}
          disabled={disabled}
          onClick={onRemove}
        >
          <IconTrash size={16} stroke={1.5} />
        </ActionIcon>
      </Tooltip>
      {fault === null ? null : (
        <p className={classes.fault} role="alert">
          {fault}
        </p>
      )}
    </fieldset>
  );
}
