import { IconChecklist } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Outlet, useParams } from '@tanstack/react-router';
import { useLive } from '../../api/feed.ts';
import { openTasksQuery } from '../../api/queries.ts';
import { Loaded } from '../../components/loaded.tsx';
import { Page } from '../../shell/page.tsx';
import { Empty } from '../../ui/empty.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { SkeletonRows } from '../../ui/skeleton-rows.tsx';
import { counted } from '../../words/plural.ts';
import { TaskList } from './task-list.tsx';
import classes from './tasks-page.module.css';

/** List and task side by side; on a phone one or the other. */
export function TasksPage() {
  const tasks = useQuery(openTasksQuery());
  const { taskId } = useParams({ strict: false });
  const open = tasks.data?.tasks ?? [];
  useLive(open.map((task) => task.process_id));

  return (
    <Page
      title="Tasks"
      tabTitle={open.length > 0 ? `(${open.length}) Tasks` : 'Tasks'}
      {...(taskId === undefined ? {} : { phoneBack: { label: 'Tasks', link: { to: '/tasks' } } })}
      full
    >
      <div className={classes.panes} data-detail={taskId === undefined ? 'closed' : 'open'}>
        <section className={classes.list} aria-label="My open tasks">
          <Loaded
            query={tasks}
            what="Your tasks could not be loaded"
            skeleton={<SkeletonRows rows={6} height={72} label="Loading tasks" />}
          >
            {(data) =>
              data.tasks.length === 0 ? (
                <Empty
                  icon={IconChecklist}
                  title="Inbox zero"
                  action={
                    <LinkButton to="/processes" variant="default">
                      Start a process
                    </LinkButton>
                  }
                >
                  Nothing is assigned to you or waits to be claimed by you.
                </Empty>
              ) : (
                <>
                  <p className={classes.count}>
                    {counted(data.tasks.length, 'open task')}, most urgent first
                  </p>
                  <TaskList tasks={data.tasks} />
                </>
              )
            }
          </Loaded>
        </section>
        <div className={classes.detail}>
          {taskId === undefined && open.length > 0 ? (
            <Empty icon={IconChecklist} title="Choose a task">
              Press j and k to move through the list, Enter to open.
            </Empty>
          ) : (
            <Outlet />
          )}
        </div>
      </div>
    </Page>
  );
}
