import { Link } from '@tanstack/react-router';
import type { TaskDetail } from '@wbpm/contract';
import { useEffect, useRef } from 'react';
import { DueChip } from '../../components/due-chip.tsx';
import { assigneeWords } from './assignee-words.ts';
import { processWords } from './process-words.ts';
import classes from './task-header.module.css';

export function TaskHeader({ task }: { readonly task: TaskDetail }) {
  const heading = useRef<HTMLHeadingElement>(null);
  // The task arrives after the page: what has been opened is where reading goes on.
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  return (
    <header className={classes.header}>
      <h2 ref={heading} className={classes.name} tabIndex={-1} data-page-focus>
        {task.name}
      </h2>
      <div className={classes.facts}>
        <Link to="/instances/$instanceId" params={{ instanceId: task.instance_id }}>
          {processWords(task)}
        </Link>
        <span>{assigneeWords(task)}</span>
        <DueChip dueAt={task.due_date} createdAt={task.created_at} />
      </div>
      {task.description === null ? null : <p className={classes.description}>{task.description}</p>}
    </header>
  );
}
