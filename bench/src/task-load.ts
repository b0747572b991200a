import { z } from 'zod';
import type { HttpClient } from './http-client.ts';
import type { StormProcess } from './storm-processes.ts';

const started = z.object({ data: z.object({ instance_id: z.string() }) });
const listed = z.object({ data: z.object({ tasks: z.array(z.object({ task_id: z.string() })) }) });
const completed = z.object({ data: z.object({ status: z.string() }) });

const processId: StormProcess = 'storm_task';

/**
 * One instance of the unit all figures count in: started by one client, its task found and completed by another,
 * which may be that of another node. Answers how long each of the three requests took, in ms.
 */
export async function runThrough(starter: HttpClient, completer: HttpClient): Promise<readonly number[]> {
  const times: number[] = [];
  const timed = async (request: Promise<unknown>): Promise<unknown> => {
    const began = performance.now();
    const answer = await request;
    times.push(performance.now() - began);
    return answer;
  };
  const start = starter.send('POST', `/api/v1/processes/${processId}/instances`, {
    variables: { order_id: 42 },
  });
  const { instance_id: instanceId } = started.parse(await timed(start)).data;
  const { tasks } = listed.parse(
    await timed(completer.send('GET', `/api/v1/tasks?instance_id=${instanceId}`)),
  ).data;
  const [task] = tasks;
  if (task === undefined) throw new Error(`Expected a task of instance ${instanceId}, but found none`);
  const complete = completer.send('POST', `/api/v1/tasks/${task.task_id}/complete`, {
    variables: { done: true },
  });
  const { status } = completed.parse(await timed(complete)).data;
  if (status !== 'completed') throw new Error(`Expected a completed task, but found ${status}`);
  return times;
}
