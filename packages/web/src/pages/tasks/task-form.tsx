import { Button, Tooltip } from '@mantine/core';
import type { JsonObject, TaskDetail } from '@wbpm/contract';
import { type KeyboardEvent, type SubmitEvent, useRef } from 'react';
import { useClaimTask, useCompleteTask, useUnclaimTask } from '../../api/changes.ts';
import { type Failure, failureOf, variableFaults } from '../../api/errors.ts';
import { currentUser } from '../../api/me.ts';
import { GeneratedForm } from '../../forms/generated-form.tsx';
import { VariablesEditor } from '../../forms/variables-editor.tsx';
import { Notice } from '../../ui/notice.tsx';
import { clockTime } from '../../words/moments.ts';
import { DraftNotice } from './draft-notice.tsx';
import classes from './task-form.module.css';
import { useTaskInput } from './task-input.ts';
import { TaskTaken } from './task-taken.tsx';

interface TaskFormProps {
  readonly task: TaskDetail;
  readonly onDone: () => void;
}

/** The form of one task, with claim and complete. What is typed survives whatever happens to the task. */
export function TaskForm({ task, onDone }: TaskFormProps) {
  const input = useTaskInput(task);
  const claim = useClaimTask();
  const giveBack = useUnclaimTask();
  const complete = useCompleteTask();
  const form = useRef<HTMLFormElement>(null);
  const taken = task.status !== 'active' || (task.assignee !== null && task.assignee !== currentUser());
  const refusal = complete.error ?? claim.error ?? giveBack.error;
  const failure = refusal === null ? null : failureOf(refusal);

  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const variables = input.collect();
    if (variables === null) {
      requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
      return;
    }
    void send(variables);
  };

  // Awaited rather than given as callbacks: the answer counts even when the page has moved on by then.
  const send = async (variables: JsonObject) => {
    try {
      await complete.mutateAsync({ taskId: task.task_id, variables });
    } catch (cause) {
      input.fields.object(variableFaults(failureOf(cause).findings));
      return;
    }
    input.draft.discard();
    onDone();
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.metaKey || event.ctrlKey)) return;
    event.preventDefault();
    form.current?.requestSubmit();
  };

  return (
    <form ref={form} className={classes.form} onSubmit={submit} onKeyDown={onKeyDown} noValidate>
      {taken && !complete.isPending && !complete.isSuccess ? <TaskTaken task={task} /> : null}
      {!taken && input.draft.found !== null ? (
        <DraftNotice
          savedAt={input.draft.found.savedAt}
          onRestore={input.draft.restore}
          onDiscard={input.draft.discard}
        />
      ) : null}
      {input.hasForm ? (
        <GeneratedForm state={input.fields} disabled={taken} />
      ) : (
        <VariablesEditor rows={input.rows} onChange={input.setRows} disabled={taken} />
      )}
      {failure === null ? null : (
        <Notice tone="danger">
          <strong>{headline(failure, complete.isError)}</strong> {failure.message}{' '}
          {failure.kind === 'conflict' ? 'What you entered is kept here.' : ''}
        </Notice>
      )}
      {taken ? null : (
        <footer className={classes.footer}>
          <span className={classes.saved} role="status">
            {input.draft.savedAt === null ? '' : `Draft saved ${clockTime(input.draft.savedAt)}`}
          </span>
          {task.assignee === null ? (
            <Button variant="default" loading={claim.isPending} onClick={() => claim.mutate(task.task_id)}>
              Claim
            </Button>
          ) : (
            <Button
              variant="default"
              loading={giveBack.isPending}
              onClick={() => giveBack.mutate(task.task_id)}
            >
              Give back
            </Button>
          )}
          <Tooltip label="Ctrl Enter">
            <Button type="submit" loading={complete.isPending}>
              Complete
            </Button>
          </Tooltip>
        </footer>
      )}
    </form>
  );
}

function headline(failure: Failure, completing: boolean): string {
  if (failure.kind === 'conflict') return 'Somebody else was faster.';
  return completing ? 'Not completed.' : 'Not changed.';
}
