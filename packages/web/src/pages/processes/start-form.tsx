import { Button, TextInput } from '@mantine/core';
import type { ProcessDetail } from '@wbpm/contract';
import { type SubmitEvent, useState } from 'react';
import { useStartInstance } from '../../api/changes.ts';
import { failureOf, variableFaults } from '../../api/errors.ts';
import { variablesOf } from '../../forms/field-values.ts';
import { GeneratedForm } from '../../forms/generated-form.tsx';
import { useFields } from '../../forms/use-fields.ts';
import { rowFault, type VariableRow, variablesOfRows } from '../../forms/variable-rows.ts';
import { VariablesEditor } from '../../forms/variables-editor.tsx';
import { Notice } from '../../ui/notice.tsx';
import classes from './start-form.module.css';

interface StartFormProps {
  readonly process: ProcessDetail;
  readonly onStarted: (instanceId: string) => void;
}

/** The start form of the model; without one, any variables. */
export function StartForm({ process, onStarted }: StartFormProps) {
  const form = process.start_form;
  const fields = form !== undefined && 'fields' in form ? form.fields : [];
  const state = useFields(fields, {});
  const [rows, setRows] = useState<readonly VariableRow[]>([]);
  const [businessKey, setBusinessKey] = useState('');
  const start = useStartInstance();
  const withForm = fields.length > 0;
  const failure = start.isError ? failureOf(start.error) : null;

  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (withForm ? !state.check() : rows.some((row) => rowFault(row, rows) !== null)) return;
    const variables = withForm ? variablesOf(fields, state.values) : variablesOfRows(rows);
    start.mutate(
      { processId: process.definition_id, variables, businessKey: businessKey.trim() },
      {
        onSuccess: (started) => onStarted(started.instance_id),
        onError: (cause) => state.object(variableFaults(failureOf(cause).findings)),
      },
    );
  };

  return (
    <form className={classes.form} onSubmit={submit} noValidate>
      {withForm ? <GeneratedForm state={state} /> : <VariablesEditor rows={rows} onChange={setRows} />}
      <TextInput
        label="Business key (optional)"
        description="Your own name for this run, such as an order number"
        value={businessKey}
        autoComplete="off"
        onChange={(event) => setBusinessKey(event.currentTarget.value)}
      />
      {failure === null ? null : (
        <Notice tone="danger">
          <strong>Not started.</strong> {failure.message}
        </Notice>
      )}
      <Button type="submit" loading={start.isPending}>
        Start {process.name}
      </Button>
    </form>
  );
}
