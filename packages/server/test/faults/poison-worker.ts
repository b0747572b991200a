/**
 * A worker as a process of its own, which does to itself what the job says. Prints the id of a job
 * before it dies of it.
 */
import { writeSync } from 'node:fs';

interface Job {
  readonly job_id: string;
  readonly lock_token: string;
  readonly variables: { readonly kind: string };
}

const [, , url = '', lockMs = ''] = process.argv;

async function post(path: string, body: object): Promise<unknown> {
  const answer = await fetch(`${url}/api/v1${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return answer.json();
}

async function work({ job_id: id, lock_token, variables: { kind } }: Job): Promise<void> {
  switch (kind) {
    case 'crash':
      writeSync(1, `${id}\n`);
      process.kill(process.pid, 'SIGKILL');
      return;
    case 'hang':
      return;
    case 'throw':
      await post(`/jobs/${id}/fail`, { lock_token, message: 'always' });
      return;
    default:
      await post(`/jobs/${id}/complete`, { lock_token, variables: { done: true } });
  }
}

for (;;) {
  const wanted = {
    type: 'poison',
    worker: 'w',
    max_jobs: 8,
    lock_duration_ms: Number(lockMs),
    wait_ms: 1000,
  };
  const { data } = (await post('/jobs/activate', wanted)) as {
    readonly data: { readonly jobs: readonly Job[] };
  };
  await Promise.all(data.jobs.map(work));
}
