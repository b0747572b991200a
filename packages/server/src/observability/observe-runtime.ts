import { type Loop, startLoop } from '../runtime/loop.ts';
import type { Runtime } from '../runtime/runtime.ts';
import type { Database } from '../store/database.ts';
import type { InstanceChange } from '../store/instance-change.ts';
import { countActiveInstances } from '../store/instance-lists.ts';
import type { Metrics } from './metrics.ts';

const countEveryMs = 15_000;

/** Counts what the runtime commits, and now and then how many instances are active. */
export function observeRuntime(
  database: Database,
  runtime: Runtime,
  metrics: Metrics,
  onError: (error: unknown) => void,
): Loop {
  metrics.observePool(() => database.poolSize());
  metrics.observeWaiting(() => ({ waiting: runtime.waiting, limit: runtime.waitingLimit }));
  runtime.onCommitted((change) => record(change, metrics));
  return startLoop(async () => {
    const counts = await database.transaction({ kind: 'runtime' }, countActiveInstances);
    for (const { tenantId, count } of counts) metrics.updateActiveProcesses(tenantId, count);
    return countEveryMs;
  }, onError);
}

function record({ tenantId, instance, tasks }: InstanceChange, metrics: Metrics): void {
  for (const _created of tasks.created) metrics.recordTaskCreated(tenantId, 'userTask');
  for (const { createdAt, at } of tasks.closed) {
    if (createdAt === null) continue;
    metrics.recordTaskCompleted({
      tenantId,
      taskType: 'userTask',
      assigneeType: 'user',
      seconds: (at - createdAt) / 1000,
    });
  }
  const { status, endedAt, startedAt, processId } = instance;
  if (endedAt === null || status === 'active' || status === 'suspended') return;
  metrics.recordProcessCompleted({ tenantId, processId, status, seconds: (endedAt - startedAt) / 1000 });
}
