import { notifications } from '@mantine/notifications';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { TaskDetail } from '@wbpm/contract';
import { useEffect } from 'react';
import { openTasksQuery, taskQuery } from '../../api/queries.ts';
import { Loaded } from '../../components/loaded.tsx';
import { SkeletonRows } from '../../ui/skeleton-rows.tsx';
import { nextTask } from './next-task.ts';
import { TaskContext } from './task-context.tsx';
import { TaskForm } from './task-form.tsx';
import { TaskHeader } from './task-header.tsx';
import classes from './task-page.module.css';

const route = getRouteApi('/tasks/$taskId');

export function TaskPage() {
  const { taskId } = route.useParams();
  const task = useQuery(taskQuery(taskId));
  const name = task.data?.name;
  useEffect(() => {
    if (name !== undefined) document.title = `${name} · Tasks · WBPM`;
  }, [name]);
  return (
    <div className={classes.page}>
      <Loaded
        query={task}
        what="This task could not be loaded"
        skeleton={<SkeletonRows rows={8} height={56} label="Loading the task" />}
      >
        {(data) => <OpenTask key={data.task_id} task={data} />}
      </Loaded>
    </div>
  );
}

function OpenTask({ task }: { readonly task: TaskDetail }) {
  const navigate = route.useNavigate();
  const queries = useQueryClient();
  const goOn = () => {
    notifications.show({ message: `${task.name} is completed.`, color: 'green' });
    const open = queries.getQueryData(openTasksQuery().queryKey)?.tasks ?? [];
    const next = nextTask(
      open.map((each) => each.task_id),
      task.task_id,
    );
    void navigate(next === null ? { to: '/tasks' } : { to: '/tasks/$taskId', params: { taskId: next } });
  };
  return (
    <>
      <TaskHeader task={task} />
      <div className={classes.columns}>
        <section className={classes.form} aria-label="Form">
          <TaskForm task={task} onDone={goOn} />
        </section>
        <TaskContext task={task} />
      </div>
    </>
  );
}
