import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import type { HttpClient } from './http-client.ts';
import { percentile, processorSeconds } from './measure.ts';

/** What starting and completing instances costs at a fixed rate. */
export interface StepCost {
  /** Processor time of server and database for a start and its completion. */
  readonly processorMs: number;
  readonly startP50Ms: number;
  readonly startP99Ms: number;
  readonly completeP50Ms: number;
  readonly completeP99Ms: number;
}

const started = z.object({ data: z.object({ instance_id: z.string() }) });
const taskList = z.object({ data: z.object({ tasks: z.array(z.object({ task_id: z.string() })) }) });
const perSecond = 50;

/** 50 a second whatever the answers take, so that a slow one does not make the load lighter. */
export async function stepCost(
  client: HttpClient,
  pids: { readonly server: number; readonly database: number },
  seconds: number,
): Promise<StepCost> {
  const used = () => processorSeconds(pids.server) + processorSeconds(pids.database);
  const start = async (): Promise<string> => {
    const variables = { amount: 7, customer: 'customer 7', due: '2026-12-01T00:00:00Z' };
    const answer = await client.send('POST', '/api/v1/processes/order_1/instances', { variables });
    return started.parse(answer).data.instance_id;
  };
  const count = perSecond * seconds;
  const instances: string[] = [];
  const tasks: string[] = [];

  await atRate(perSecond, async () => {
    await start();
  });
  const beforeStarts = used();
  const starts = await atRate(count, async () => {
    instances.push(await start());
  });
  const startSeconds = used() - beforeStarts;
  for (const id of instances) {
    const page = taskList.parse(await client.send('GET', `/api/v1/tasks?instance_id=${id}`));
    tasks.push(page.data.tasks[0]?.task_id ?? '');
  }
  const beforeCompletions = used();
  const completions = await atRate(count, async () => {
    await client.send('POST', `/api/v1/tasks/${tasks.pop() ?? ''}/complete`, {
      variables: { approved: true },
    });
  });
  const processorMs = ((startSeconds + used() - beforeCompletions) / count) * 1000;
  return {
    processorMs,
    startP50Ms: percentile(starts, 0.5),
    startP99Ms: percentile(starts, 0.99),
    completeP50Ms: percentile(completions, 0.5),
    completeP99Ms: percentile(completions, 0.99),
  };
}

/** Sorted times from when each was due until its answer. */
async function atRate(count: number, work: () => Promise<void>): Promise<readonly number[]> {
  const begun = performance.now();
  const times: number[] = [];
  const under: Promise<void>[] = [];
  for (let index = 0; index < count; index += 1) {
    const due = begun + (index * 1000) / perSecond;
    const wait = due - performance.now();
    if (wait > 0) await pause(wait);
    under.push(
      work().then(() => {
        times.push(performance.now() - due);
      }),
    );
  }
  await Promise.all(under);
  return times.sort((a, b) => a - b);
}
