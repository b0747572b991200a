import type { FormField, JsonObject, TaskDetail } from '@wbpm/contract';
import { useState } from 'react';
import { currentUser } from '../../api/me.ts';
import type { Draft } from '../../forms/drafts.ts';
import { type FieldValues, variablesOf } from '../../forms/field-values.ts';
import { useDraft } from '../../forms/use-draft.ts';
import { type Fields, isFieldValues, useFields } from '../../forms/use-fields.ts';
import {
  changedVariables,
  rowFault,
  rowsOf,
  type VariableRow,
  type VariableType,
  variablesOfRows,
} from '../../forms/variable-rows.ts';

interface TaskValues {
  readonly fields: FieldValues;
  readonly rows: readonly VariableRow[];
}

export interface TaskInput {
  readonly hasForm: boolean;
  readonly fields: Fields;
  readonly rows: readonly VariableRow[];
  readonly setRows: (rows: readonly VariableRow[]) => void;
  /** The variables to send, or null while something in the form is wrong; then it shows. */
  readonly collect: () => JsonObject | null;
  readonly draft: {
    readonly found: Draft<TaskValues> | null;
    readonly savedAt: number | null;
    readonly restore: () => void;
    readonly discard: () => void;
  };
}

/**
 * What somebody enters into a task. Read from the task once: later news of the task never overwrite what
 * is being typed.
 */
export function useTaskInput(task: TaskDetail): TaskInput {
  const [formFields] = useState(() => fieldsOf(task));
  const [before] = useState(task.variables);
  const fields = useFields(formFields, before);
  const [rows, setRows] = useState<readonly VariableRow[]>(() => rowsOf(before));
  const [rowsTouched, setRowsTouched] = useState(false);
  const hasForm = formFields.length > 0;
  const values: TaskValues = { fields: fields.values, rows: hasForm ? [] : rows };
  const draft = useDraft(
    `${currentUser()}.task.${task.task_id}`,
    values,
    fields.dirty || rowsTouched,
    isTaskValues,
  );

  const changeRows = (next: readonly VariableRow[]) => {
    setRows(next);
    setRowsTouched(true);
  };

  return {
    hasForm,
    fields,
    rows,
    setRows: changeRows,
    collect: () => {
      if (hasForm) return fields.check() ? variablesOf(formFields, fields.values) : null;
      return rows.some((row) => rowFault(row, rows) !== null)
        ? null
        : changedVariables(before, variablesOfRows(rows));
    },
    draft: {
      found: draft.found,
      savedAt: draft.savedAt,
      restore: () => {
        if (draft.found !== null) {
          fields.replace(draft.found.values.fields);
          if (!hasForm) changeRows(draft.found.values.rows);
        }
        draft.settle();
      },
      discard: draft.discard,
    },
  };
}

export function fieldsOf(task: Pick<TaskDetail, 'form'>): readonly FormField[] {
  return task.form !== undefined && 'fields' in task.form ? task.form.fields : [];
}

const rowTypes: readonly VariableType[] = ['text', 'number', 'boolean', 'json'];

function isTaskValues(candidate: unknown): candidate is TaskValues {
  if (typeof candidate !== 'object' || candidate === null) return false;
  if (!('fields' in candidate) || !('rows' in candidate)) return false;
  const { fields, rows } = candidate;
  return isFieldValues(fields) && Array.isArray(rows) && rows.every(isVariableRow);
}

function isVariableRow(candidate: unknown): candidate is VariableRow {
  if (typeof candidate !== 'object' || candidate === null) return false;
  if (!('key' in candidate && 'name' in candidate && 'type' in candidate && 'text' in candidate))
    return false;
  const { key, name, type, text } = candidate;
  return (
    typeof key === 'number' &&
    typeof name === 'string' &&
    typeof text === 'string' &&
    rowTypes.some((each) => each === type)
  );
}
