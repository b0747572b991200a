import { useQuery } from '@tanstack/react-query';
import type { TaskDetail } from '@wbpm/contract';
import { taskQuery } from '../../api/queries.ts';
import { Loaded } from '../../components/loaded.tsx';
import { SkeletonRows } from '../../ui/skeleton-rows.tsx';
import { TaskForm } from './task-form.tsx';

interface TaskWorkProps {
  readonly taskId: string;
  readonly onDone: (task: TaskDetail) => void;
}

/** A task to be done right here, wherever here is. */
export function TaskWork({ taskId, onDone }: TaskWorkProps) {
  const task = useQuery(taskQuery(taskId));
  return (
    <Loaded
      query={task}
      what="The task could not be loaded"
      skeleton={<SkeletonRows rows={4} height={56} label="Loading the task" />}
    >
      {(data) => <TaskForm key={data.task_id} task={data} onDone={() => onDone(data)} />}
    </Loaded>
  );
}
