import type { Database, Runtime } from '@wbpm/server';
import { v7 as uuidv7 } from 'uuid';
import { openBenchRuntime, startCommand } from './bench-runtime.ts';
import { deployOneTask, tenantId } from './deploy.ts';
import { drive, type Figure, peakMemoryMiB, percentile, processorSeconds } from './measure.ts';

export interface DurableRun {
  readonly name: string;
  readonly database: Database;
  /** The postmaster, when there is one. */
  readonly databasePid: number | null;
  readonly callers: number;
  readonly instances: number;
}

/** Start, wait, complete, end through the runtime in this process; every answer is a commit. */
export async function benchDurable(run: DurableRun): Promise<Figure> {
  const definitionId = await deployOneTask(run.database);
  let commits = 0;
  let changes = 0;
  const runtime = openBenchRuntime(run.database, {
    onCommit(report) {
      commits += 1;
      changes += report.changes;
    },
  });
  const one = (): Promise<void> => runInstance(runtime, definitionId);
  await drive(run.callers, Math.ceil(run.instances / 10), one);
  commits = 0;
  changes = 0;
  const cpuBefore = process.cpuUsage();
  const databaseBefore = run.databasePid === null ? 0 : processorSeconds(run.databasePid);
  const { seconds, sortedMs } = await drive(run.callers, run.instances, one);
  const cpu = process.cpuUsage(cpuBefore);
  const databaseSeconds =
    run.databasePid === null ? null : processorSeconds(run.databasePid) - databaseBefore;
  await runtime.stop();
  return {
    name: run.name,
    callers: run.callers,
    instances: run.instances,
    instancesPerSecond: run.instances / seconds,
    p50Ms: percentile(sortedMs, 0.5),
    p99Ms: percentile(sortedMs, 0.99),
    cpu: (cpu.user + cpu.system) / 1e6 / seconds,
    databaseCpu: databaseSeconds === null ? null : databaseSeconds / seconds,
    peakMemoryMiB: peakMemoryMiB(process.pid),
    batch: changes / commits,
    ofRawLimit: null,
  };
}

async function runInstance(runtime: Runtime, definitionId: string): Promise<void> {
  const instanceId = uuidv7();
  const started = await runtime.execute({
    tenantId,
    instanceId,
    actor: 'bench',
    command: startCommand({ instanceId, definitionId, variables: { order_id: 42 } }),
    respond: (state) => ({ task: [...state.elements.keys()][0] ?? '' }),
  });
  if (started.kind !== 'committed' || !('task' in started.response)) throw new Error(JSON.stringify(started));
  const done = await runtime.execute({
    tenantId,
    instanceId,
    actor: 'bench',
    command: {
      type: 'completeUserTask',
      elementInstanceId: String(started.response.task),
      variables: { done: true },
      by: 'bench',
      override: false,
    },
    respond: (state) => ({ status: state.status }),
  });
  if (done.kind !== 'committed') throw new Error(JSON.stringify(done));
}
