import { IconFlag3 } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { Task } from '@wbpm/contract';
import { useRef } from 'react';
import { DueChip } from '../../components/due-chip.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { useRowKeys } from '../../ui/use-row-keys.ts';
import { assigneeWords } from './assignee-words.ts';
import { processWords } from './process-words.ts';
import classes from './task-list.module.css';

const high = 70;

export function TaskList({ tasks }: { readonly tasks: readonly Task[] }) {
  const list = useRef<HTMLUListElement>(null);
  useRowKeys(list);
  return (
    <ul ref={list}>
      {tasks.map((task) => (
        <li key={task.task_id}>
          <Link to="/tasks/$taskId" params={{ taskId: task.task_id }} className={classes.row} data-row>
            <span className={classes.line}>
              <span className={classes.name} title={task.name}>
                {task.name}
              </span>
              <DueChip dueAt={task.due_date} createdAt={task.created_at} />
            </span>
            <span className={classes.line}>
              <span className={classes.process}>{processWords(task)}</span>
            </span>
            <span className={`${classes.line} ${classes.quiet}`}>
              {task.priority >= high ? (
                <span className={classes.priority}>
                  <IconFlag3 size={14} stroke={1.75} aria-hidden />
                  High priority
                </span>
              ) : null}
              <span className={classes.who}>{assigneeWords(task)}</span>
              <TimeAgo at={task.created_at} />
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
