import type { TaskDetail } from '@wbpm/contract';
import { Notice } from '../../ui/notice.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';

/** Why a task cannot be worked on here, any more. */
export function TaskTaken({ task }: { readonly task: TaskDetail }) {
  if (task.status === 'completed') {
    return (
      <Notice tone="warning">
        {task.completed_by ?? 'Somebody'} completed this task{' '}
        {task.completed_at === null ? null : <TimeAgo at={task.completed_at} />}. What you entered is kept
        below, so that you can copy it.
      </Notice>
    );
  }
  if (task.status === 'terminated') {
    return (
      <Notice tone="warning">
        This task was withdrawn: its process went another way or was cancelled. What you entered is kept
        below.
      </Notice>
    );
  }
  return (
    <Notice tone="warning">
      {task.assignee} works on this task. The form is read-only for you; what you entered is kept.
    </Notice>
  );
}
