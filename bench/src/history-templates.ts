import { z } from 'zod';
import type { HttpClient } from './http-client.ts';

/** One process with a task for people and one with a job for a worker, several of each. */
export const taskProcesses = Array.from({ length: 8 }, (_, index) => `order_${index}`);
export const jobProcesses = Array.from({ length: 2 }, (_, index) => `shipping_${index}`);
export const jobType = 'ship';

/** How the instances stand whose rows are copied; each is an id. */
export interface Templates {
  readonly task: string;
  readonly job: string;
  readonly incident: string;
  readonly ended: string;
}

const started = z.object({ data: z.object({ instance_id: z.string() }) });
const tasks = z.object({ data: z.object({ tasks: z.array(z.object({ task_id: z.string() })) }) });
const jobs = z.object({
  data: z.object({
    jobs: z.array(z.object({ job_id: z.string(), lock_token: z.string(), instance_id: z.string() })),
  }),
});

export async function deployProcesses(client: HttpClient): Promise<void> {
  const deploy = (processId: string, work: Readonly<Record<string, unknown>>) =>
    client.send('POST', '/api/v1/processes', {
      name: processId.replace('_', ' '),
      process_id: processId,
      activities: [
        { id: 'start', type: 'startEvent', name: 'Received' },
        { id: 'work', name: 'Do the work', ...work },
        { id: 'end', type: 'endEvent', name: 'Done' },
      ],
      flows: [
        { from: 'start', to: 'work' },
        { from: 'work', to: 'end' },
      ],
    });
  for (const id of taskProcesses) await deploy(id, { type: 'userTask', candidate_groups: ['sales'] });
  for (const id of jobProcesses) await deploy(id, { type: 'serviceTask', job_type: jobType });
}

/** Brings one instance by the API to each way of standing there is. */
export async function makeTemplates(client: HttpClient): Promise<Templates> {
  const start = async (processId: string): Promise<string> => {
    const variables = { amount: 1, customer: 'customer', due: '2026-12-01T00:00:00Z' };
    const path = `/api/v1/processes/${processId}/instances`;
    return started.parse(await client.send('POST', path, { variables, business_key: 'key' })).data
      .instance_id;
  };
  const task = await start('order_0');
  const ended = await start('order_0');
  const page = tasks.parse(await client.send('GET', `/api/v1/tasks?instance_id=${ended}`));
  await client.send('POST', `/api/v1/tasks/${page.data.tasks[0]?.task_id ?? ''}/complete`, {
    variables: { approved: true },
  });
  const incident = await start('shipping_0');
  const request = { type: jobType, worker: 'bench', max_jobs: 1, lock_duration_ms: 60_000 };
  const [job] = jobs.parse(await client.send('POST', '/api/v1/jobs/activate', request)).data.jobs;
  await client.send('POST', `/api/v1/jobs/${job?.job_id ?? ''}/fail`, {
    lock_token: job?.lock_token,
    message: 'No carrier',
    retries: 0,
  });
  return { task, ended, incident, job: await start('shipping_0') };
}
