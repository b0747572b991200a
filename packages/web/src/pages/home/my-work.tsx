import { Button, Collapse } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { Link } from '@tanstack/react-router';
import type { Task, TaskList } from '@wbpm/contract';
import { DueChip } from '../../components/due-chip.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { Card } from '../../ui/card.tsx';
import { SkeletonRows } from '../../ui/skeleton-rows.tsx';
import { processWords } from '../tasks/process-words.ts';
import { TaskWork } from '../tasks/task-work.tsx';
import classes from './my-work.module.css';

const shownTasks = 5;

interface MyWorkProps {
  readonly tasks: {
    readonly data: TaskList | undefined;
    readonly isPending: boolean;
    readonly error: unknown;
    readonly refetch: () => unknown;
  };
  readonly opened: string | null;
  readonly onOpen: (taskId: string | null) => void;
}

/** The most urgent tasks, to be done on the spot. */
export function MyWork({ tasks, opened, onOpen }: MyWorkProps) {
  const count = tasks.data?.tasks.length ?? 0;
  return (
    <Card
      flush
      title="My work"
      aside={<Link to="/tasks">{count === 0 ? 'All tasks' : `All ${count} tasks`}</Link>}
    >
      <Loaded
        query={tasks}
        what="Your tasks could not be loaded"
        skeleton={<SkeletonRows rows={shownTasks} height={56} label="Loading tasks" />}
      >
        {(data) =>
          data.tasks.length === 0 ? (
            <p className={classes.none}>Inbox zero: nothing waits for you.</p>
          ) : (
            <ul>
              {data.tasks.slice(0, shownTasks).map((task) => (
                <Row key={task.task_id} task={task} opened={task.task_id === opened} onOpen={onOpen} />
              ))}
            </ul>
          )
        }
      </Loaded>
    </Card>
  );
}

interface RowProps {
  readonly task: Task;
  readonly opened: boolean;
  readonly onOpen: (taskId: string | null) => void;
}

function Row({ task, opened, onOpen }: RowProps) {
  return (
    <li className={classes.item}>
      <div className={classes.row}>
        <div className={classes.words}>
          <Link
            to="/tasks/$taskId"
            params={{ taskId: task.task_id }}
            className={classes.name}
            title={task.name}
          >
            {task.name}
          </Link>
          <span className={classes.process}>{processWords(task)}</span>
        </div>
        <DueChip dueAt={task.due_date} createdAt={task.created_at} />
        <Button
          variant="default"
          aria-expanded={opened}
          aria-label={`${opened ? 'Close' : 'Open'} ${task.name}`}
          onClick={() => onOpen(opened ? null : task.task_id)}
        >
          {opened ? 'Close' : 'Open'}
        </Button>
      </div>
      <Collapse expanded={opened} transitionDuration={180}>
        {opened ? (
          <div className={classes.form}>
            <TaskWork
              taskId={task.task_id}
              onDone={() => {
                onOpen(null);
                notifications.show({ message: `${task.name} is completed.`, color: 'green' });
              }}
            />
          </div>
        ) : null}
      </Collapse>
    </li>
  );
}
